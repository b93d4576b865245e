#include "network/breakpoints.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

static bool add_breakpoint(lc_field *field, double s, double d) {
    if (!LC_ROOM(field->breakpoint, field->cap_breakpoints, field->n_breakpoints + 1)) return false;
    field->breakpoint[field->n_breakpoints++] = (lc_breakpoint){s, d};
    return true;
}

/* The summit between two points of a function of slope +-1: where the ways round from either side meet. */
static bool summit(lc_breakpoint a, lc_breakpoint b, lc_breakpoint *top) {
    if (!isfinite(a.d_m) || !isfinite(b.d_m)) return false;
    double up = 0.5 * (b.s_m - a.s_m + b.d_m - a.d_m);
    if (!(up > 0) || !(a.s_m + up < b.s_m)) return false;
    *top = (lc_breakpoint){a.s_m + up, a.d_m + up};
    return true;
}

/* A place along an edge where an access begins or ends, and the least distance of the stretches that cover what
   follows it (INFINITY without). */
typedef struct {
    lc_breakpoint at;
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

/* Breakpoints strictly between two anchors: a summit, or the flat that cuts it off. */
static bool breakpoints_between(lc_field *field, anchor_t a, anchor_t b) {
    lc_breakpoint top;
    double rise = a.flat - a.at.d_m, fall = a.flat - b.at.d_m, length = b.at.s_m - a.at.s_m;
    if (a.flat < INFINITY && rise + fall <= length) {
        if (rise > 0 && !add_breakpoint(field, a.at.s_m + rise, a.flat)) return false;
        return !(fall > 0) || add_breakpoint(field, b.at.s_m - fall, a.flat);
    }
    return !summit(a.at, b.at, &top) || add_breakpoint(field, top.s_m, top.d_m);
}

static bool edge_breakpoints(lc_field *field, const lc_access *access, size_t n, anchor_t *anchor) {
    size_t m = lay_anchors(field, access, n, anchor);
    lower_anchors(anchor, m, access, n);
    for (size_t i = 0; i < m; i++) {
        if (!add_breakpoint(field, anchor[i].at.s_m, anchor[i].at.d_m)) return false;
        if (i + 1 < m && !breakpoints_between(field, anchor[i], anchor[i + 1])) return false;
    }
    return true;
}

bool lc_breakpoints_collect(lc_field *field, const lc_access *access, size_t n) {
    anchor_t *anchor = LC_NEW(anchor_t, 2 * n + 2);
    field->breakpoint_of = LC_NEW(size_t, n + 1);
    bool ok = anchor && field->breakpoint_of;
    for (size_t i = 0; ok && i < n;) {
        size_t end = i + 1;
        while (end < n && access[end].edge == access[i].edge) end++;
        field->breakpoint_of[field->n_lists] = field->n_breakpoints;
        ok = edge_breakpoints(field, access + i, end - i, anchor);
        field->breakpoint_list[access[i].edge] = (uint32_t)++field->n_lists;
        i = end;
    }
    if (ok) field->breakpoint_of[field->n_lists] = field->n_breakpoints;
    free(anchor);
    return ok;
}

/* The ends of an edge without accesses; false when it is out of range. */
static bool ends_of(const lc_field *field, uint32_t edge, lc_breakpoint *from, lc_breakpoint *to) {
    const lc_network *net = field->network;
    double u = field->node_d[net->node_u[edge]], v = field->node_d[net->node_v[edge]], length = net->length_m[edge];
    if (u == INFINITY && v == INFINITY) return false;
    u = lc_min(u, v + length);
    v = lc_min(v, u + length);
    *from = (lc_breakpoint){0, u};
    *to = (lc_breakpoint){length, v};
    return true;
}

size_t lc_field_breakpoints(const lc_field *field, uint32_t edge, lc_breakpoint buffer[3],
                            const lc_breakpoint **breakpoints) {
    uint32_t list = field->breakpoint_list[edge];
    if (list) {
        *breakpoints = field->breakpoint + field->breakpoint_of[list - 1];
        return field->breakpoint_of[list] - field->breakpoint_of[list - 1];
    }
    lc_breakpoint end;
    *breakpoints = buffer;
    if (!ends_of(field, edge, &buffer[0], &end)) return 0;
    size_t n = 1;
    if (summit(buffer[0], end, &buffer[1])) n++;
    buffer[n++] = end;
    return n;
}

static double between(lc_breakpoint from, lc_breakpoint to, double s) {
    double length = to.s_m - from.s_m, t = length > 0 ? (s - from.s_m) / length : 0;
    return from.d_m + (to.d_m - from.d_m) * (t < 0 ? 0 : t > 1 ? 1 : t);
}

double lc_field_at(const lc_field *field, lc_spot spot) {
    uint32_t list = field->breakpoint_list[spot.edge];
    if (list) {
        const lc_breakpoint *k = field->breakpoint + field->breakpoint_of[list - 1],
                            *last = field->breakpoint + field->breakpoint_of[list] - 1;
        while (k + 1 < last && k[1].s_m <= spot.s_m) k++;
        return k < last ? between(k[0], k[1], spot.s_m) : k->d_m; /* an edge of no length has one breakpoint */
    }
    lc_breakpoint from, to, top;
    if (!ends_of(field, spot.edge, &from, &to)) return INFINITY;
    if (summit(from, to, &top)) *(top.s_m <= spot.s_m ? &from : &to) = top;
    return between(from, to, spot.s_m);
}

/* The same as between() at each of n places. */
static void along_line(lc_breakpoint from, lc_breakpoint to, const double *s, size_t n, double *d) {
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

static void along_breakpoints(const lc_breakpoint *k, size_t n_breakpoints, const double *s, size_t n, double *d) {
    for (; n_breakpoints > 1; k++, n_breakpoints--) {
        size_t here = n_breakpoints > 2 ? before(s, n, k[1].s_m) : n;
        along_line(k[0], k[1], s, here, d);
        s += here;
        d += here;
        n -= here;
    }
    for (size_t i = 0; i < n; i++) d[i] = k->d_m; /* an edge of no length has one breakpoint */
}

bool lc_field_along(const lc_field *field, uint32_t edge, size_t v, size_t n, double *d) {
    const lc_breakpoint *breakpoint;
    lc_breakpoint buffer[3];
    size_t n_breakpoints = lc_field_breakpoints(field, edge, buffer, &breakpoint);
    if (n_breakpoints == 0) return false;
    along_breakpoints(breakpoint, n_breakpoints, field->network->vert_s + v, n, d);
    return true;
}

static bool same_breakpoints(const lc_field *a, uint32_t e, const lc_field *b, uint32_t f) {
    lc_breakpoint own[3], other[3];
    const lc_breakpoint *p, *q;
    size_t n = lc_field_breakpoints(a, e, own, &p), m = lc_field_breakpoints(b, f, other, &q);
    return n == m && (n == 0 || memcmp(p, q, n * sizeof *p) == 0);
}

bool lc_field_same_along(const lc_field *a, uint32_t e, const lc_field *b, uint32_t f) {
    const lc_network *m = a->network, *n = b->network;
    if (a->node_d[m->node_u[e]] != b->node_d[n->node_u[f]] || a->node_d[m->node_v[e]] != b->node_d[n->node_v[f]])
        return false;
    return (!a->breakpoint_list[e] && !b->breakpoint_list[f]) || same_breakpoints(a, e, b, f);
}
