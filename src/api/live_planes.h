/*
 * A city in several planes that is checked again and again: all planes are held in memory. An edit is carried out in
 * every plane, as in a check; where it leaves the city as it stands, the plane's part of the report stays as well, and
 * nothing is measured. The parts are joined anew at every step.
 */
#ifndef LC_API_LIVE_PLANES_H
#define LC_API_LIVE_PLANES_H

#include "api/live_city.h"
#include "api/planes.h"

typedef struct lc_live_planes {
    const lc_profile *profile;
    const lc_check_options *options; /* settled, without edits; borrowed */
    lc_plane_wish wish;              /* how the planes were read; it holds them as they were */
    lc_live_city *plane;
    const lc_city **city; /* one a plane, as it was read */
    lc_box *paths; /* one a plane: lon/lat, of all its paths, also beyond its box; everything where they are not kept */
    size_t n;
} lc_live_planes;

/* Read all planes. `all` is the city that was left to them; it and the options must outlive the planes. */
lc_status lc_live_planes_open(lc_context *ctx, const lc_city *all, const lc_profile *profile,
                              const lc_check_options *options, lc_live_planes **out);
void lc_live_planes_free(lc_live_planes *planes);

/* Check with edits (NULL: as it is): the next states of the planes that they change, and the report of all. To be ended
   by one of the next two, also after an error. */
lc_status lc_live_planes_step(lc_context *ctx, lc_live_planes *planes, const lc_edits *edits, bool bare,
                              lc_report **out);
void lc_live_planes_go_on(lc_live_planes *planes);
void lc_live_planes_go_back(lc_live_planes *planes);

/* Communities that the last step measured, once a pass. */
size_t lc_live_planes_measured(const lc_live_planes *planes);
/* Free what the planes have of areas, gaps, facilities, paths and distances, which no further report takes. */
void lc_live_planes_skip(lc_live_planes *planes);

/* lc_site() in the city as it stands, with the edits that it has. */
lc_status lc_live_planes_site(lc_context *ctx, const lc_live_planes *planes, const lc_edits *edits,
                              const lc_site_options *options, lc_siting **out);

#endif
