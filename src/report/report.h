/* The report as data: what lc_check() fills and every writer reads. */
#ifndef LC_REPORT_REPORT_H
#define LC_REPORT_REPORT_H

#include <stdio.h>

#include "geo/geoms.h"
#include "profile/profile.h"
#include "report/distance_grid.h"
#include "source/input_info.h"

enum { LC_DISTANCE_BINS = 20 };

/* The rules of an indicator: one, or the members of any_of. */
typedef struct lc_rule_list {
    lc_rule *rule; /* owned, categories included */
    size_t n;
} lc_rule_list;

/* The parts of a combination, and what is counted of an at_least: the others have no shares. */
typedef struct lc_part_list {
    lc_part *part;
    size_t n;
    double *share;      /* [community * (n + 1) + k]: of the demand, with exactly k parts; NaN without data */
    double *city_share; /* [k] */
    double *services;   /* [community] */
} lc_part_list;

/* Communities in the order of their ratio, from (0, 0) on; n is 0 without data. */
typedef struct lc_lorenz_curve {
    lc_lorenz_point *point;
    size_t n;
} lc_lorenz_curve;
/* Totals of the communities that share a value of a field. */
typedef struct lc_report_group {
    char *value; /* NULL: of those that have none */
    size_t n_communities;
    lc_indicator *total; /* n_indicators; texts and rules are not filled, but for the reason, which is static */
} lc_report_group;

/* Of the city's demand, the shares by distance in n bins of equal width; n is 0 where there is no distance. */
typedef struct lc_distance_shares {
    double width_m, share[LC_DISTANCE_BINS];
    size_t n;
} lc_distance_shares;

/* An lc_indicator whose strings this report owns (freed by lc_report_free). */
struct lc_report {
    char *profile, *profile_title_en, *profile_title_zh, *profile_source;
    double link_limit_m, max_error, min_component_m, island_gap_m, walk_speed_m_per_min;
    double max_distance_error_m; /* INFINITY or 0: none was asked for */
    char *walk_cost;             /* lc_walk_cost_text(); NULL when lengths alone count */
    lc_scenario *scenarios;
    size_t n_scenarios;
    double *bands_m; /* n_bands, ascending */
    size_t n_bands;

    size_t n_indicators;
    lc_indicator *indicators;
    lc_rule_list *rules;           /* n_indicators; NULL when not known */
    lc_part_list *parts;           /* n_indicators; NULL when none combines others */
    lc_lorenz_curve *lorenz;       /* n_indicators */
    lc_distance_shares *distances; /* n_indicators */
    size_t *scorecard;             /* n_scorecard, indicators */
    size_t n_scorecard;
    char **missed_items, **no_data_items; /* one a community: ids with commas between; NULL without a scorecard */

    char *group_field;      /* NULL: totals are not grouped */
    lc_report_group *group; /* n_groups, in the order of their first community */
    size_t n_groups;
    size_t *group_of; /* n_communities; NULL without */

    size_t n_communities;
    lc_community *communities;
    lc_geoms shapes;           /* polygons, WGS 84 lon/lat; feature = community index */
    lc_value *values;          /* [community * n_indicators + indicator]; reason is static text */
    lc_statistics *statistics; /* the same; NULL without */
    double *bands; /* [(community * n_indicators + indicator) * n_bands + band]: share of the demand in the band */
    bool has_overlap;
    bool allow_no_data; /* a target that cannot be judged is none that is missed */

    size_t n_categories;
    lc_category *categories; /* titles are NULL where the rules name none */
    lc_amount *amounts;      /* [community * n_categories + category] */
    size_t *level_counts;    /* [(community * n_categories + category) * 3 + level]: of street, community, station */
    bool *has_levels;        /* n_categories: the source tells levels; NULL when none does */
    bool *edge_effect;       /* n_communities; NULL when nothing was walked */

    size_t n_inputs;
    lc_input_info *inputs;
    lc_edit_info *edits; /* n_edits; op is static text, the others are the report's */
    size_t n_edits;
    lc_network_info network;
    bool has_network; /* false when only straight indicators were asked for and no network was given */

    lc_warnings warnings;

    size_t n_planes;        /* several; 0 for one */
    struct lc_shard *shard; /* of a part of them (report/shard.h); NULL for all */
    char *work_crs;         /* PROJ string of the work CRS; "" for a plane, in which all shapes are then */
    bool has_areas, has_gaps;
    lc_geoms areas; /* polygons, WGS 84 lon/lat; feature = indicator */
    lc_geoms gaps;  /* polygons and points, WGS 84 lon/lat; feature = index into gap, largest first */
    lc_gap *gap;
    size_t n_gaps;
    lc_distance_grid *grids;
    size_t n_grids;
    struct lc_plane_grids *plane_grids; /* those of several planes (report/plane_grids.h); NULL: of one */

    bool has_facilities, has_paths;
    size_t n_facilities;
    lc_facility *facilities;  /* strings are the report's, but for the level, which is static */
    lc_geoms facility_shapes; /* WGS 84 lon/lat; feature = facility */
    double *served;           /* [facility * n_indicators + indicator]; NaN where the indicator does not count it */
    lc_path *paths;           /* n_paths */
    size_t n_paths;
    lc_geoms path_shapes; /* lines, WGS 84 lon/lat; feature = path */
};

/* Free areas, gaps, distances, facilities and paths: the report has none then. */
void lc_report_clear_shapes(lc_report *report);

/* A bound stays a bound when it is rounded to 6 decimals: up. */
double lc_bound_rounded_up(double err);

/* City totals whose target cannot be judged. */
size_t lc_report_unjudged(const lc_report *report);

#endif
