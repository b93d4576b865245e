/* What a plan needs of a city before anything is measured: searched fields, outlines and zones. */
#ifndef LC_MEASURE_FIELDS_H
#define LC_MEASURE_FIELDS_H

#include "measure/pass_fields.h"
#include "measure/plan.h"
#include "network/walk_length.h"

/*
 * Search from the facilities of all sets, and lay out all passes.
 * @param links of the plan's city
 * @param before of another state of the city, or NULL: what the same facilities give on the same network is shared
 * @param[out] out to be freed with lc_fields_free(); plan and links must outlive it
 */
lc_status lc_fields_new(lc_context *ctx, const lc_plan *plan, const lc_city_links *links, const lc_fields *before,
                        lc_fields **out);
void lc_fields_free(lc_fields *fields);
void lc_pass_fields_free(lc_pass_fields *pass);

/* The links of a category of the city onto the network that a walking cost goes by. */
const lc_links *lc_fields_links(const lc_fields *fields, const lc_facilities *facilities, size_t walk);

/* The network by a walking cost of the plan; LC_WALK_LENGTHS: the city's own, as it is. */
const lc_network *lc_fields_network(const lc_fields *fields, size_t walk);

#endif
