/* The report as data: what lc_check() fills and every writer reads. */
#ifndef LC_REPORT_REPORT_H
#define LC_REPORT_REPORT_H

#include "geo/geoms.h"

typedef struct lc_input_info {
    char *role, *file, *layer, *crs, *encoding; /* layer, crs, encoding may be NULL */
    size_t features;
    char sha256[65]; /* "" when there is no file to hash */
} lc_input_info;

typedef struct lc_network_info {
    size_t nodes, edges, components, dropped_components;
    double length_m, dropped_length_m;
} lc_network_info;

/* An lc_indicator whose strings this report owns (freed by lc_report_free). */
struct lc_report {
    char *profile, *profile_title_en, *profile_title_zh, *profile_source;
    double link_limit_m, max_error, min_component_m, walk_speed_m_per_min;

    size_t n_indicators;
    lc_indicator *indicators;

    size_t n_communities;
    lc_community *communities;
    lc_geoms shapes;  /* polygons, WGS 84 lon/lat; feature = community index */
    lc_value *values; /* [community * n_indicators + indicator]; reason is static text */

    size_t n_categories;
    char **categories;
    size_t *counts;       /* [community * n_categories + category]; facilities within */
    bool *category_known; /* false: the category has no source, its counts are null */

    size_t n_inputs;
    lc_input_info *inputs;
    lc_network_info network;
    bool has_network; /* false when only straight indicators were asked for and no network was given */

    lc_warnings warnings;
};

#endif
