#include "city/checks.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "geo/shared_area.h"

static const double OVERLAP_M2 = 1, OVERLAP_SHARE = 1e-4; /* an overlap that is reported exceeds both */
static const double SAME_SHARE = 1e-6;                    /* of the area: what the overlay's rounding may leave */

static double *community_areas(const lc_city *city) {
    double *area = LC_NEW0(double, city->n_communities);
    for (size_t g = 0; area && g < city->communities.n; g++)
        area[city->communities.feature[g]] += lc_geom_area(&city->communities, g);
    return area;
}

static int largest_first(const void *x, const void *y) {
    const lc_shared *p = x, *q = y;
    if (p->area_m2 != q->area_m2) return p->area_m2 > q->area_m2 ? -1 : 1;
    if (p->a != q->a) return p->a < q->a ? -1 : 1;
    return (p->b > q->b) - (p->b < q->b);
}

static void warn_pair(lc_context *ctx, const lc_city *city, const double *area, const lc_shared *pair) {
    const char *a = city->name[pair->a], *b = city->name[pair->b];
    double smaller = fmin(area[pair->a], area[pair->b]), larger = fmax(area[pair->a], area[pair->b]);
    if (pair->area_m2 >= (1 - SAME_SHARE) * larger)
        lc_warn(ctx, "community_duplicate", "communities that are the same area twice; each is measured on its own",
                "%s / %s", a, b);
    else if (pair->area_m2 > OVERLAP_SHARE * smaller)
        lc_warn(ctx, "community_overlap",
                "communities that overlap; what they share is counted in both, and twice in the city's totals",
                "%s / %s: %.0f m2", a, b, pair->area_m2);
}

lc_status lc_check_overlaps(lc_context *ctx, const lc_city *city) {
    lc_shared *pair = NULL;
    size_t n = 0;
    double *area = community_areas(city);
    lc_status status = area ? lc_phase_begin(ctx, "check communities") : lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_geoms_shared_areas(ctx, &city->communities, OVERLAP_M2, &pair, &n);
    if (n) qsort(pair, n, sizeof *pair, largest_first);
    for (size_t i = 0; i < n; i++) warn_pair(ctx, city, area, &pair[i]);
    free(pair);
    free(area);
    return status;
}
