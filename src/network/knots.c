#include "network/knots.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

static bool add_knot(lc_field *field, double s, double d) {
    if (!LC_ROOM(field->knot, field->cap_knots, field->n_knots + 1)) return false;
    field->knot[field->n_knots++] = (lc_knot){s, d};
    return true;
}

/* The summit between two points of a function of slope +-1: where the ways round from either side meet. */
static bool summit(lc_knot a, lc_knot b, lc_knot *top) {
    if (!isfinite(a.d_m) || !isfinite(b.d_m)) return false;
    double up = 0.5 * (b.s_m - a.s_m + b.d_m - a.d_m);
    if (!(up > 0) || !(a.s_m + up < b.s_m)) return false;
    *top = (lc_knot){a.s_m + up, a.d_m + up};
    return true;
}

/* A place along an edge where an access begins or ends, and the least distance of the stretches that cover what
   follows it (INFINITY without). */
typedef struct {
    lc_knot at;
    double flat;
} anchor_t;

static int by_s(const void *a, const void *b) {
    const anchor_t *p = a, *q = b;
    return p->at.s_m < q->at.s_m ? -1 : p->at.s_m > q->at.s_m;
}

/* Most edges have one access, so three anchors. */
static void sort_anchors(anchor_t *anchor, size_t n) {
    enum { FEW = 16 };
    if (n > FEW) {
        qsort(anchor, n, sizeof *anchor, by_s);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        anchor_t moving = anchor[i];
        size_t k = i;
        for (; k > 0 && anchor[k - 1].at.s_m > moving.at.s_m; k--) anchor[k] = anchor[k - 1];
        anchor[k] = moving;
    }
}

/* The ends of an edge and of its accesses, in order, each place once. */
static size_t lay_anchors(const lc_field *field, const lc_access *access, size_t n, anchor_t *anchor) {
    const lc_network *net = field->network;
    uint32_t e = access[0].edge;
    size_t m = 0, kept = 0;
    anchor[m++] = (anchor_t){{0, field->node_d[net->node_u[e]]}, INFINITY};
    anchor[m++] = (anchor_t){{net->length_m[e], field->node_d[net->node_v[e]]}, INFINITY};
    for (size_t i = 0; i < n; i++) {
        anchor[m++] = (anchor_t){{access[i].s0_m, access[i].d0_m}, INFINITY};
        if (access[i].s1_m > access[i].s0_m) anchor[m++] = (anchor_t){{access[i].s1_m, access[i].d0_m}, INFINITY};
    }
    sort_anchors(anchor, m);
    for (size_t i = 0; i < m; i++) {
        if (kept && anchor[kept - 1].at.s_m == anchor[i].at.s_m) {
            anchor[kept - 1].at.d_m = fmin(anchor[kept - 1].at.d_m, anchor[i].at.d_m);
        } else {
            anchor[kept++] = anchor[i];
        }
    }
    return kept;
}

/* Lower every anchor to what stretches and neighbours give it. */
static void lower_anchors(anchor_t *anchor, size_t m, const lc_access *access, size_t n) {
    for (size_t k = 0; k < n; k++)
        for (size_t i = 0; i < m; i++) {
            if (anchor[i].at.s_m < access[k].s0_m || anchor[i].at.s_m > access[k].s1_m) continue;
            anchor[i].at.d_m = fmin(anchor[i].at.d_m, access[k].d0_m);
            if (anchor[i].at.s_m < access[k].s1_m) anchor[i].flat = fmin(anchor[i].flat, access[k].d0_m);
        }
    for (size_t i = 1; i < m; i++)
        anchor[i].at.d_m = fmin(anchor[i].at.d_m, anchor[i - 1].at.d_m + anchor[i].at.s_m - anchor[i - 1].at.s_m);
    for (size_t i = m - 1; i > 0; i--)
        anchor[i - 1].at.d_m = fmin(anchor[i - 1].at.d_m, anchor[i].at.d_m + anchor[i].at.s_m - anchor[i - 1].at.s_m);
}

/* Knots strictly between two anchors: a summit, or the flat that cuts it off. */
static bool knots_between(lc_field *field, anchor_t a, anchor_t b) {
    lc_knot top;
    double rise = a.flat - a.at.d_m, fall = a.flat - b.at.d_m, length = b.at.s_m - a.at.s_m;
    if (a.flat < INFINITY && rise + fall <= length) {
        if (rise > 0 && !add_knot(field, a.at.s_m + rise, a.flat)) return false;
        return !(fall > 0) || add_knot(field, b.at.s_m - fall, a.flat);
    }
    return !summit(a.at, b.at, &top) || add_knot(field, top.s_m, top.d_m);
}

static bool edge_knots(lc_field *field, const lc_access *access, size_t n, anchor_t *anchor) {
    size_t m = lay_anchors(field, access, n, anchor);
    lower_anchors(anchor, m, access, n);
    for (size_t i = 0; i < m; i++) {
        if (!add_knot(field, anchor[i].at.s_m, anchor[i].at.d_m)) return false;
        if (i + 1 < m && !knots_between(field, anchor[i], anchor[i + 1])) return false;
    }
    return true;
}

bool lc_knots_collect(lc_field *field, const lc_access *access, size_t n) {
    anchor_t *anchor = LC_NEW(anchor_t, 2 * n + 2);
    field->knot_of = LC_NEW(size_t, n + 1);
    bool ok = anchor && field->knot_of;
    for (size_t i = 0; ok && i < n;) {
        size_t end = i + 1;
        while (end < n && access[end].edge == access[i].edge) end++;
        field->knot_of[field->n_lists] = field->n_knots;
        ok = edge_knots(field, access + i, end - i, anchor);
        field->knot_list[access[i].edge] = (uint32_t)++field->n_lists;
        i = end;
    }
    if (ok) field->knot_of[field->n_lists] = field->n_knots;
    free(anchor);
    return ok;
}

/* The ends of an edge without accesses; false when it is out of range. */
static bool ends_of(const lc_field *field, uint32_t edge, lc_knot *from, lc_knot *to) {
    const lc_network *net = field->network;
    double u = field->node_d[net->node_u[edge]], v = field->node_d[net->node_v[edge]], length = net->length_m[edge];
    if (u == INFINITY && v == INFINITY) return false;
    u = lc_min(u, v + length);
    v = lc_min(v, u + length);
    *from = (lc_knot){0, u};
    *to = (lc_knot){length, v};
    return true;
}

size_t lc_field_knots(const lc_field *field, uint32_t edge, lc_knot buffer[3], const lc_knot **knots) {
    uint32_t list = field->knot_list[edge];
    if (list) {
        *knots = field->knot + field->knot_of[list - 1];
        return field->knot_of[list] - field->knot_of[list - 1];
    }
    lc_knot end;
    *knots = buffer;
    if (!ends_of(field, edge, &buffer[0], &end)) return 0;
    size_t n = 1;
    if (summit(buffer[0], end, &buffer[1])) n++;
    buffer[n++] = end;
    return n;
}

static double between(lc_knot from, lc_knot to, double s) {
    double length = to.s_m - from.s_m, t = length > 0 ? (s - from.s_m) / length : 0;
    return from.d_m + (to.d_m - from.d_m) * (t < 0 ? 0 : t > 1 ? 1 : t);
}

double lc_field_at(const lc_field *field, lc_spot spot) {
    uint32_t list = field->knot_list[spot.edge];
    if (list) {
        const lc_knot *k = field->knot + field->knot_of[list - 1], *last = field->knot + field->knot_of[list] - 1;
        while (k + 1 < last && k[1].s_m <= spot.s_m) k++;
        return k < last ? between(k[0], k[1], spot.s_m) : k->d_m; /* an edge of no length has one knot */
    }
    lc_knot from, to, top;
    if (!ends_of(field, spot.edge, &from, &to)) return INFINITY;
    if (summit(from, to, &top)) *(top.s_m <= spot.s_m ? &from : &to) = top;
    return between(from, to, spot.s_m);
}

/* The same as between() at each of n places. */
static void along_line(lc_knot from, lc_knot to, const double *s, size_t n, double *d) {
    double length = to.s_m - from.s_m, rise = to.d_m - from.d_m;
    for (size_t i = 0; i < n; i++) {
        double t = length > 0 ? (s[i] - from.s_m) / length : 0;
        t = t < 0 ? 0 : t;
        d[i] = from.d_m + rise * (t > 1 ? 1 : t);
    }
}

static size_t before(const double *s, size_t n, double s_m) {
    size_t i = 0;
    while (i < n && s[i] < s_m) i++;
    return i;
}

static void along_knots(const lc_knot *k, size_t n_knots, const double *s, size_t n, double *d) {
    for (; n_knots > 1; k++, n_knots--) {
        size_t here = n_knots > 2 ? before(s, n, k[1].s_m) : n;
        along_line(k[0], k[1], s, here, d);
        s += here;
        d += here;
        n -= here;
    }
    for (size_t i = 0; i < n; i++) d[i] = k->d_m; /* an edge of no length has one knot */
}

bool lc_field_along(const lc_field *field, uint32_t edge, size_t v, size_t n, double *d) {
    const lc_knot *knot;
    lc_knot buffer[3];
    size_t n_knots = lc_field_knots(field, edge, buffer, &knot);
    if (n_knots == 0) return false;
    along_knots(knot, n_knots, field->network->vert_s + v, n, d);
    return true;
}
