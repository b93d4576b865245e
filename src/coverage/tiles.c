#include "coverage/tiles.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"

/* A power of two, so that halves of tiles are exact. */
static const double TILE_M = 2048;
enum { TILES_MAX = 64 }; /* along a side of a community; larger ones have tiles twice as wide, and so on */

lc_status lc_zones_index(lc_context *ctx, lc_zones *zones) {
    zones->index = lc_geoms_index(&zones->geoms);
    return zones->index ? LC_OK : lc_fail_memory(ctx);
}

void lc_zones_free(lc_zones *zones) {
    lc_geoms_free(&zones->geoms);
    free(zones->layers);
    lc_index_free(zones->index);
    *zones = (lc_zones){0};
}

/* The share of a community in a tile. The tile is `column` and `row` times its width away from the origin. */
typedef struct {
    double width, column, row;
    size_t community; /* position in `which` */
} share_t;

typedef struct {
    lc_tile_part *part;
    size_t cap;
    lc_tile_scratch scratch;
} worker_t;

typedef struct {
    const lc_tiling *tiling;
    const uint32_t *which;
    size_t *geom_of; /* of each community: its first geometry */
    lc_box *box;     /* of each of `which` */
    share_t *share;  /* by tile */
    size_t n_shares, cap_shares;
    size_t *share_of; /* of each tile: its first share; n_tiles + 1 */
    size_t n_tiles;
    worker_t *worker;
    /* Tiles are added up in their order, whoever finishes first: finished ones wait in `ready` for their turn. */
    pthread_mutex_t lock;
    double **ready;
    size_t next;
    double *total;
} run_t;

static bool add_zones(worker_t *w, lc_region *region, const lc_zones *zones) {
    if (!zones || !zones->index) return true;
    lc_items *items = &w->scratch.items;
    if (!lc_index_search(zones->index, &region->box, items)) return false;
    for (size_t i = 0; i < items->n; i++) {
        uint32_t g = items->item[i];
        if (!lc_region_add(region, &zones->geoms, g, zones->layers[g], &w->scratch.region)) return false;
    }
    return true;
}

/* What a community has in a tile; nothing when `region` remains without polygons and layers. */
static bool lay_part(const run_t *run, worker_t *w, lc_region *region, const lc_box *tile, size_t community) {
    const lc_tiling *t = run->tiling;
    lc_box box = lc_box_common(tile, &run->box[community]);
    lc_region_begin(region, box);
    if (!(box.x0 < box.x1 && box.y0 < box.y1)) return true;
    uint32_t feature = run->which[community];
    for (size_t g = run->geom_of[feature]; g < run->geom_of[feature + 1]; g++)
        if (!lc_region_add(region, t->communities, g, t->community_layer, &w->scratch.region)) return false;
    if (region->n_polys == 0 && !region->full) return true;
    for (size_t z = 0; z < t->n_zones; z++)
        if (!add_zones(w, region, t->zones[z])) return false;
    return true;
}

static bool sum_tile(const run_t *run, int worker, const share_t *share, size_t n, double *tally) {
    worker_t *w = &run->worker[worker];
    double width = share->width;
    lc_tile tile = {
        .box = {share->column * width, share->row * width, (share->column + 1) * width, (share->row + 1) * width}};
    if (n > w->cap) {
        lc_tile_part *more = realloc(w->part, n * sizeof *more);
        if (!more) return false;
        memset(more + w->cap, 0, (n - w->cap) * sizeof *more);
        w->part = more;
        w->cap = n;
    }
    tile.part = w->part;
    for (size_t i = 0; i < n; i++) {
        lc_tile_part *part = &w->part[tile.n];
        part->tally = tally + i * run->tiling->tally_size;
        if (!lay_part(run, w, &part->region, &tile.box, share[i].community)) return false;
        if (part->region.n_polys || part->region.full) tile.n++;
    }
    return !tile.n || run->tiling->fn(run->tiling->user, worker, &tile, &w->scratch);
}

/* Add the tiles whose turn it is to their communities. */
static void take_turns(run_t *run) {
    size_t size = run->tiling->tally_size;
    for (; run->next < run->n_tiles && run->ready[run->next]; run->next++) {
        const double *sums = run->ready[run->next];
        for (size_t i = run->share_of[run->next]; i < run->share_of[run->next + 1]; i++, sums += size) {
            double *total = run->total + run->share[i].community * size;
            for (size_t k = 0; k < size; k++) total[k] += sums[k];
        }
        free(run->ready[run->next]);
        run->ready[run->next] = NULL;
    }
}

static bool do_tile(void *user, size_t item, int worker) {
    run_t *run = user;
    size_t first = run->share_of[item], n = run->share_of[item + 1] - first;
    double *tally = LC_NEW0(double, n * run->tiling->tally_size);
    bool ok = tally && sum_tile(run, worker, &run->share[first], n, tally);
    pthread_mutex_lock(&run->lock);
    run->ready[item] = tally;
    if (ok) take_turns(run);
    pthread_mutex_unlock(&run->lock);
    return ok;
}

static lc_box community_box(const run_t *run, uint32_t feature) {
    lc_box box = lc_box_empty();
    for (size_t g = run->geom_of[feature]; g < run->geom_of[feature + 1]; g++) {
        lc_box b = lc_geom_box(run->tiling->communities, g);
        lc_box_add(&box, b.x0, b.y0);
        lc_box_add(&box, b.x1, b.y1);
    }
    return box;
}

static bool lay_shares(run_t *run, size_t n) {
    for (size_t c = 0; c < n; c++) {
        lc_box box = run->box[c] = community_box(run, run->which[c]);
        if (!(box.x0 < box.x1 && box.y0 < box.y1)) continue;
        double width = TILE_M, side = lc_max(box.x1 - box.x0, box.y1 - box.y0);
        while (side > TILES_MAX * width) width *= 2;
        for (double row = floor(box.y0 / width); row * width < box.y1; row++)
            for (double column = floor(box.x0 / width); column * width < box.x1; column++) {
                if (!LC_ROOM(run->share, run->cap_shares, run->n_shares + 1)) return false;
                run->share[run->n_shares++] = (share_t){width, column, row, c};
            }
    }
    return true;
}

static bool same_tile(const share_t *p, const share_t *q) {
    return p->width == q->width && p->row == q->row && p->column == q->column;
}

static int by_tile(const void *a, const void *b) {
    const share_t *p = a, *q = b;
    if (p->width != q->width) return p->width < q->width ? -1 : 1;
    if (p->row != q->row) return p->row < q->row ? -1 : 1;
    if (p->column != q->column) return p->column < q->column ? -1 : 1;
    return p->community < q->community ? -1 : p->community > q->community;
}

static bool lay_tiles(run_t *run, size_t n) {
    if (!(run->box = LC_NEW(lc_box, n)) || !lay_shares(run, n)) return false;
    if (run->n_shares) qsort(run->share, run->n_shares, sizeof *run->share, by_tile);
    run->share_of = LC_NEW(size_t, run->n_shares + 1);
    if (!run->share_of) return false;
    for (size_t i = 0; i < run->n_shares; i++)
        if (i == 0 || !same_tile(&run->share[i - 1], &run->share[i])) run->share_of[run->n_tiles++] = i;
    run->share_of[run->n_tiles] = run->n_shares;
    return true;
}

static bool find_geoms(run_t *run, size_t n) {
    size_t features = 0;
    for (size_t i = 0; i < n; i++)
        if (run->which[i] >= features) features = (size_t)run->which[i] + 1;
    run->geom_of = lc_geoms_of_features(run->tiling->communities, features);
    return run->geom_of != NULL;
}

static void free_run(run_t *run, int threads) {
    for (int i = 0; run->worker && i < threads; i++) {
        worker_t *w = &run->worker[i];
        for (size_t k = 0; k < w->cap; k++) lc_region_free(&w->part[k].region);
        free(w->part);
        lc_region_scratch_free(&w->scratch.region);
        free(w->scratch.items.item);
    }
    free(run->worker);
    free(run->geom_of);
    free(run->box);
    free(run->share);
    free(run->share_of);
    for (size_t t = 0; run->ready && t < run->n_tiles; t++) free(run->ready[t]);
    free(run->ready);
    pthread_mutex_destroy(&run->lock);
}

lc_status lc_tiles_run(lc_context *ctx, const lc_tiling *tiling, const uint32_t *which, size_t n, double *tally) {
    run_t run = {.tiling = tiling, .which = which, .total = tally};
    int threads = lc_threads(ctx);
    lc_status status;
    pthread_mutex_init(&run.lock, NULL);
    run.worker = LC_NEW0(worker_t, (size_t)threads);
    bool ok = run.worker && find_geoms(&run, n) && lay_tiles(&run, n);
    run.ready = ok ? LC_NEW0(double *, run.n_tiles) : NULL;
    memset(tally, 0, n * tiling->tally_size * sizeof *tally);
    status = run.ready ? lc_parallel(ctx, run.n_tiles, do_tile, &run) : lc_fail_memory(ctx);
    free_run(&run, threads);
    return status;
}
