#include "coverage/measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "coverage/evaluate.h"

/* A box is cut into quarters until few segments can be nearest somewhere in it and few polygon edges cross it. */
enum { LEAF_SEGMENTS = 10, LEAF_POINTS = 16, MAX_DEPTH = 40, TILES_MAX = 64 };
static const double TILE_M = 800;     /* work is shared out in tiles of this size, or larger in large communities */
static const double SMALLEST_M = 0.5; /* boxes are not cut below this */

size_t lc_tally_size(const lc_pass *pass) {
    size_t n = LC_DEMANDS;
    for (size_t g = 0; g < pass->n_groups; g++)
        n += LC_DEMANDS * (sizeof(lc_tally_group) + pass->group[g].n_limits * sizeof(lc_tally_limit)) / sizeof(double);
    return n;
}

double *lc_tally_demand(double *tally, int demand) {
    return tally + demand;
}

static double *group_start(const lc_pass *pass, double *tally, size_t group, int demand) {
    double *at = tally + LC_DEMANDS;
    for (size_t g = 0; g <= group; g++) {
        size_t size = (sizeof(lc_tally_group) + pass->group[g].n_limits * sizeof(lc_tally_limit)) / sizeof(double);
        if (g == group) return at + (size_t)demand * size;
        at += LC_DEMANDS * size;
    }
    return NULL;
}

lc_tally_group *lc_tally_of_group(const lc_pass *pass, double *tally, size_t group, int demand) {
    return (lc_tally_group *)(void *)group_start(pass, tally, group, demand);
}

lc_tally_limit *lc_tally_of_limit(const lc_pass *pass, double *tally, size_t group, size_t limit, int demand) {
    double *at = group_start(pass, tally, group, demand) + sizeof(lc_tally_group) / sizeof(double);
    return (lc_tally_limit *)(void *)at + limit;
}

lc_status lc_zones_index(lc_context *ctx, lc_zones *zones) {
    lc_box *boxes = LC_NEW(lc_box, zones->geoms.n);
    if (!boxes) return lc_fail_memory(ctx);
    for (size_t g = 0; g < zones->geoms.n; g++) boxes[g] = lc_geom_box(&zones->geoms, g);
    zones->index = lc_index_new(boxes, zones->geoms.n);
    free(boxes);
    return zones->index ? LC_OK : lc_fail_memory(ctx);
}

void lc_zones_free(lc_zones *zones) {
    lc_geoms_free(&zones->geoms);
    free(zones->layers);
    lc_index_free(zones->index);
    *zones = (lc_zones){0};
}

/* One item of work: a tile of a community. */
typedef struct {
    size_t community; /* position in `which` */
    lc_box box;
} tile_t;

typedef struct {
    uint32_t seg;
    double distance;
} near_t;

/* What a worker keeps between tiles. */
typedef struct {
    lc_region region[MAX_DEPTH + 1];
    near_t *near[MAX_DEPTH + 1];
    size_t cap_near[MAX_DEPTH + 1];
    lc_region_scratch scratch;
    lc_partition partition;
    lc_items items;
} worker_t;

typedef struct {
    const lc_pass *pass;
    const lc_geoms *communities;
    const lc_zones *residential;
    const uint32_t *which;
    size_t *geom_of; /* of each community: its first geometry (geoms are sorted by feature) */
    tile_t *tile;
    size_t n_tiles, cap_tiles;
    double *tally; /* one a tile */
    size_t tally_size;
    double tolerance_m2;
    worker_t *worker;
} measure_t;

/* ------------------------------------------------------------------------------------------------------- one box */

typedef struct {
    measure_t *m;
    worker_t *w;
    lc_sums sums;
    const near_t *near;
    size_t n_near;
    lc_layers live; /* groups that may matter here: in range, or perhaps off network */
} leaf_t;

static void segment_ends(const lc_sites *sites, uint32_t seg, uint32_t *vert, lc_xy *a, lc_xy *b) {
    *vert = sites->seg_vert[seg];
    *a = sites->vert[*vert];
    *b = sites->vert[*vert + 1];
}

/* Groups whose facilities do not cover the layers' cell, as bits; the others are summed as inside. */
static lc_layers open_groups(leaf_t *leaf, lc_layers layers, double area) {
    const lc_pass *pass = leaf->m->pass;
    lc_layers open = 0;
    for (size_t g = 0; g < pass->n_groups; g++) {
        if (pass->group[g].layer & layers) {
            lc_sum_inside(&leaf->sums, g, area);
        } else {
            open |= (lc_layers)1 << g;
        }
    }
    return open;
}

static bool sum_cell(void *user, const lc_convex *cell, lc_layers layers) {
    leaf_t *leaf = user;
    const lc_pass *pass = leaf->m->pass;
    lc_partition *part = &leaf->w->partition;
    double area = lc_convex_area(cell);
    leaf->sums.residential = (layers & LC_LAYER_RESIDENTIAL) != 0;
    lc_sum_demand(&leaf->sums, area);
    lc_layers open = open_groups(leaf, layers, area) & leaf->live;
    if (!open) return true;
    if (leaf->n_near == 0) {
        for (size_t g = 0; g < pass->n_groups; g++)
            if (open >> g & 1) lc_sum_offnet(&leaf->sums, g, area);
        return true;
    }
    uint32_t vert;
    lc_xy a, b;
    part->tolerance_m2 = leaf->m->tolerance_m2;
    if (!lc_partition_begin(part, cell)) return false;
    for (size_t i = 0; i < leaf->n_near; i++) {
        segment_ends(&pass->sites, leaf->near[i].seg, &vert, &a, &b);
        if (!lc_partition_insert(part, vert, a, b)) return false;
    }
    for (size_t i = 0; part->n_slivers && i < leaf->n_near; i++) {
        segment_ends(&pass->sites, leaf->near[i].seg, &vert, &a, &b);
        lc_partition_disturb(part, vert, a, b);
    }
    for (size_t i = 0; i < part->n; i++) lc_sum_piece(&leaf->sums, part, &part->piece[i], open);
    for (size_t i = 0; i < part->n_slivers; i++) lc_sum_sliver(&leaf->sums, &part->sliver[i], open);
    return true;
}

static bool sum_leaf(measure_t *m, worker_t *w, int depth, size_t n_near, lc_layers live, double *tally) {
    leaf_t leaf = {.m = m,
                   .w = w,
                   .sums = {.pass = m->pass, .tally = tally},
                   .near = w->near[depth],
                   .n_near = n_near,
                   .live = live};
    lc_region *region = &w->region[depth];
    if (region->n_polys) return lc_region_cells(region, LC_LAYER_COMMUNITY, sum_cell, &leaf, &w->scratch);
    if (!(region->full & LC_LAYER_COMMUNITY)) return true;
    lc_box b = region->box;
    lc_convex cell = {.n = 4, .p = {{b.x0, b.y0}, {b.x1, b.y0}, {b.x1, b.y1}, {b.x0, b.y1}}};
    return sum_cell(&leaf, &cell, region->full);
}

/* Near ones first, so that they settle most of the cell at once (a stable order: by number at the same distance). */
static void sort_near(near_t *near, size_t n) {
    for (size_t i = 1; i < n; i++) {
        near_t e = near[i];
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

/* Keep of the `n` segments in `from` those that may be nearest to some point of the box and within the leg. */
static size_t prune(const measure_t *m, const near_t *from, size_t n, const lc_box *box, near_t *to, lc_layers *live) {
    lc_xy corner[4] = {{box->x0, box->y0}, {box->x1, box->y0}, {box->x1, box->y1}, {box->x0, box->y1}}, a, b;
    lc_xy centre = {0.5 * (box->x0 + box->x1), 0.5 * (box->y0 + box->y1)}, nearest = centre;
    double half = 0.5 * lc_length(box->x1 - box->x0, box->y1 - box->y0), best = INFINITY, rival[4];
    uint32_t vert;
    for (size_t i = 0; i < n; i++) {
        segment_ends(&m->pass->sites, from[i].seg, &vert, &a, &b);
        lc_xy f = nearest_on(a, b, centre);
        double x = centre.x - f.x, y = centre.y - f.y;
        to[i] = (near_t){from[i].seg, sqrt(x * x + y * y)};
        if (to[i].distance < best) best = to[i].distance, nearest = f;
    }
    *live = ~(lc_layers)0;
    if (best - half > m->pass->leg_max_m) return 0;
    if (m->pass->sites.live && best + half <= m->pass->leg_max_m) *live = 0; /* all on network: see who is in range */
    for (int k = 0; k < 4; k++) rival[k] = lc_length(corner[k].x - nearest.x, corner[k].y - nearest.y);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (to[i].distance > best + 2 * half + 1e-6) continue; /* farther than the nearest, wherever in the box */
        segment_ends(&m->pass->sites, to[i].seg, &vert, &a, &b);
        if (dominated(corner, rival, centre, nearest_on(a, b, centre), to[i].distance)) continue;
        if (m->pass->sites.live) *live |= m->pass->sites.live[to[i].seg];
        to[kept++] = to[i];
    }
    return kept;
}

static bool sum_box(measure_t *m, worker_t *w, int depth, size_t n_near, lc_layers live, double *tally) {
    lc_region *region = &w->region[depth];
    if (region->n_polys == 0 && !(region->full & LC_LAYER_COMMUNITY)) return true;
    lc_box b = region->box;
    bool few = (n_near <= LEAF_SEGMENTS || live == 0) && region->n_xy <= LEAF_POINTS;
    if (few || depth == MAX_DEPTH || b.x1 - b.x0 < SMALLEST_M) {
        if (live) sort_near(w->near[depth], n_near);
        return sum_leaf(m, w, depth, n_near, live, tally);
    }
    if (!LC_ROOM(w->near[depth + 1], w->cap_near[depth + 1], n_near)) return false;
    double mx = 0.5 * (b.x0 + b.x1), my = 0.5 * (b.y0 + b.y1);
    for (int q = 0; q < 4; q++) {
        lc_box quarter = {q & 1 ? mx : b.x0, q & 2 ? my : b.y0, q & 1 ? b.x1 : mx, q & 2 ? b.y1 : my};
        if (!lc_region_clip(&w->region[depth + 1], region, quarter, &w->scratch)) return false;
        size_t kept = prune(m, w->near[depth], n_near, &quarter, w->near[depth + 1], &live);
        if (!sum_box(m, w, depth + 1, kept, live, tally)) return false;
    }
    return true;
}

/* ---------------------------------------------------------------------------------------------------------- tiles */

static bool add_zones(worker_t *w, const lc_zones *zones, const lc_box *box) {
    if (!zones) return true;
    if (!lc_index_search(zones->index, box, &w->items)) return false;
    for (size_t i = 0; i < w->items.n; i++) {
        uint32_t g = w->items.item[i];
        if (!lc_region_add(&w->region[0], &zones->geoms, g, zones->layers[g], &w->scratch)) return false;
    }
    return true;
}

static bool sum_tile(void *user, size_t item, int worker) {
    measure_t *m = user;
    worker_t *w = &m->worker[worker];
    const tile_t *tile = &m->tile[item];
    const lc_sites *sites = &m->pass->sites;
    lc_region_begin(&w->region[0], tile->box);
    uint32_t feature = m->which[tile->community];
    for (size_t g = m->geom_of[feature]; g < m->geom_of[feature + 1]; g++)
        if (!lc_region_add(&w->region[0], m->communities, g, LC_LAYER_COMMUNITY, &w->scratch)) return false;
    if (w->region[0].n_polys == 0 && !w->region[0].full) return true;
    if (!add_zones(w, m->residential, &tile->box) || !add_zones(w, m->pass->zones, &tile->box)) return false;
    double reach = m->pass->leg_max_m;
    lc_box around = {tile->box.x0 - reach, tile->box.y0 - reach, tile->box.x1 + reach, tile->box.y1 + reach};
    if (!lc_index_search(sites->index, &around, &w->items)) return false;
    size_t n = w->items.n;
    if (!LC_ROOM(w->near[0], w->cap_near[0], n + 1)) return false;
    for (size_t i = 0; i < n; i++) w->near[0][i] = (near_t){.seg = w->items.item[i]};
    lc_layers live;
    n = prune(m, w->near[0], n, &tile->box, w->near[0], &live);
    return sum_box(m, w, 0, n, live, m->tally + item * m->tally_size);
}

static lc_box community_box(const measure_t *m, uint32_t feature) {
    lc_box box = lc_box_empty();
    for (size_t g = m->geom_of[feature]; g < m->geom_of[feature + 1]; g++) {
        lc_box b = lc_geom_box(m->communities, g);
        lc_box_add(&box, b.x0, b.y0);
        lc_box_add(&box, b.x1, b.y1);
    }
    return box;
}

static bool lay_tiles(measure_t *m, size_t n) {
    for (size_t c = 0; c < n; c++) {
        lc_box box = community_box(m, m->which[c]);
        if (!(box.x0 < box.x1 && box.y0 < box.y1)) continue;
        double widest = lc_max(box.x1 - box.x0, box.y1 - box.y0), size = TILE_M;
        while (widest / size > TILES_MAX) size *= 2;
        for (double y = floor(box.y0 / size) * size; y < box.y1; y += size)
            for (double x = floor(box.x0 / size) * size; x < box.x1; x += size) {
                if (!LC_ROOM(m->tile, m->cap_tiles, m->n_tiles + 1)) return false;
                m->tile[m->n_tiles++] = (tile_t){c, {x, y, x + size, y + size}};
            }
    }
    return true;
}

static bool find_geoms(measure_t *m, size_t n) {
    const lc_geoms *c = m->communities;
    size_t features = 0;
    for (size_t i = 0; i < n; i++)
        if (m->which[i] >= features) features = (size_t)m->which[i] + 1;
    m->geom_of = LC_NEW(size_t, features + 2);
    if (!m->geom_of) return false;
    size_t g = 0;
    for (size_t f = 0; f < features + 1; f++) {
        while (g < c->n && c->feature[g] < f) g++;
        m->geom_of[f] = g;
    }
    m->geom_of[features + 1] = c->n;
    return true;
}

static void free_worker(worker_t *w) {
    for (int d = 0; d <= MAX_DEPTH; d++) {
        lc_region_free(&w->region[d]);
        free(w->near[d]);
    }
    lc_region_scratch_free(&w->scratch);
    lc_partition_free(&w->partition);
    free(w->items.item);
}

lc_status lc_measure(lc_context *ctx, const lc_pass *pass, const lc_geoms *communities, const lc_zones *residential,
                     const uint32_t *which, size_t n, double tolerance_m2, double *tally) {
    measure_t m = {.pass = pass,
                   .communities = communities,
                   .residential = residential,
                   .which = which,
                   .tally_size = lc_tally_size(pass),
                   .tolerance_m2 = tolerance_m2};
    int threads = lc_threads(ctx);
    lc_status status = LC_OK;
    m.worker = LC_NEW0(worker_t, (size_t)threads);
    if (!m.worker || !find_geoms(&m, n) || !lay_tiles(&m, n)) goto memory;
    m.tally = LC_NEW0(double, m.n_tiles *m.tally_size);
    if (!m.tally) goto memory;
    status = lc_parallel(ctx, m.n_tiles, sum_tile, &m);
    if (status != LC_OK) goto done;
    memset(tally, 0, n * m.tally_size * sizeof *tally);
    for (size_t t = 0; t < m.n_tiles; t++)
        for (size_t k = 0; k < m.tally_size; k++)
            tally[m.tile[t].community * m.tally_size + k] += m.tally[t * m.tally_size + k];
    goto done;
memory:
    status = lc_fail_memory(ctx);
done:
    for (int i = 0; m.worker && i < threads; i++) free_worker(&m.worker[i]);
    free(m.worker);
    free(m.geom_of);
    free(m.tile);
    free(m.tally);
    return status;
}
