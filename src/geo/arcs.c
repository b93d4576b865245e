#include "geo/arcs.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* ------------------------------------------------------------ hash table */

/* From 128-bit keys to indices; open addressing, never more than half full. */
typedef struct table {
    uint64_t (*key)[2];
    uint32_t *value; /* UINT32_MAX: free */
    size_t size;     /* a power of two */
} table_t;

static bool table_init(table_t *t, size_t most) {
    t->size = 16;
    while (t->size < 2 * most) t->size *= 2;
    t->key = lc_alloc_array(t->size, sizeof *t->key);
    t->value = LC_NEW(uint32_t, t->size);
    if (!t->key || !t->value) return false;
    memset(t->value, 0xFF, t->size * sizeof *t->value);
    return true;
}

static void table_free(table_t *t) {
    free(t->key);
    free(t->value);
}

/* Where the key's value is, UINT32_MAX for a new key. */
static uint32_t *table_at(table_t *t, uint64_t a, uint64_t b) {
    uint64_t h = (a ^ (b * 0x9E3779B97F4A7C15u)) * 0xD6E8FEB86659FD93u;
    h = (h ^ (h >> 32)) * 0xD6E8FEB86659FD93u;
    size_t i = (size_t)(h ^ (h >> 32)) & (t->size - 1);
    while (t->value[i] != UINT32_MAX && (t->key[i][0] != a || t->key[i][1] != b)) i = (i + 1) & (t->size - 1);
    t->key[i][0] = a;
    t->key[i][1] = b;
    return &t->value[i];
}

/* ---------------------------------------------------------------- points */

/* The distinct points of all rings, and where more than two lines meet. */
typedef struct points {
    size_t n;
    lc_xy *xy;
    uint32_t (*beside)[2]; /* the two neighbours at first sight, the smaller one first */
    bool *seen, *junction;
} points_t;

/* Rings as runs of points, without the closing one. */
typedef struct rings {
    uint32_t *point;
    size_t n_points;
} rings_t;

static uint64_t bits(double value) {
    uint64_t b;
    double plain = value + 0.0; /* -0 is 0 */
    memcpy(&b, &plain, sizeof b);
    return b;
}

static uint32_t point_of(table_t *t, points_t *points, lc_xy p) {
    uint32_t *slot = table_at(t, bits(p.x), bits(p.y));
    if (*slot == UINT32_MAX) {
        *slot = (uint32_t)points->n;
        points->xy[points->n++] = p;
    }
    return *slot;
}

/* Part p of the polygons as points without repetitions, appended; the number of points, 0 when too few for a ring. */
static size_t read_ring(table_t *t, points_t *points, const lc_geoms *geoms, size_t p, rings_t *rings) {
    uint32_t *first = rings->point + rings->n_points;
    size_t n = 0;
    for (size_t i = geoms->xy_of[p]; i < geoms->xy_of[p + 1]; i++) {
        uint32_t point = point_of(t, points, geoms->xy[i]);
        if (n == 0 || first[n - 1] != point) first[n++] = point;
    }
    while (n > 1 && first[n - 1] == first[0]) n--;
    if (n < 3) return 0;
    rings->n_points += n;
    return n;
}

static void note_neighbours(points_t *points, const uint32_t *ring, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint32_t a = ring[(i + n - 1) % n], b = ring[(i + 1) % n], p = ring[i];
        uint32_t low = a < b ? a : b, high = a < b ? b : a;
        if (points->seen[p] && (points->beside[p][0] != low || points->beside[p][1] != high))
            points->junction[p] = true;
        points->seen[p] = true;
        points->beside[p][0] = low;
        points->beside[p][1] = high;
    }
}

static bool points_init(points_t *points, size_t most) {
    points->xy = LC_NEW(lc_xy, most);
    points->beside = lc_alloc_array(most, sizeof *points->beside);
    points->seen = LC_NEW0(bool, most);
    points->junction = LC_NEW0(bool, most);
    return points->xy && points->beside && points->seen && points->junction;
}

static void points_free(points_t *points) {
    free(points->xy);
    free(points->beside);
    free(points->seen);
    free(points->junction);
}

/* ------------------------------------------------------------------ arcs */

typedef struct cutter {
    const points_t *points;
    table_t known; /* an arc's first two points, from the end where they are smaller -> the arc */
    lc_arcs *out;
    size_t cap_ref;
} cutter_t;

/* Does the arc run from its canonical end? Of its two ends, the one whose first two points are smaller. */
static bool is_forward(const uint32_t *p, size_t n) {
    if (p[0] != p[n - 1]) return p[0] < p[n - 1];
    return p[1] <= p[n - 2];
}

static bool same_arc(const cutter_t *c, size_t arc, const uint32_t *p, size_t n, bool forward) {
    const lc_geoms *lines = &c->out->lines;
    size_t first = lines->xy_of[arc];
    if (lines->xy_of[arc + 1] - first != n) return false;
    for (size_t i = 0; i < n; i++) {
        lc_xy a = lines->xy[first + i], b = c->points->xy[p[forward ? i : n - 1 - i]];
        if (a.x != b.x || a.y != b.y) return false;
    }
    return true;
}

static bool add_arc(cutter_t *c, const uint32_t *p, size_t n) {
    lc_geoms *lines = &c->out->lines;
    bool forward = is_forward(p, n);
    uint32_t *slot = forward ? table_at(&c->known, p[0], p[1]) : table_at(&c->known, p[n - 1], p[n - 2]);
    size_t arc = *slot;
    if (arc == UINT32_MAX || !same_arc(c, arc, p, n, forward)) {
        arc = lines->n;
        *slot = (uint32_t)arc;
        if (!lc_geoms_begin(lines, LC_LINE, (uint32_t)arc) || !lc_geoms_begin_part(lines)) return false;
        for (size_t i = 0; i < n; i++) {
            lc_xy xy = c->points->xy[p[forward ? i : n - 1 - i]];
            if (!lc_geoms_add(lines, xy.x, xy.y)) return false;
        }
    }
    lc_arcs *out = c->out;
    if (!LC_ROOM(out->ref, c->cap_ref, out->n_refs + 1)) return false;
    out->ref[out->n_refs++] = forward ? (int32_t)arc : ~(int32_t)arc;
    return true;
}

/* Where to start in a ring: at a junction, else at its smallest point, whoever's ring it is. */
static size_t start_of(const points_t *points, const uint32_t *ring, size_t n) {
    size_t start = 0;
    for (size_t i = 0; i < n; i++) {
        if (points->junction[ring[i]]) return i;
        if (ring[i] < ring[start]) start = i;
    }
    return start;
}

/* Cut one ring at its junctions. `line` has room for n + 1 points. */
static bool cut_ring(cutter_t *c, const uint32_t *ring, size_t n, uint32_t *line) {
    size_t start = start_of(c->points, ring, n), length = 0;
    for (size_t i = 0; i <= n; i++) {
        uint32_t p = ring[(start + i) % n];
        line[length++] = p;
        if (i == n || (i > 0 && c->points->junction[p])) {
            if (!add_arc(c, line, length)) return false;
            line[0] = p;
            length = 1;
        }
    }
    return true;
}

static bool cut_all(const lc_context *ctx, cutter_t *c, const lc_geoms *polygons, const rings_t *rings,
                    const size_t *ring_size) {
    lc_arcs *out = c->out;
    uint32_t *line = LC_NEW(uint32_t, rings->n_points + 1);
    const uint32_t *ring = rings->point;
    bool ok = line != NULL;
    for (size_t g = 0; ok && g < polygons->n && !lc_cancelled(ctx); g++) {
        size_t outer = polygons->part_of[g];
        for (size_t p = outer; ok && p < polygons->part_of[g + 1]; p++) {
            if (ring_size[p] && ring_size[outer]) {
                ok = cut_ring(c, ring, ring_size[p], line);
                out->ref_of[++out->n_rings] = out->n_refs;
            }
            ring += ring_size[p];
        }
        out->ring_of[g + 1] = out->n_rings;
    }
    free(line);
    return ok;
}

lc_status lc_arcs_cut(lc_context *ctx, const lc_geoms *polygons, lc_arcs *out) {
    points_t points = {0};
    table_t table = {0};
    lc_arcs arcs = {.n_polygons = polygons->n};
    cutter_t cutter = {.points = &points, .out = &arcs};
    rings_t rings = {.point = LC_NEW(uint32_t, polygons->n_xy)};
    size_t *ring_size = LC_NEW0(size_t, polygons->n_parts);
    arcs.ring_of = LC_NEW0(size_t, polygons->n + 1);
    arcs.ref_of = LC_NEW0(size_t, polygons->n_parts + 1);
    lc_status status = LC_ERR_MEMORY;
    if (!rings.point || !ring_size || !arcs.ring_of || !arcs.ref_of || polygons->n_xy >= INT32_MAX) goto done;
    if (!points_init(&points, polygons->n_xy) || !table_init(&table, polygons->n_xy)) goto done;
    for (size_t p = 0; p < polygons->n_parts; p++) {
        const uint32_t *ring = rings.point + rings.n_points;
        if (lc_cancelled(ctx)) goto done;
        ring_size[p] = read_ring(&table, &points, polygons, p, &rings);
        note_neighbours(&points, ring, ring_size[p]);
    }
    if (!table_init(&cutter.known, rings.n_points) || !cut_all(ctx, &cutter, polygons, &rings, ring_size)) goto done;
    if (lc_cancelled(ctx)) goto done;
    *out = arcs;
    arcs = (lc_arcs){0};
    status = LC_OK;
done:
    lc_arcs_free(&arcs);
    table_free(&cutter.known);
    table_free(&table);
    points_free(&points);
    free(ring_size);
    free(rings.point);
    return status ? lc_fail_memory(ctx) : LC_OK;
}

void lc_arcs_free(lc_arcs *arcs) {
    lc_geoms_free(&arcs->lines);
    free(arcs->ring_of);
    free(arcs->ref_of);
    free(arcs->ref);
    *arcs = (lc_arcs){0};
}
