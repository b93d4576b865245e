#include "coverage/near.h"

#include "coverage/place.h"

lc_near lc_near_of(const lc_sites *sites, uint32_t seg) {
    uint32_t v = sites->seg_vert[seg];
    lc_near near = {.a = sites->vert[v], .b = sites->vert[v + 1], .seg = seg, .vert = v};
    double dx = near.b.x - near.a.x, dy = near.b.y - near.a.y, l2 = dx * dx + dy * dy;
    near.inverse = l2 > 0 ? 1 / l2 : 0;
    return near;
}

void lc_near_sort(lc_near *near, size_t n) {
    for (size_t i = 1; i < n; i++) {
        lc_near e = near[i];
        size_t k = i;
        for (; k > 0 && near[k - 1].distance > e.distance; k--) near[k] = near[k - 1];
        near[k] = e;
    }
}

/* Share of the way from a to b where the segment is nearest to p, and the squared distance. */
static inline double foot(const lc_near *s, lc_xy p, double *t) {
    double dx = s->b.x - s->a.x, dy = s->b.y - s->a.y, px = p.x - s->a.x, py = p.y - s->a.y;
    double at = (px * dx + py * dy) * s->inverse;
    *t = at = lc_min(lc_max(at, 0), 1);
    px -= at * dx;
    py -= at * dy;
    return px * px + py * py;
}

static lc_xy place_on(const lc_near *s, double t) {
    return (lc_xy){s->a.x + t * (s->b.x - s->a.x), s->a.y + t * (s->b.y - s->a.y)};
}

/*
 * Is a segment, whose point nearest to the centre is f, farther everywhere in the box than the point whose distances
 * from the corners are `rival`? The segment lies behind the line through f square to f - centre, so its distance is at
 * least that from this line: linear over the box, while the rival's is convex, so that the corners decide.
 */
static bool dominated(const lc_xy corner[4], const double rival[4], lc_xy centre, lc_xy f, double distance) {
    if (!(distance > 0)) return false;
    double nx = centre.x - f.x, ny = centre.y - f.y; /* the normal, times distance */
    for (int k = 0; k < 4; k++)
        if ((rival[k] + 1e-6) * distance >= (corner[k].x - f.x) * nx + (corner[k].y - f.y) * ny) return false;
    return true;
}

/* Feet of the segments on stack, where they fit; otherwise they are worked out twice. */
enum { FEET = 512 };

typedef struct {
    double t[FEET], square[FEET]; /* squared distance */
} feet_t;

static double nearest_of(const lc_near *from, size_t n, lc_xy centre, feet_t *feet, size_t *nearest) {
    double best = INFINITY, t, square;
    *nearest = 0;
    for (size_t i = 0; i < n; i++) {
        square = foot(&from[i], centre, &t);
        if (n <= FEET) feet->t[i] = t, feet->square[i] = square;
        if (square < best) best = square, *nearest = i;
    }
    return best;
}

size_t lc_near_prune(const lc_pass *pass, const lc_near *from, size_t n, const lc_box *box, lc_near *to,
                     lc_view *view) {
    lc_xy corner[4] = {{box->x0, box->y0}, {box->x1, box->y0}, {box->x1, box->y1}, {box->x0, box->y1}};
    lc_xy centre = {0.5 * (box->x0 + box->x1), 0.5 * (box->y0 + box->y1)};
    double half = 0.5 * lc_length(box->x1 - box->x0, box->y1 - box->y0), t, rival[4];
    feet_t feet;
    size_t nearest, kept = 0;
    *view = (lc_view){.centre = centre, .half = half, .live = ~(lc_layers)0};
    view->nearest = sqrt(nearest_of(from, n, centre, &feet, &nearest));
    view->off = view->nearest - half > pass->leg_max_m;
    view->on = view->nearest + half <= pass->leg_max_m;
    if (view->off) return 0;
    if (pass->sites.live && view->on) view->live = 0; /* all on network: see who is in range */
    double most = view->nearest + 2 * half + 1e-6, most2 = most * most;
    foot(&from[nearest], centre, &t);
    lc_xy r = place_on(&from[nearest], t);
    for (int k = 0; k < 4; k++) rival[k] = lc_length(corner[k].x - r.x, corner[k].y - r.y);
    for (size_t i = 0; i < n; i++) {
        double square = n <= FEET ? feet.square[i] : foot(&from[i], centre, &t);
        if (square > most2) continue; /* farther than the nearest, wherever in the box */
        if (n <= FEET) t = feet.t[i];
        double distance = sqrt(square);
        if (dominated(corner, rival, centre, place_on(&from[i], t), distance)) continue;
        if (pass->sites.live) view->live |= pass->sites.live[from[i].seg];
        to[kept] = from[i];
        to[kept].t = t;
        to[kept++].distance = distance;
    }
    return kept;
}

/* --------------------------------------------------------------------------------------------------------- bounds */

static const double SLACK_M = 0.02; /* D at vertices is kept in single precision */

void lc_near_bounds(const lc_pass *pass, const lc_near *near, size_t n, const lc_view *view, lc_layers groups,
                    double *low, double *high) {
    double h = view->half, slope = sqrt(2) * h, far = view->nearest + 2 * h;
    if (!pass->vert_d) { /* d is the distance itself */
        for (size_t g = 0; g < pass->n_groups; g++) {
            low[g] = lc_max(0, view->nearest - h);
            high[g] = view->nearest + h;
        }
        return;
    }
    for (size_t g = 0; g < pass->n_groups; g++) low[g] = INFINITY, high[g] = 0;
    for (size_t i = 0; i < n; i++) {
        const float *da = pass->vert_d + (size_t)near[i].vert * pass->n_groups, *db = da + pass->n_groups;
        double length = near[i].inverse > 0 ? 1 / sqrt(near[i].inverse) : 0, s = near[i].t * length, r = length - s;
        double less = near[i].distance - slope, more = lc_min(near[i].distance + slope, far);
        for (size_t g = 0; g < pass->n_groups; g++) {
            if (!(groups >> g & 1)) continue;
            double a = (double)da[g], b = (double)db[g];
            low[g] = lc_min(low[g], lc_max(0, lc_max(a - s, b - r)) + less);
            high[g] = lc_max(high[g], lc_min(a + s, b + r) + more);
        }
    }
    for (size_t g = 0; g < pass->n_groups; g++) low[g] -= SLACK_M, high[g] += SLACK_M;
}

void lc_near_distances(const lc_pass *pass, const lc_near *near, size_t n, lc_xy p, lc_layers groups, double *d) {
    size_t nearest = 0;
    double best = INFINITY, t = 0, at;
    for (size_t i = 0; i < n; i++) {
        double square = foot(&near[i], p, &at);
        if (square < best) best = square, t = at, nearest = i;
    }
    const lc_near *s = &near[nearest];
    double leg = sqrt(best), length = s->inverse > 0 ? 1 / sqrt(s->inverse) : 0;
    const float *da = pass->vert_d ? pass->vert_d + (size_t)s->vert * pass->n_groups : NULL;
    for (size_t g = 0; g < pass->n_groups; g++) {
        if (!(groups >> g & 1)) continue;
        d[g] = leg;
        if (!da) continue;
        double a = (double)da[g], b = (double)da[pass->n_groups + g];
        /* Where D rises by as much as the segment is long, it is linear; elsewhere look into its knots. */
        bool linear = fabs(fabs(a - b) - length) <= SLACK_M;
        d[g] += linear ? a + t * (b - a) : lc_group_d(&pass->group[g], s->vert, t);
    }
}

bool lc_near_partition(const lc_pass *pass, lc_partition *part, const lc_near *near, size_t n, const lc_convex *cell,
                       double tolerance_m2) {
    part->tolerance_m2 = tolerance_m2;
    if (!lc_partition_begin(part, cell)) return false;
    for (size_t i = 0; i < n; i++)
        if (!lc_partition_insert(part, near[i].vert, near[i].a, near[i].b)) return false;
    /* Slivers do not know ties: where D may differ, they are bounded rather than put right. Ties are rare. */
    for (size_t i = 0; pass->sites.twin && part->n_ties && i < part->n_slivers; i++) part->sliver[i].exact = false;
    for (size_t i = 0; part->n_slivers && i < n; i++) lc_partition_disturb(part, near[i].vert, near[i].a, near[i].b);
    return true;
}
