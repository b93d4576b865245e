#include "coverage/near.h"

static void segment_ends(const lc_sites *sites, uint32_t seg, uint32_t *vert, lc_xy *a, lc_xy *b) {
    *vert = sites->seg_vert[seg];
    *a = sites->vert[*vert];
    *b = sites->vert[*vert + 1];
}

void lc_near_sort(lc_near *near, size_t n) {
    for (size_t i = 1; i < n; i++) {
        lc_near e = near[i];
        size_t k = i;
        for (; k > 0 && near[k - 1].distance > e.distance; k--) near[k] = near[k - 1];
        near[k] = e;
    }
}

static lc_xy nearest_on(lc_xy a, lc_xy b, lc_xy p) {
    double dx = b.x - a.x, dy = b.y - a.y, l2 = dx * dx + dy * dy;
    double t = l2 > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / l2 : 0;
    t = t < 0 ? 0 : t > 1 ? 1 : t;
    return (lc_xy){a.x + t * dx, a.y + t * dy};
}

/*
 * Is a segment, whose point nearest to the centre is f, farther everywhere in the box than the point whose distances
 * from the corners are `rival`? The segment lies behind the line through f square to f - centre, so its distance is at
 * least that from this line: linear over the box, while the rival's is convex, so that the corners decide.
 */
static bool dominated(const lc_xy corner[4], const double rival[4], lc_xy centre, lc_xy f, double distance) {
    if (!(distance > 0)) return false;
    double nx = (centre.x - f.x) / distance, ny = (centre.y - f.y) / distance;
    for (int k = 0; k < 4; k++)
        if (rival[k] + 1e-6 >= (corner[k].x - f.x) * nx + (corner[k].y - f.y) * ny) return false;
    return true;
}

size_t lc_near_prune(const lc_pass *pass, const lc_near *from, size_t n, const lc_box *box, lc_near *to,
                     lc_layers *live, double *nearest_m) {
    lc_xy corner[4] = {{box->x0, box->y0}, {box->x1, box->y0}, {box->x1, box->y1}, {box->x0, box->y1}}, a, b;
    lc_xy centre = {0.5 * (box->x0 + box->x1), 0.5 * (box->y0 + box->y1)}, nearest = centre;
    double half = 0.5 * lc_length(box->x1 - box->x0, box->y1 - box->y0), best = INFINITY, rival[4];
    uint32_t vert;
    for (size_t i = 0; i < n; i++) {
        segment_ends(&pass->sites, from[i].seg, &vert, &a, &b);
        lc_xy f = nearest_on(a, b, centre);
        double x = centre.x - f.x, y = centre.y - f.y;
        to[i] = (lc_near){from[i].seg, sqrt(x * x + y * y)};
        if (to[i].distance < best) best = to[i].distance, nearest = f;
    }
    *live = ~(lc_layers)0;
    if (nearest_m) *nearest_m = best;
    if (best - half > pass->leg_max_m) return 0;
    if (pass->sites.live && best + half <= pass->leg_max_m) *live = 0; /* all on network: see who is in range */
    for (int k = 0; k < 4; k++) rival[k] = lc_length(corner[k].x - nearest.x, corner[k].y - nearest.y);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (to[i].distance > best + 2 * half + 1e-6) continue; /* farther than the nearest, wherever in the box */
        segment_ends(&pass->sites, to[i].seg, &vert, &a, &b);
        if (dominated(corner, rival, centre, nearest_on(a, b, centre), to[i].distance)) continue;
        if (pass->sites.live) *live |= pass->sites.live[to[i].seg];
        to[kept++] = to[i];
    }
    return kept;
}

bool lc_near_partition(const lc_pass *pass, lc_partition *part, const lc_near *near, size_t n, const lc_convex *cell,
                       double tolerance_m2) {
    uint32_t vert;
    lc_xy a, b;
    part->tolerance_m2 = tolerance_m2;
    if (!lc_partition_begin(part, cell)) return false;
    for (size_t i = 0; i < n; i++) {
        segment_ends(&pass->sites, near[i].seg, &vert, &a, &b);
        if (!lc_partition_insert(part, vert, a, b)) return false;
    }
    /* Slivers do not know ties: where D may differ, they are bounded rather than put right. Ties are rare. */
    for (size_t i = 0; pass->sites.twin && part->n_ties && i < part->n_slivers; i++) part->sliver[i].exact = false;
    for (size_t i = 0; part->n_slivers && i < n; i++) {
        segment_ends(&pass->sites, near[i].seg, &vert, &a, &b);
        lc_partition_disturb(part, vert, a, b);
    }
    return true;
}
