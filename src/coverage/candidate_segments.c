#include "coverage/candidate_segments.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/vector.h"
#include "coverage/place.h"

/* ----------------------------------------------------------------------------------------------------------- lists */

double lc_candidate_segments_rate(const lc_pass *pass, const lc_candidate_segments *candidates, size_t i) {
    const double *e = pass->sites.vert_e;
    if (!e || !(candidates->length[i] > 0)) return 1;
    return (e[candidates->vert[i] + 1] - e[candidates->vert[i]]) / candidates->length[i];
}

void lc_candidate_segments_free(lc_candidate_segments *candidates) {
    free(candidates->ax);
    *candidates = (lc_candidate_segments){0};
}

/* Room for n segments in one block; what was in the list is lost. */
static bool make_room(lc_candidate_segments *candidates, size_t n) {
    enum { DOUBLES = 7 };
    if (n <= candidates->cap) return true;
    size_t cap = 2 * n,
           each = DOUBLES * sizeof(double) + sizeof(lc_layers) + sizeof(uint64_t) + 2 * sizeof(uint32_t) + 1;
    lc_candidate_segments_free(candidates);
    candidates->ax = lc_alloc_array(cap, each);
    if (!candidates->ax) return false;
    candidates->cap = cap;
    double **column[DOUBLES] = {&candidates->ax,     &candidates->ay, &candidates->ux,      &candidates->uy,
                                &candidates->length, &candidates->s,  &candidates->distance};
    for (size_t k = 1; k < DOUBLES; k++) *column[k] = candidates->ax + k * cap;
    candidates->live = (lc_layers *)(void *)(candidates->ax + DOUBLES * cap);
    candidates->mark = candidates->live + cap;
    candidates->vert = (uint32_t *)(void *)(candidates->mark + cap);
    candidates->order = candidates->vert + cap;
    candidates->side = (unsigned char *)(candidates->order + cap);
    return true;
}

bool lc_candidate_segments_gather(lc_candidate_segments *candidates, const lc_sites *sites, const lc_items *items) {
    if (!make_room(candidates, items->n)) return false;
    candidates->n = items->n;
    for (size_t i = 0; i < items->n; i++) {
        uint32_t seg = items->item[i], v = sites->seg_vert[seg];
        lc_xy a = sites->vert[v], b = sites->vert[v + 1];
        double dx = b.x - a.x, dy = b.y - a.y, length = lc_length(dx, dy);
        candidates->ax[i] = a.x;
        candidates->ay[i] = a.y;
        candidates->ux[i] = length > 0 ? dx / length : 0;
        candidates->uy[i] = length > 0 ? dy / length : 0;
        candidates->length[i] = length;
        candidates->live[i] = sites->live ? sites->live[seg] : ~(lc_layers)0;
        candidates->vert[i] = v;
    }
    return true;
}

/* The geometry of segments `which` of a list. */
static void pick_geometry(const lc_candidate_segments *from, const uint32_t *restrict which, size_t n,
                          lc_candidate_segments *to) {
    const double *ax = from->ax, *ay = from->ay, *ux = from->ux, *uy = from->uy, *length = from->length;
    double *restrict tax = to->ax, *restrict tay = to->ay, *restrict tux = to->ux, *restrict tuy = to->uy,
                     *restrict tlength = to->length;
    for (size_t k = 0; k < n; k++) {
        size_t i = which[k];
        tax[k] = ax[i];
        tay[k] = ay[i];
        tux[k] = ux[i];
        tuy[k] = uy[i];
        tlength[k] = length[i];
    }
}

/* The rest of them; s and distance are in `to` already. Returns the union of `live`. */
static lc_layers pick_rest(const lc_candidate_segments *from, const uint32_t *restrict which, size_t n,
                           lc_candidate_segments *to) {
    const lc_layers *live = from->live;
    const uint32_t *vert = from->vert;
    lc_layers *restrict tlive = to->live, any = 0;
    uint32_t *restrict tvert = to->vert;
    double *s = to->s, *distance = to->distance;
    for (size_t k = 0; k < n; k++) {
        size_t i = which[k];
        tlive[k] = live[i];
        any |= live[i];
        tvert[k] = vert[i];
        s[k] = s[i];
        distance[k] = distance[i];
    }
    to->n = n;
    return any;
}

/* --------------------------------------------------------------------------------------------------------- pruning */

/* How far along a segment it is nearest to a place at (x, y) from its first end, and the squared distance. */
static inline double foot(double x, double y, double ux, double uy, double length, double *square) {
    double s = x * ux + y * uy;
    s = s < 0 ? 0 : s;
    s = s > length ? length : s;
    x -= s * ux;
    y -= s * uy;
    *square = x * x + y * y;
    return s;
}

/* Where segments are nearest to p: how far along, and the squared distances. */
LC_VECTOR static void find_feet(const lc_candidate_segments *candidates, lc_xy p, double *restrict s,
                                double *restrict square) {
    size_t n = candidates->n;
    const double *ax = candidates->ax, *ay = candidates->ay, *ux = candidates->ux, *uy = candidates->uy,
                 *length = candidates->length;
    for (size_t i = 0; i < n; i++) {
        s[i] = foot(p.x - ax[i], p.y - ay[i], ux[i], uy[i], length[i], &square[i]);
    }
}

/* The place of the least, the first of equal ones. */
static size_t least_of(const double *value, size_t n) {
    double least[4] = {INFINITY, INFINITY, INFINITY, INFINITY};
    size_t i = 0;
    for (; i + 4 <= n; i += 4)
        for (size_t k = 0; k < 4; k++) least[k] = lc_min(value[i + k], least[k]);
    for (; i < n; i++) least[0] = lc_min(value[i], least[0]);
    double all = lc_min(lc_min(least[0], least[1]), lc_min(least[2], least[3]));
    for (i = 0; i < n && value[i] > all; i++) continue;
    return i;
}

/*
 * What is compared with a segment all over a box: a point r of the plane, as near to the box as any segment can be to
 * its centre. The segment lies behind the line through its own point f nearest to the centre, square to f - centre, so
 * its distance is at least that from this line: linear over the box, while the dominator's is convex, so that the
 * corners decide. Seen from the centre, corner k lies at (+-hx, +-hy).
 */
typedef struct {
    lc_xy centre;
    double hx, hy;
    double dominator[4]; /* distances of r from the corners, and a little more */
    double most;         /* squared distance from the centre beyond which nothing is nearest anywhere in the box */
} dominator_t;

static dominator_t dominator_of(const lc_box *box, lc_xy centre, lc_xy r, double most) {
    dominator_t v = {
        .centre = centre, .hx = 0.5 * (box->x1 - box->x0), .hy = 0.5 * (box->y1 - box->y0), .most = most * most};
    for (int k = 0; k < 4; k++)
        v.dominator[k] = 1e-6 + lc_length((k & 1 ? box->x1 : box->x0) - r.x, (k & 2 ? box->y1 : box->y0) - r.y);
    return v;
}

/* Which segments may be nearest somewhere in the box? Squared distances become distances. */
LC_VECTOR static void weigh(const lc_candidate_segments *candidates, const dominator_t *v, const double *restrict s,
                            double *restrict distance, uint64_t *restrict kept) {
    size_t n = candidates->n;
    const double *ax = candidates->ax, *ay = candidates->ay, *ux = candidates->ux, *uy = candidates->uy;
    double r0 = v->dominator[0], r1 = v->dominator[1], r2 = v->dominator[2], r3 = v->dominator[3], most = v->most;
    for (size_t i = 0; i < n; i++) {
        double square = distance[i], d = sqrt(square); /* the normal, times d: */
        double x = v->hx * (v->centre.x - ax[i] - s[i] * ux[i]), y = v->hy * (v->centre.y - ay[i] - s[i] * uy[i]);
        bool near0 = r0 * d >= square - x - y, near1 = r1 * d >= square + x - y;
        bool near2 = r2 * d >= square - x + y, near3 = r3 * d >= square + x + y;
        distance[i] = d;
        kept[i] = (uint64_t)(square <= most) & (uint64_t)(near0 | near1 | near2 | near3 | !(d > 0));
    }
}

bool lc_candidate_segments_prune(const lc_pass *pass, const lc_candidate_segments *from, const lc_box *box,
                                 lc_candidate_segments *to, lc_view *view) {
    lc_xy centre = lc_box_middle(box);
    double half = 0.5 * lc_length(box->x1 - box->x0, box->y1 - box->y0);
    size_t n = from->n;
    *view = (lc_view){.half = half, .nearest = INFINITY, .live = ~(lc_layers)0};
    if (!make_room(to, n)) return false;
    find_feet(from, centre, to->s, to->distance);
    size_t first = least_of(to->distance, n);
    if (n) view->nearest = sqrt(to->distance[first]);
    view->off = view->nearest - half > pass->leg_max_m;
    view->on = view->nearest + half <= pass->leg_max_m;
    if (view->off || !n) {
        to->n = 0;
        return true;
    }
    lc_xy r = {from->ax[first] + to->s[first] * from->ux[first], from->ay[first] + to->s[first] * from->uy[first]};
    dominator_t dominator = dominator_of(box, centre, r, view->nearest + 2 * half + 1e-6);
    weigh(from, &dominator, to->s, to->distance, to->mark);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        to->order[kept] = (uint32_t)i;
        kept += to->mark[i];
    }
    pick_geometry(from, to->order, kept, to);
    lc_layers live = pick_rest(from, to->order, kept, to);
    /* All on network: see who is in range; elsewhere, off network counts for every group. */
    view->live = view->on ? live : ~(lc_layers)0;
    return true;
}

/* --------------------------------------------------------------------------------------------------------- bounds */

static const double SLACK_M = 0.02; /* D at vertices is kept in single precision */

/* The point of a segment nearest to the box's centre, and the leg from the box. */
typedef struct {
    const float *da, *db; /* D at the ends */
    double s, r;          /* walking lengths from the ends */
    double less, more;
} spot_t;

static inline spot_t spot_of(const lc_pass *pass, const lc_candidate_segments *candidates, size_t i,
                             const lc_view *view) {
    static const double SQRT_2 = 1.4142135623730951;
    const float *da = pass->vert_d + (size_t)candidates->vert[i] * pass->n_groups;
    double rate = lc_candidate_segments_rate(pass, candidates, i), s = candidates->s[i];
    double slope = (pass->sites.vert_e ? sqrt(1 + rate * rate) : SQRT_2) * view->half,
           far = view->nearest + (1 + rate) * view->half;
    return (spot_t){.da = da,
                    .db = da + pass->n_groups,
                    .s = rate * s,
                    .r = rate * (candidates->length[i] - s),
                    .less = candidates->distance[i] - slope,
                    .more = lc_min(candidates->distance[i] + slope, far)};
}

static inline double lowest(const spot_t *at, size_t g) {
    return lc_max(0, lc_max((double)at->da[g] - at->s, (double)at->db[g] - at->r)) + at->less;
}

static inline double highest(const spot_t *at, size_t g) {
    return lc_min((double)at->da[g] + at->s, (double)at->db[g] + at->r) + at->more;
}

void lc_candidate_segments_bounds(const lc_pass *pass, const lc_candidate_segments *candidates, const lc_view *view,
                                  lc_layers groups, double *low, double *high) {
    double h = view->half;
    for (size_t g = 0; g < pass->n_groups; g++) {
        low[g] = pass->vert_d ? INFINITY : lc_max(0, view->nearest - h);
        high[g] = pass->vert_d ? 0 : view->nearest + h;
    }
    if (!pass->vert_d) return; /* d is the distance itself */
    for (size_t i = 0; i < candidates->n; i++) {
        spot_t at = spot_of(pass, candidates, i, view);
        lc_layers left = groups;
        LC_EACH_GROUP(g, left) {
            low[g] = lc_min(low[g], lowest(&at, g));
            high[g] = lc_max(high[g], highest(&at, g));
        }
    }
    for (size_t g = 0; g < pass->n_groups; g++) low[g] -= SLACK_M, high[g] += SLACK_M;
}

void lc_candidate_sides(const lc_sums *sums, lc_candidate_segments *candidates, const lc_view *view, lc_layers groups) {
    const lc_pass *pass = sums->pass;
    for (size_t i = 0; i < candidates->n; i++) {
        spot_t at = spot_of(pass, candidates, i, view);
        bool in = true, out = true;
        lc_layers left = groups;
        LC_EACH_GROUP(g, left) {
            const lc_group *group = &pass->group[g];
            double low = lowest(&at, g) - SLACK_M, high = highest(&at, g) + SLACK_M;
            for (size_t k = 0; k < group->n_limits; k++) {
                if (!lc_sum_wants(sums, group, k)) continue;
                in = in && high <= group->limit_m[k];
                out = out && low > group->limit_m[k];
            }
            if (!lc_sum_wants_range(sums, group)) continue;
            in = in && high <= group->range_m;
            out = out && low > group->range_m;
        }
        candidates->side[i] = in ? LC_SIDE_IN : out ? LC_SIDE_OUT : LC_SIDE_OPEN;
    }
}

/* ------------------------------------------------------------------------------------------------------- distances */

/* Share of the way along a segment. */
static double share_of(const lc_candidate_segments *candidates, size_t i, double s) {
    return candidates->length[i] > 0 ? s / candidates->length[i] : 0;
}

size_t lc_candidate_segments_nearest(const lc_candidate_segments *candidates, lc_xy p, double *t, double *leg) {
    double best = INFINITY, best_s = 0;
    size_t at = 0;
    for (size_t i = 0; i < candidates->n; i++) {
        double square;
        double s = foot(p.x - candidates->ax[i], p.y - candidates->ay[i], candidates->ux[i], candidates->uy[i],
                        candidates->length[i], &square);
        if (square < best) best = square, best_s = s, at = i;
    }
    *t = candidates->n ? share_of(candidates, at, best_s) : 0;
    *leg = sqrt(best);
    return at;
}

double lc_candidate_segments_along(const lc_pass *pass, const lc_candidate_segments *candidates, size_t i, size_t g,
                                   double s) {
    const float *da = pass->vert_d + (size_t)candidates->vert[i] * pass->n_groups;
    double a = (double)da[g], b = (double)da[pass->n_groups + g],
           rate = lc_candidate_segments_rate(pass, candidates, i), walk = rate * candidates->length[i];
    if (!(candidates->live[i] >> g & 1)) return INFINITY;
    /* Where D rises by the segment's whole walking length, it is linear; elsewhere look into its breakpoints. A group
       that walks less far than the longest never does. */
    if (fabs(a - b - walk) <= SLACK_M) return a - rate * s;
    if (fabs(b - a - walk) <= SLACK_M) return a + rate * s;
    return lc_group_d(&pass->group[g], candidates->vert[i], share_of(candidates, i, s));
}

double lc_candidate_segments_inside(const lc_pass *pass, const lc_candidate_segments *candidates, size_t g, lc_xy p) {
    double best = INFINITY, best_s = 0;
    size_t at = SIZE_MAX;
    for (size_t i = 0; i < candidates->n; i++) {
        if (candidates->side[i] != LC_SIDE_IN) continue;
        double square;
        double s = foot(p.x - candidates->ax[i], p.y - candidates->ay[i], candidates->ux[i], candidates->uy[i],
                        candidates->length[i], &square);
        if (square < best) best = square, best_s = s, at = i;
    }
    return at == SIZE_MAX ? INFINITY : sqrt(best) + lc_candidate_segments_along(pass, candidates, at, g, best_s);
}

/* ------------------------------------------------------------------------------------------------------- partition */

/* Segments first to last - 1 of the order by distance; at the same distance the order stays. */
static void sort_by_distance(lc_candidate_segments *candidates, size_t first, size_t last) {
    for (size_t i = first + 1; i < last; i++) {
        uint32_t e = candidates->order[i];
        size_t k = i;
        for (; k > first && candidates->distance[candidates->order[k - 1]] > candidates->distance[e]; k--)
            candidates->order[k] = candidates->order[k - 1];
        candidates->order[k] = e;
    }
}

/* An order in which segments of the side that is pruned come last; returns how many come before. */
static size_t arrange(lc_candidate_segments *candidates, bool sides, lc_candidate_side last) {
    size_t kept = 0, at = 0;
    for (size_t i = 0; i < candidates->n; i++) kept += !sides || candidates->side[i] != last;
    for (size_t i = 0, k = kept; i < candidates->n; i++) {
        bool keep_it = !sides || candidates->side[i] != last;
        candidates->order[keep_it ? at++ : k++] = (uint32_t)i;
    }
    sort_by_distance(candidates, 0, kept);
    sort_by_distance(candidates, kept, candidates->n);
    return kept;
}

/* The side that most of the settled segments have. */
static lc_candidate_side larger_side(const lc_candidate_segments *candidates) {
    size_t in = 0, out = 0;
    for (size_t i = 0; i < candidates->n; i++) {
        in += candidates->side[i] == LC_SIDE_IN;
        out += candidates->side[i] == LC_SIDE_OUT;
    }
    return in > out ? LC_SIDE_IN : LC_SIDE_OUT;
}

bool lc_candidate_segments_partition(const lc_pass *pass, lc_partition *part, lc_candidate_segments *candidates,
                                     const lc_convex *cell, double tolerance_m2, lc_candidate_side *pruned) {
    const lc_xy *vert = pass->sites.vert;
    if (pruned) *pruned = larger_side(candidates);
    size_t kept = arrange(candidates, pruned != NULL, pruned ? *pruned : LC_SIDE_OPEN);
    part->tolerance_m2 = tolerance_m2;
    if (!lc_partition_begin(part, cell)) return false;
    for (size_t i = 0; i < candidates->n; i++) {
        size_t k = candidates->order[i];
        uint32_t v = candidates->vert[k];
        lc_segment segment = {v, vert[v], vert[v + 1], {candidates->ux[k], candidates->uy[k]}, candidates->length[k]};
        if (pruned && i == kept) part->taking = *pruned == LC_SIDE_IN ? LC_GIVE_UP_TIES : LC_GIVE_UP;
        if (!lc_partition_insert(part, &segment)) return false;
    }
    /* Slivers do not know ties: where D may differ, they are bounded rather than put right. Ties are rare. */
    for (size_t i = 0; pass->sites.coincident && part->n_ties && i < part->n_slivers; i++)
        part->sliver[i].exact = false;
    lc_partition_finish(part);
    return true;
}
