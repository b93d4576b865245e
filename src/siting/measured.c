#include "siting/measured.h"

#include <math.h>

static const double MAX_ERROR = 0.005; /* as of a check that is not asked for less */

lc_status lc_measured_new(lc_context *ctx, const lc_city *city, const lc_profile *profile, double link_limit_m,
                          lc_measured *out) {
    lc_status status = lc_city_links_find(ctx, city, link_limit_m, NULL, &out->links);
    if (status == LC_OK) status = lc_plan_new(ctx, profile, city, &out->plan);
    if (status == LC_OK) status = lc_fields_new(ctx, out->plan, &out->links, NULL, &out->fields);
    if (status == LC_OK) status = lc_results_measure(ctx, out->fields, (lc_asked){MAX_ERROR, INFINITY}, &out->results);
    return status;
}

void lc_measured_free(lc_measured *m) {
    lc_results_free(&m->results);
    lc_fields_free(m->fields);
    lc_plan_free(m->plan);
    lc_city_links_free(&m->links);
    *m = (lc_measured){0};
}

static double ratio_of(const lc_measured *m, size_t indicator, const lc_result *r) {
    if (m->plan->indicator[indicator].reason || !(r->demand > 0)) return NAN;
    return r->covered / r->demand;
}

double lc_measured_ratio(const lc_measured *m, size_t indicator) {
    return ratio_of(m, indicator, &m->results.city[indicator]);
}

double lc_measured_ratio_in(const lc_measured *m, size_t indicator, size_t community) {
    return ratio_of(m, indicator, &m->results.value[community * m->results.n_indicators + indicator]);
}
