#include "city/checks.h"

#include <math.h>

#include "base/memory.h"
#include "geo/shared_area.h"

static const double OVERLAP_M2 = 1, OVERLAP_SHARE = 1e-4; /* an overlap that is reported exceeds both */
static const double SAME_SHARE = 1e-6;                    /* of the area: what the overlay's rounding may leave */

static double *community_areas(const lc_inputs *in) {
    double *area = LC_NEW0(double, in->n_communities);
    for (size_t g = 0; area && g < in->communities.n; g++)
        area[in->communities.feature[g]] += lc_geom_area(&in->communities, g);
    return area;
}

static int largest_first(const void *x, const void *y) {
    const lc_shared *p = x, *q = y;
    if (p->area_m2 != q->area_m2) return p->area_m2 > q->area_m2 ? -1 : 1;
    if (p->a != q->a) return p->a < q->a ? -1 : 1;
    return (p->b > q->b) - (p->b < q->b);
}

static void warn_pair(lc_context *ctx, const lc_inputs *in, const double *area, const lc_shared *pair) {
    const char *a = in->name[pair->a], *b = in->name[pair->b];
    double smaller = fmin(area[pair->a], area[pair->b]), larger = fmax(area[pair->a], area[pair->b]);
    if (pair->area_m2 >= (1 - SAME_SHARE) * larger)
        lc_warn(ctx, "community_duplicate", "communities that are the same area twice; each is measured on its own",
                "%s / %s", a, b);
    else if (pair->area_m2 > OVERLAP_SHARE * smaller)
        lc_warn(ctx, "community_overlap",
                "communities that overlap; what they share is counted in both, and twice in the city's totals",
                "%s / %s: %.0f m2", a, b, pair->area_m2);
}

lc_status lc_check_overlaps(lc_context *ctx, const lc_inputs *in) {
    lc_shared *pair = NULL;
    size_t n = 0;
    double *area = community_areas(in);
    lc_status status = area ? lc_phase_begin(ctx, "check communities") : lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_geoms_shared_areas(ctx, &in->communities, OVERLAP_M2, &pair, &n);
    if (n) qsort(pair, n, sizeof *pair, largest_first);
    for (size_t i = 0; i < n; i++) warn_pair(ctx, in, area, &pair[i]);
    free(pair);
    free(area);
    return status;
}

static double largest_walk(const lc_profile *profile) {
    double largest = 0;
    for (size_t i = 0; i < profile->n_indicators; i++)
        for (size_t r = 0; profile->indicators[i].metric == LC_NETWORK && r < profile->indicators[i].n_rules; r++)
            largest = fmax(largest, profile->indicators[i].rules[r].distance_m);
    return largest;
}

lc_status lc_check_edges(lc_context *ctx, lc_inputs *in, const lc_network *network) {
    double walk = largest_walk(in->profile);
    if (!network || !(walk > 0)) return LC_OK;
    in->edge_effect = LC_NEW0(bool, in->n_communities);
    if (!in->edge_effect) return lc_fail_memory(ctx);
    lc_box extent = lc_box_empty();
    for (size_t v = 0; v < network->n_verts; v++) lc_box_add(&extent, network->vert[v].x, network->vert[v].y);
    for (size_t g = 0; g < in->communities.n; g++) {
        lc_box box = lc_geom_box(&in->communities, g);
        double room = fmin(fmin(box.x0 - extent.x0, extent.x1 - box.x1), fmin(box.y0 - extent.y0, extent.y1 - box.y1));
        if (room < walk) in->edge_effect[in->communities.feature[g]] = true;
    }
    for (size_t c = 0; c < in->n_communities; c++)
        if (in->edge_effect[c])
            lc_warn(ctx, "edge_effect",
                    "communities near the edge of the network: facilities beyond it may be missing from their numbers",
                    "%s", in->name[c]);
    return LC_OK;
}
