#include "coverage/tiles.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"

static const double TILE_M = 1000;
enum { TILES_MAX = 64 }; /* along a side */

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

typedef struct {
    size_t community; /* position in `which` */
    lc_box box;
} tile_t;

typedef struct {
    lc_region region;
    lc_tile_scratch scratch;
} worker_t;

typedef struct {
    const lc_tiling *tiling;
    const uint32_t *which;
    size_t *geom_of; /* of each community: its first geometry */
    tile_t *tile;
    size_t n_tiles, cap_tiles;
    worker_t *worker;
    /* Tiles are added up in their order, whoever finishes first: finished ones wait in `ready` for their turn. */
    pthread_mutex_t lock;
    double **ready;
    size_t next;
    double *total;
} run_t;

static bool add_zones(worker_t *w, const lc_zones *zones) {
    if (!zones || !zones->index) return true;
    lc_items *items = &w->scratch.items;
    if (!lc_index_search(zones->index, &w->region.box, items)) return false;
    for (size_t i = 0; i < items->n; i++) {
        uint32_t g = items->item[i];
        if (!lc_region_add(&w->region, &zones->geoms, g, zones->layers[g], &w->scratch.region)) return false;
    }
    return true;
}

static bool sum_tile(run_t *run, int worker, const tile_t *tile, double *tally) {
    const lc_tiling *t = run->tiling;
    worker_t *w = &run->worker[worker];
    lc_region_begin(&w->region, tile->box);
    uint32_t feature = run->which[tile->community];
    for (size_t g = run->geom_of[feature]; g < run->geom_of[feature + 1]; g++)
        if (!lc_region_add(&w->region, t->communities, g, t->community_layer, &w->scratch.region)) return false;
    if (w->region.n_polys == 0 && !w->region.full) return true;
    for (size_t z = 0; z < t->n_zones; z++)
        if (!add_zones(w, t->zones[z])) return false;
    return t->fn(t->user, worker, &w->region, &w->scratch, tally);
}

/* Add the tiles whose turn it is to their communities. */
static void take_turns(run_t *run) {
    size_t size = run->tiling->tally_size;
    for (; run->next < run->n_tiles && run->ready[run->next]; run->next++) {
        double *total = run->total + run->tile[run->next].community * size;
        for (size_t k = 0; k < size; k++) total[k] += run->ready[run->next][k];
        free(run->ready[run->next]);
        run->ready[run->next] = NULL;
    }
}

static bool do_tile(void *user, size_t item, int worker) {
    run_t *run = user;
    double *tally = LC_NEW0(double, run->tiling->tally_size);
    bool ok = tally && sum_tile(run, worker, &run->tile[item], tally);
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

/* A small community is one tile. */
static size_t tiles_along(double length) {
    double n = ceil(length / TILE_M);
    return n < 1 ? 1 : n > TILES_MAX ? TILES_MAX : (size_t)n;
}

static bool lay_tiles(run_t *run, size_t n) {
    for (size_t c = 0; c < n; c++) {
        lc_box box = community_box(run, run->which[c]);
        if (!(box.x0 < box.x1 && box.y0 < box.y1)) continue;
        size_t across = tiles_along(box.x1 - box.x0), down = tiles_along(box.y1 - box.y0);
        double w = (box.x1 - box.x0) / (double)across, h = (box.y1 - box.y0) / (double)down;
        for (size_t j = 0; j < down; j++)
            for (size_t i = 0; i < across; i++) {
                if (!LC_ROOM(run->tile, run->cap_tiles, run->n_tiles + 1)) return false;
                lc_box tile = {box.x0 + (double)i * w, box.y0 + (double)j * h, box.x0 + (double)(i + 1) * w,
                               box.y0 + (double)(j + 1) * h};
                if (i + 1 == across) tile.x1 = box.x1;
                if (j + 1 == down) tile.y1 = box.y1;
                run->tile[run->n_tiles++] = (tile_t){c, tile};
            }
    }
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
        lc_region_free(&run->worker[i].region);
        lc_region_scratch_free(&run->worker[i].scratch.region);
        free(run->worker[i].scratch.items.item);
    }
    free(run->worker);
    free(run->geom_of);
    free(run->tile);
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
