#include "network/drawn_join.h"

#include <stdlib.h>

#include "base/memory.h"
#include "network/drawn_marks.h"

static const double JOIN_M = 0.5; /* as LC_JOIN_M of the ends of a layer's lines */

static bool is_near(lc_xy p, lc_xy q) {
    return lc_length(p.x - q.x, p.y - q.y) < LC_DRAWN_SAME_M;
}

/* -------------------------------------------------------------------------------------------------------- vertices */

/* All that has key `from` gets key `to`. */
static void rename_key(lc_drawn *d, uint32_t from, uint32_t to) {
    for (size_t v = 0; v < d->n_vertices; v++)
        if (d->key[v] == from) d->key[v] = to;
}

/* Make one of vertex v and all that are within 1 cm of it; ends of a cut that join by place do so again. */
static void join_vertex(lc_drawn *d, size_t v) {
    lc_xy p = d->xy[v];
    for (size_t k = 0; k < d->n_vertices; k++) {
        if (!(d->xy[k].x > p.x - LC_DRAWN_SAME_M && d->xy[k].x < p.x + LC_DRAWN_SAME_M) || !is_near(d->xy[k], p))
            continue;
        uint32_t a = d->key[v], b = d->key[k];
        if (!d->shared)
            d->key[k] = LC_BY_PLACE;
        else if (a != b)
            rename_key(d, a < b ? b : a, a < b ? a : b);
    }
}

/* ------------------------------------------------------------------------------------------------------------ ends */

/* A place on a line that an end reaches to. */
typedef struct {
    uint32_t end, key;
    lc_xy from, to;
} stub_t;

typedef struct {
    lc_drawn *d;
    lc_marks marks;
    stub_t *stub;
    size_t n_stubs, capacity;
} joining_t;

static bool add_stub(joining_t *j, stub_t stub) {
    if (!LC_ROOM(j->stub, j->capacity, j->n_stubs + 1)) return false;
    j->stub[j->n_stubs++] = stub;
    return true;
}

/* Has a line a vertex with that key at an end of one of its segments within reach of p? Then they meet already. */
static bool meets(const lc_drawn *d, size_t line, uint32_t key, lc_xy p) {
    for (size_t i = d->start[line]; i + 1 < d->start[line + 1]; i++) {
        if (d->key[i] != key && d->key[i + 1] != key) continue;
        if (lc_segment_distance(d->xy[i], d->xy[i + 1], p) <= JOIN_M) return true;
    }
    return false;
}

/* Join the end with key `key` at p to a line that comes within JOIN_M. An end of it is no inside. */
static bool join_end(joining_t *j, size_t line, uint32_t key, lc_xy p) {
    lc_drawn *d = j->d;
    lc_drawn_foot foot;
    if (d->is_link[line] || !lc_drawn_nearest(d, line, p, JOIN_M, &foot) || foot.distance_m >= JOIN_M) return true;
    if (meets(d, line, key, p)) return true;
    lc_drawn_snap(d, &foot);
    if (foot.t == 0) {
        bool is_end = foot.vert == d->start[line] || foot.vert + 1 == d->start[line + 1];
        return is_end || d->key[foot.vert] == key || add_stub(j, (stub_t){key, d->key[foot.vert], p, foot.at});
    }
    uint32_t inserted = lc_drawn_new_key(d);
    return lc_marks_add(&j->marks, (lc_mark){line, foot.vert, foot.t, LC_MARK_JOIN, inserted}) &&
           add_stub(j, (stub_t){key, inserted, p, foot.at});
}

static bool add_stubs(joining_t *j) {
    bool ok = true;
    for (size_t i = 0; ok && i < j->n_stubs; i++) {
        stub_t s = j->stub[i];
        ok = lc_drawn_begin(j->d, NULL, 0) && lc_drawn_add(j->d, s.from, s.end, NAN) &&
             lc_drawn_add(j->d, s.to, s.key, NAN);
        if (ok) lc_drawn_end(j->d);
    }
    return ok;
}

static bool carry_out(joining_t *j, bool ok) {
    ok = ok && (!j->marks.n || lc_drawn_carry_out(j->d, &j->marks)) && add_stubs(j);
    lc_marks_free(&j->marks);
    free(j->stub);
    return ok;
}

/* ----------------------------------------------------------------------------------------------------------- edits */

/* The line behind the others; its first vertex. */
static bool add_line(lc_drawn *d, const lc_geoms *geoms, size_t g, const double *z, size_t *first) {
    bool ok = lc_drawn_begin(d, NULL, 0);
    *first = d->n_vertices;
    for (size_t k = geoms->xy_of[geoms->part_of[g]]; ok && k < geoms->xy_of[geoms->part_of[g] + 1]; k++)
        ok = lc_drawn_add(d, geoms->xy[k], d->shared ? lc_drawn_new_key(d) : LC_BY_PLACE, z ? z[k] : NAN);
    if (ok) lc_drawn_end(d);
    return ok;
}

bool lc_drawn_add_path(lc_drawn *d, const lc_geoms *geoms, size_t g, const double *z) {
    size_t lines = d->n, first;
    joining_t j = {.d = d};
    bool ok = add_line(d, geoms, g, z, &first);
    for (size_t v = first; ok && v < d->n_vertices; v++) join_vertex(d, v);
    size_t ends[2] = {first, d->n_vertices - 1};
    for (int k = 0; ok && d->shared && d->n > lines && k < 2; k++)
        for (size_t line = 0; ok && line < lines; line++) ok = join_end(&j, line, d->key[ends[k]], d->xy[ends[k]]);
    return carry_out(&j, ok);
}

/* Paths that come within LC_OPEN_M of p. */
static size_t count_paths(const lc_drawn *d, lc_xy p) {
    size_t n = 0;
    lc_drawn_foot foot;
    for (size_t line = 0; line < d->n; line++) n += !d->is_link[line] && lc_drawn_nearest(d, line, p, LC_OPEN_M, &foot);
    return n;
}

/* Do all paths that come within LC_OPEN_M of p meet at one vertex there? */
static bool meet_already(const lc_drawn *d, lc_xy p) {
    size_t first = SIZE_MAX;
    for (size_t line = 0; line < d->n; line++) {
        lc_drawn_foot foot;
        if (d->is_link[line] || !lc_drawn_nearest(d, line, p, LC_OPEN_M, &foot)) continue;
        lc_drawn_snap(d, &foot);
        if (foot.t > 0 || (!d->shared && d->key[foot.vert] != LC_BY_PLACE)) return false;
        if (first == SIZE_MAX) first = foot.vert;
        if (d->key[foot.vert] != d->key[first] || (!d->shared && !is_near(foot.at, d->xy[first]))) return false;
    }
    return true;
}

/* A piece from p, whose key is `centre`, to the nearest point of a line. */
static bool join_line(joining_t *j, size_t line, uint32_t centre, lc_xy p) {
    lc_drawn *d = j->d;
    lc_drawn_foot foot;
    if (d->is_link[line] || !lc_drawn_nearest(d, line, p, LC_OPEN_M, &foot)) return true;
    lc_drawn_snap(d, &foot);
    uint32_t key = LC_BY_PLACE;
    if (foot.t > 0) {
        if (d->shared) key = lc_drawn_new_key(d);
        if (!lc_marks_add(&j->marks, (lc_mark){line, foot.vert, foot.t, LC_MARK_JOIN, key})) return false;
    } else if (d->shared) {
        key = d->key[foot.vert];
    } else {
        d->key[foot.vert] = LC_BY_PLACE;
    }
    return add_stub(j, (stub_t){centre, key, p, foot.at});
}

bool lc_drawn_open(lc_drawn *d, lc_xy p, size_t *paths, bool *joined) {
    joining_t j = {.d = d};
    bool ok = true;
    *paths = count_paths(d, p);
    *joined = *paths >= 2 && meet_already(d, p);
    if (*paths < 2 || *joined) return true;
    uint32_t centre = d->shared ? lc_drawn_new_key(d) : LC_BY_PLACE;
    for (size_t line = 0, n = d->n; ok && line < n; line++) ok = join_line(&j, line, centre, p);
    return carry_out(&j, ok);
}
