/* What is asked for a category: its sources in the order given, its entrances, and the rules that these need. */
#ifndef LC_CITY_FACILITY_WISH_H
#define LC_CITY_FACILITY_WISH_H

#include "city/inputs.h"

/* One source of a category. */
typedef struct lc_facility_source {
    const char *text; /* as given, borrowed; NULL: those of the OpenStreetMap file */
    bool dedupe, levels, types;
    const lc_poi_rule *rule; /* takes only the rows of these types; NULL: all */
} lc_facility_source;

typedef struct lc_facility_wish {
    lc_facility_source *source;
    size_t n;               /* 0: from the POI tables, where `rule` is not NULL, else from the OpenStreetMap file */
    const char **entrances; /* borrowed texts */
    size_t n_entrances;
    const lc_poi_rule *rule;
    bool levels, osm_entrances;
} lc_facility_wish;

/* What the options say of a category; refuses what makes no sense. To be freed. */
lc_status lc_facility_wish_find(lc_context *ctx, const lc_city_options *options, lc_inputs *in, const char *category,
                                lc_facility_wish *out);
void lc_facility_wish_free(lc_facility_wish *wish);

#endif
