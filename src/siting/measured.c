#include "siting/measured.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

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

lc_status lc_exact_take(lc_context *ctx, lc_measured *m, lc_exact *out) {
    *out = (lc_exact){m->results, lc_plan_reasons(m->plan)};
    m->results = (lc_results){0};
    return out->reason ? LC_OK : lc_fail_memory(ctx);
}

void lc_exact_free(lc_exact *exact) {
    lc_results_free(&exact->results);
    free(exact->reason);
    *exact = (lc_exact){0};
}

static double ratio_of(const lc_exact *e, size_t indicator, const lc_result *r) {
    if (e->reason[indicator] || !(r->demand > 0)) return NAN;
    return r->covered / r->demand;
}

double lc_exact_ratio(const lc_exact *e, size_t indicator) {
    return ratio_of(e, indicator, &e->results.city[indicator]);
}

double lc_exact_ratio_in(const lc_exact *e, size_t indicator, size_t community) {
    return ratio_of(e, indicator, &e->results.value[community * e->results.n_indicators + indicator]);
}
