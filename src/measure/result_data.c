#include "measure/result_data.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void lc_results_free(lc_results *r) {
    free(r->value);
    free(r->band);
    free(r->city);
    free(r->range_m);
    free(r->part);
    for (size_t i = 0; i < r->n_places; i++) {
        free(r->places[i].d_m);
        free(r->places[i].covered);
        free(r->places[i].offnet);
        free(r->places[i].access);
    }
    free(r->places);
    for (size_t k = 0; k < r->n_counted; k++) {
        free(r->counted[k].within);
        free(r->counted[k].err);
        free(r->counted[k].city_within);
    }
    free(r->counted);
    *r = (lc_results){0};
}

bool lc_counted_start(lc_counted *out, size_t indicator, size_t n_parts, size_t n) {
    *out = (lc_counted){.indicator = indicator,
                        .n_parts = n_parts,
                        .within = LC_NEW0(double, n *n_parts),
                        .err = LC_NEW0(double, n *n_parts),
                        .city_within = LC_NEW0(double, n_parts)};
    return out->within && out->err && out->city_within;
}

bool lc_results_start(lc_results *out, const lc_results *like, size_t n) {
    *out = (lc_results){.n_communities = n, .n_indicators = like->n_indicators};
    out->value = LC_NEW0(lc_result, n * out->n_indicators);
    out->city = LC_NEW0(lc_result, out->n_indicators);
    out->counted = LC_NEW0(lc_counted, like->n_counted);
    bool ok = out->value && out->city && out->counted;
    while (ok && out->n_counted < like->n_counted) {
        const lc_counted *counted = &like->counted[out->n_counted];
        ok = lc_counted_start(&out->counted[out->n_counted++], counted->indicator, counted->n_parts, n);
    }
    return ok;
}

void lc_results_put(lc_results *to, const lc_results *from, const size_t *index) {
    size_t m = to->n_indicators;
    for (size_t k = 0; k < from->n_communities; k++) {
        size_t c = index[k];
        memcpy(to->value + c * m, from->value + k * m, m * sizeof *to->value);
        for (size_t j = 0; j < to->n_counted; j++) {
            size_t n = to->counted[j].n_parts;
            memcpy(to->counted[j].within + c * n, from->counted[j].within + k * n, n * sizeof(double));
            memcpy(to->counted[j].err + c * n, from->counted[j].err + k * n, n * sizeof(double));
        }
    }
}

const lc_counted *lc_results_counted(const lc_results *r, size_t indicator) {
    for (size_t k = 0; k < r->n_counted; k++)
        if (r->counted[k].indicator == indicator) return &r->counted[k];
    return NULL;
}
