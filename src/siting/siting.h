/* Where to add, as data: what lc_site() fills and every writer reads. Strings are its own. */
#ifndef LC_SITING_SITING_H
#define LC_SITING_SITING_H

#include "geo/geoms.h"
#include "siting/problem.h"
#include "source/input_info.h"

/* One indicator that was asked for. Demand and what is covered are at the points that stand for it; ratios are exact.
 */
typedef struct lc_siting_indicator {
    char *id, *title_en, *title_zh;
    const char *denominator, *metric; /* static text */
    double weight;
    double demand, before, value;
    double ratio_before, ratio_after; /* by checks without and with the sites; NaN without demand */
} lc_siting_indicator;

/* One indicator in one community. */
typedef struct lc_siting_ratio {
    double before, after; /* NaN without demand */
} lc_siting_ratio;

/* Demand that a site is the first to cover. */
typedef struct lc_siting_covered {
    lc_xy lonlat;
    double weight;
    uint32_t site, indicator;
} lc_siting_covered;

struct lc_siting {
    char *profile;
    lc_site_question question;
    double asked; /* the number, share or budget */

    size_t n_indicators;
    lc_siting_indicator *indicator;

    size_t n; /* sites, in the order of gain */
    lc_new_site *site;
    double *area_m2;       /* n; NaN without */
    const char **level;    /* n; NULL where none is known; static text */
    lc_geoms shapes;       /* WGS 84 lon/lat; feature = site */
    double *curve;         /* n + 1: covered demand with 0 .. n sites */
    double demand, before; /* of one indicator its own; of several their weighted shares */
    double value, bound, gap, cost;
    bool optimal;
    double ratio_before, ratio_after;
    size_t n_candidates, n_entries; /* candidates, and pairs of a candidate and what it covers */

    size_t n_communities;
    char **id, **name;      /* n_communities */
    lc_geoms communities;   /* polygons, WGS 84 lon/lat; feature = community */
    lc_siting_ratio *ratio; /* [community * n_indicators + indicator] */

    lc_siting_covered *covered; /* n_covered, by indicator, then by community */
    size_t n_covered;

    lc_input_info *info;
    size_t n_info;
    lc_warnings warnings;
};

#endif
