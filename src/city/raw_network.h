/*
 * The paths of a city as they were read, before they are joined and made a network. Edits change these: what follows -
 * noding, components, islands - is then done as for other inputs.
 */
#ifndef LC_CITY_RAW_NETWORK_H
#define LC_CITY_RAW_NETWORK_H

#include "city/inputs.h"
#include "city/line_network.h"
#include "city/walk_ground.h"
#include "network/drawn.h"
#include "network/raw_paths.h"

/* Take the paths out of the inputs, and free where they came from; warns of them. To be freed. */
lc_status lc_raw_network_read(lc_context *ctx, lc_inputs *in, lc_raw_network *out);
/* Open what makes walking longer, and note it for the report. The walk rules of the inputs are the raw network's then.
 */
lc_status lc_raw_network_ground(lc_context *ctx, const lc_city_options *options, lc_inputs *in, lc_raw_network *raw);
/* The networks of a city. */
typedef struct lc_networks {
    lc_network *network, *step_free; /* as in lc_city */
} lc_networks;
/* Those of `city`, with what there is to say of them; `drawn` is what edits have made of the raw network's paths, NULL
   without. `raw` stays. */
lc_status lc_raw_network_build(lc_context *ctx, const lc_city *city, const lc_raw_network *raw, const lc_drawn *drawn,
                               lc_networks *out);

/* All at once: the paths of inputs, sharing vertices, and what was found as lines were joined (zeros for
   others; `finds` may be NULL). */
lc_status lc_inputs_take_paths(lc_context *ctx, lc_inputs *in, lc_paths *out, lc_line_finds *finds);

#endif
