/*
 * Only polygons whose boxes meet, or are joined by boxes that do, can have anything in common: each such cluster is
 * united by itself. A large cluster is a cascade: neighbours on a Hilbert curve are united first, then what came of
 * them, until one is left. What is united with what depends on the polygons alone, never on the threads.
 */
#include "geo/union.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "base/union_find.h"
#include "geo/geos_session.h"
#include "geo/hilbert.h"

enum {
    FIRST = 64, /* polygons united at once to begin with */
    THEN = 4,   /* and unions of them */
    GROWN = 64  /* geometries grown at once */
};

/* ------------------------------------------------------------------------------------------------------- sessions */

/* A session of GEOS for each thread. */
typedef struct {
    lc_geos *of;
    size_t n;
} sessions_t;

static lc_status open_sessions(lc_context *ctx, sessions_t *s) {
    size_t threads = (size_t)lc_threads(ctx);
    *s = (sessions_t){.of = LC_NEW0(lc_geos, threads)};
    while (s->of && s->n < threads && lc_geos_open(&s->of[s->n])) s->n++;
    return s->of && s->n == threads ? LC_OK : lc_fail_memory(ctx);
}

static void close_sessions(sessions_t *s) {
    for (size_t i = 0; i < s->n; i++) GEOS_finish_r(s->of[i].geos);
    free(s->of);
}

/* Do items 0 .. n-1, and fail with GEOS's own words if it has any. */
static lc_status run(lc_context *ctx, const sessions_t *s, size_t n, lc_work_fn work, void *user, const char *doing) {
    lc_status status = lc_parallel(ctx, n, work, user);
    for (size_t i = 0; status == LC_ERR_MEMORY && i < s->n; i++)
        if (s->of[i].message[0]) status = lc_geos_fail(ctx, &s->of[i], doing);
    return status;
}

/* ------------------------------------------------------------------------------------------------------- clusters */

/* Polygons that may have something in common. */
typedef struct {
    uint32_t *root; /* of each geometry: the first of its cluster */
    lc_items order; /* polygons, cluster after cluster, each cluster along a Hilbert curve */
} clusters_t;

static bool join_clusters(const lc_context *ctx, const lc_geoms *polygons, uint32_t *root) {
    lc_items near = {0};
    lc_index *index = lc_geoms_index(polygons);
    bool ok = index != NULL;
    for (uint32_t g = 0; ok && g < polygons->n; g++) {
        lc_box box = lc_geom_box(polygons, g);
        ok = !lc_cancelled(ctx) && lc_index_search(index, &box, &near);
        for (size_t k = 0; ok && k < near.n; k++) lc_sets_join(root, g, near.item[k]);
    }
    free(near.item);
    lc_index_free(index);
    return ok;
}

static bool along_curve(const lc_geoms *polygons, uint32_t *order) {
    lc_xy *centre = LC_NEW(lc_xy, polygons->n);
    for (size_t g = 0; centre && g < polygons->n; g++) {
        lc_box b = lc_geom_box(polygons, g);
        centre[g] = lc_box_middle(&b);
    }
    bool ok = centre && lc_hilbert_order(centre, polygons->n, order);
    free(centre);
    return ok;
}

/* By counting: first[r] is where the cluster with the root r begins. */
static bool find_clusters(const lc_context *ctx, const lc_geoms *polygons, clusters_t *c) {
    size_t n = polygons->n;
    size_t *first = LC_NEW0(size_t, n + 1);
    uint32_t *curve = LC_NEW(uint32_t, n);
    c->root = LC_NEW(uint32_t, n);
    c->order.item = LC_NEW(uint32_t, n);
    bool ok = first && curve && c->root && c->order.item;
    if (ok) lc_sets_begin(c->root, n);
    ok = ok && join_clusters(ctx, polygons, c->root) && along_curve(polygons, curve) && !lc_cancelled(ctx);
    for (uint32_t g = 0; ok && g < n; g++) { /* the one before it on the way is less, so it knows its root */
        c->root[g] = c->root[c->root[g]];
        first[c->root[g] + 1] += polygons->kind[g] == LC_POLYGON;
    }
    for (size_t r = 0; ok && r < n; r++) first[r + 1] += first[r];
    c->order.n = ok ? first[n] : 0;
    for (size_t k = 0; ok && k < n; k++) {
        uint32_t g = curve[k];
        if (polygons->kind[g] == LC_POLYGON) c->order.item[first[c->root[g]]++] = g;
    }
    free(first);
    free(curve);
    return ok;
}

/* -------------------------------------------------------------------------------------------------------- cascade */

enum { WHOLE = UINT32_MAX };

/* What is united so far: of whole clusters, or of a part of one that is too large to be united at once. */
typedef struct {
    size_t first, end; /* in the order, or of the pieces of the round before */
    uint32_t cluster;  /* the root of the cluster that this is a part of; WHOLE: of none */
    lc_geoms united;
} piece_t;

typedef struct {
    const lc_geoms *polygons;
    clusters_t clusters;
    uint32_t feature;
    sessions_t sessions;
    piece_t *piece, *before; /* of this round, and of the one before */
    size_t n, cap;
} cascade_t;

static uint32_t root_at(const cascade_t *c, size_t k) {
    return c->clusters.root[c->clusters.order.item[k]];
}

/* Where the cluster ends that begins at `first` of the order, at `end` at the latest. */
static size_t cluster_end(const cascade_t *c, size_t first, size_t end) {
    size_t k = first + 1;
    while (k < end && root_at(c, k) == root_at(c, first)) k++;
    return k;
}

static bool add_piece(cascade_t *c, size_t first, size_t end, uint32_t cluster) {
    if (!LC_ROOM(c->piece, c->cap, c->n + 1)) return false;
    c->piece[c->n++] = (piece_t){.first = first, .end = end, .cluster = cluster};
    return true;
}

/* The first round: several small clusters are one piece, a large one is several. */
static bool divide(cascade_t *c) {
    size_t n = c->clusters.order.n;
    bool ok = true;
    for (size_t i = 0, end; ok && i < n; i = end) {
        piece_t *last = c->n ? &c->piece[c->n - 1] : NULL;
        end = cluster_end(c, i, n);
        if (end - i > FIRST) {
            for (size_t k = i; ok && k < end; k += FIRST)
                ok = add_piece(c, k, k + FIRST < end ? k + FIRST : end, root_at(c, i));
        } else if (last && last->cluster == WHOLE && end - last->first <= FIRST) {
            last->end = end;
        } else {
            ok = add_piece(c, i, end, WHOLE);
        }
    }
    return ok;
}

static bool unite(const lc_geos *s, const lc_geoms *polygons, const lc_items *items, size_t first, size_t end,
                  uint32_t feature, lc_geoms *out) {
    size_t n = 0;
    GEOSGeometry *all = lc_geos_multipolygon(s, polygons, items, first, end);
    GEOSGeometry *joined = all ? GEOSUnaryUnion_r(s->geos, all) : NULL;
    bool ok = joined && lc_geos_append(s, joined, feature, out, &n);
    GEOSGeom_destroy_r(s->geos, joined);
    GEOSGeom_destroy_r(s->geos, all);
    return ok;
}

static bool unite_polygons(void *user, size_t item, int worker) {
    const cascade_t *c = user;
    const lc_items *order = &c->clusters.order;
    piece_t *p = &c->piece[item];
    bool ok = true;
    for (size_t i = p->first, end; ok && i < p->end; i = end) {
        end = cluster_end(c, i, p->end);
        ok = end == i + 1 && p->cluster == WHOLE
                 ? lc_geoms_copy(&p->united, c->polygons, order->item[i], c->feature)
                 : unite(&c->sessions.of[worker], c->polygons, order, i, end, c->feature, &p->united);
    }
    return ok;
}

/* A further round: neighbours of one cluster are united. */
static bool divide_again(cascade_t *c, size_t n_before) {
    bool ok = true;
    for (size_t i = 0, end; ok && i < n_before; i = end) {
        const uint32_t cluster = c->before[i].cluster;
        end = i + 1;
        while (cluster != WHOLE && end < n_before && end < i + THEN && c->before[end].cluster == cluster) end++;
        ok = add_piece(c, i, end, cluster);
    }
    return ok;
}

static bool unite_pieces(void *user, size_t item, int worker) {
    const cascade_t *c = user;
    piece_t *p = &c->piece[item];
    lc_geoms all = {0};
    bool ok = true;
    if (p->end == p->first + 1) {
        p->united = c->before[p->first].united;
        c->before[p->first].united = (lc_geoms){0};
        return true;
    }
    for (size_t k = p->first; ok && k < p->end; k++) ok = lc_geoms_append(&all, &c->before[k].united, 0);
    ok = ok && unite(&c->sessions.of[worker], &all, NULL, 0, all.n, c->feature, &p->united);
    lc_geoms_free(&all);
    return ok;
}

static void free_pieces(piece_t *piece, size_t n) {
    for (size_t i = 0; i < n; i++) lc_geoms_free(&piece[i].united);
    free(piece);
}

/* Unite neighbouring pieces of every large cluster. */
static lc_status unite_again(lc_context *ctx, cascade_t *c) {
    size_t n = c->n;
    c->before = c->piece;
    c->piece = NULL;
    c->n = c->cap = 0;
    lc_status status =
        divide_again(c, n) ? run(ctx, &c->sessions, c->n, unite_pieces, c, "unite polygons") : lc_fail_memory(ctx);
    free_pieces(c->before, n);
    return status;
}

lc_status lc_geoms_union(lc_context *ctx, const lc_geoms *polygons, uint32_t feature, lc_geoms *out) {
    cascade_t c = {.polygons = polygons, .feature = feature};
    lc_status status = open_sessions(ctx, &c.sessions);
    if (status == LC_OK && !(find_clusters(ctx, polygons, &c.clusters) && divide(&c))) status = lc_fail_memory(ctx);
    if (status == LC_OK) status = run(ctx, &c.sessions, c.n, unite_polygons, &c, "unite polygons");
    for (size_t n = c.n + 1; status == LC_OK && c.n < n;) {
        n = c.n;
        status = unite_again(ctx, &c);
    }
    for (size_t i = 0; status == LC_OK && i < c.n; i++)
        if (!lc_geoms_append(out, &c.piece[i].united, 0)) status = lc_fail_memory(ctx);
    free_pieces(c.piece, c.n);
    free(c.clusters.root);
    free(c.clusters.order.item);
    close_sessions(&c.sessions);
    return status;
}

/* -------------------------------------------------------------------------------------------------------- growing */

typedef struct {
    const lc_geoms *geoms;
    const bool *use;
    double distance_m;
    int quadrant;
    sessions_t sessions;
    lc_geoms *out; /* one a block */
} growing_t;

/* Any geometry of ours in GEOS's form. */
static GEOSGeometry *convert(const lc_geos *s, const lc_geoms *geoms, size_t g) {
    bool flat;
    if (geoms->kind[g] == LC_POLYGON) return lc_geos_polygon(s, geoms, g, &flat);
    const lc_xy *p = geoms->xy + geoms->xy_of[geoms->part_of[g]];
    size_t n = geoms->xy_of[geoms->part_of[g + 1]] - geoms->xy_of[geoms->part_of[g]];
    if (geoms->kind[g] == LC_POINT || n < 2) return GEOSGeom_createPointFromXY_r(s->geos, p->x, p->y);
    GEOSCoordSequence *seq = GEOSCoordSeq_copyFromBuffer_r(s->geos, &p->x, (unsigned)n, 0, 0);
    return seq ? GEOSGeom_createLineString_r(s->geos, seq) : NULL;
}

static bool grow_block(void *user, size_t block, int worker) {
    const growing_t *job = user;
    const lc_geos *s = &job->sessions.of[worker];
    size_t end = (block + 1) * GROWN < job->geoms->n ? (block + 1) * GROWN : job->geoms->n, n = 0;
    bool ok = true;
    for (size_t g = block * GROWN; ok && g < end; g++) {
        if (!job->use[g]) continue;
        GEOSGeometry *shape = convert(s, job->geoms, g),
                     *grown = shape ? GEOSBuffer_r(s->geos, shape, job->distance_m, job->quadrant) : NULL;
        ok = grown && lc_geos_append(s, grown, job->geoms->feature[g], &job->out[block], &n);
        GEOSGeom_destroy_r(s->geos, shape);
        GEOSGeom_destroy_r(s->geos, grown);
    }
    return ok;
}

lc_status lc_geoms_grow(lc_context *ctx, const lc_geoms *geoms, const bool *use, double distance_m, int quadrant,
                        lc_geoms *out) {
    size_t blocks = (geoms->n + GROWN - 1) / GROWN;
    growing_t job = {
        .geoms = geoms, .use = use, .distance_m = distance_m, .quadrant = quadrant, .out = LC_NEW0(lc_geoms, blocks)};
    lc_status status = open_sessions(ctx, &job.sessions);
    if (status == LC_OK && !job.out) status = lc_fail_memory(ctx);
    if (status == LC_OK) status = run(ctx, &job.sessions, blocks, grow_block, &job, "grow facilities");
    for (size_t b = 0; job.out && b < blocks; b++) {
        if (status == LC_OK && !lc_geoms_append(out, &job.out[b], 0)) status = lc_fail_memory(ctx);
        lc_geoms_free(&job.out[b]);
    }
    free(job.out);
    close_sessions(&job.sessions);
    return status;
}
