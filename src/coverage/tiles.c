#include "coverage/tiles.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"

/* A power of two, so that halves of tiles are exact. */
static const double TILE_M = 512;
enum { TILES_MAX = 64 }; /* along a side of a community; larger ones have tiles twice as wide, and so on */

/* The share of a community in a tile. The tile is `column` and `row` times its width away from the origin. */
typedef struct {
    double width, column, row;
    size_t community; /* position in `which` */
    bool alone;       /* all of the community lies in this tile */
} share_t;

typedef struct {
    lc_tile_part *part; /* of the tile in hand; each with room for a tally: */
    double **own;
    size_t cap;
    lc_tile_scratch scratch;
} worker_t;

typedef struct {
    const lc_tiling *tiling;
    const uint32_t *which;
    lc_tally_fn take;
    void *taker;
    size_t *geom_of; /* of each community: its first geometry */
    lc_box *box;     /* of each of `which` */
    double *area;    /* the same */
    share_t *share;  /* by tile */
    size_t n_shares, cap_shares;
    size_t *share_of; /* of each tile: its first share; n_tiles + 1 */
    size_t n_tiles;
    worker_t *worker;
    /* Communities in several tiles: those are added up in their order, whoever finishes first. The tallies of finished
       ones, of all shares that are not alone, wait in `ready` for their turn. */
    pthread_mutex_t lock;
    double ***ready;
    size_t next;
    double **total;  /* of each of `which`; NULL before the first tile and after the last */
    uint32_t *tiles; /* that are still to come */
} run_t;

static double width_of(const lc_box *community) {
    double width = TILE_M, side = lc_max(community->x1 - community->x0, community->y1 - community->y0);
    while (side > TILES_MAX * width) width *= 2;
    return width;
}

lc_box lc_tiles_of(const lc_box *community) {
    double width = width_of(community);
    return (lc_box){floor(community->x0 / width) * width, floor(community->y0 / width) * width,
                    ceil(community->x1 / width) * width, ceil(community->y1 / width) * width};
}

double lc_tiles_width(const lc_box *community, size_t n) {
    double width = TILE_M;
    for (size_t c = 0; c < n; c++) width = lc_max(width, width_of(&community[c]));
    return width;
}

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

static bool make_room(worker_t *w, size_t n, size_t tally_size) {
    if (n <= w->cap) return true;
    lc_tile_part *part = realloc(w->part, n * sizeof *part);
    if (!part) return false;
    w->part = part;
    double **own = realloc(w->own, n * sizeof *own);
    if (!own) return false;
    w->own = own;
    for (; w->cap < n; w->cap++) {
        w->part[w->cap] = (lc_tile_part){0};
        w->own[w->cap] = LC_NEW(double, tally_size);
        if (!w->own[w->cap]) return false;
    }
    return true;
}

static lc_box box_of(const share_t *share) {
    double width = share->width;
    return (lc_box){share->column * width, share->row * width, (share->column + 1) * width, (share->row + 1) * width};
}

/* Tallies for the shares of a tile: the worker's own where the community lies in it alone, else one of `shared`. */
static bool sum_tile(const run_t *run, int worker, const share_t *share, size_t n, double **shared) {
    worker_t *w = &run->worker[worker];
    size_t size = run->tiling->tally_size;
    lc_tile tile = {.box = box_of(share)};
    if (!make_room(w, n, size)) return false;
    tile.part = w->part;
    for (size_t i = 0; i < n; i++) {
        lc_tile_part *part = &w->part[tile.n];
        part->tally = share[i].alone ? w->own[i] : *shared++;
        part->community = share[i].community;
        part->area = run->area[share[i].community];
        memset(part->tally, 0, size * sizeof *part->tally);
        if (!lay_part(run, w, &part->region, &tile.box, share[i].community)) return false;
        if (part->region.n_polys || part->region.full) tile.n++;
    }
    if (tile.n && !run->tiling->fn(run->tiling->user, worker, &tile, &w->scratch)) return false;
    for (size_t i = 0; i < n; i++)
        if (share[i].alone) run->take(run->taker, share[i].community, w->own[i]);
    return true;
}

/* Add the tallies of a tile, one a share that is not alone, and give away the communities that are complete. */
static void add_shared(run_t *run, size_t tile, double **shared) {
    size_t size = run->tiling->tally_size;
    for (size_t i = run->share_of[tile]; i < run->share_of[tile + 1]; i++) {
        size_t c = run->share[i].community;
        if (run->share[i].alone) continue;
        double *sums = *shared, *total = run->total[c];
        lc_box box = box_of(&run->share[i]);
        if (run->tiling->each) run->tiling->each(run->taker, c, &box, sums);
        if (total) {
            for (size_t k = 0; k < size; k++) total[k] += sums[k];
            free(sums);
        } else {
            run->total[c] = total = sums;
        }
        *shared++ = NULL;
        if (--run->tiles[c]) continue;
        run->take(run->taker, c, total);
        free(total);
        run->total[c] = NULL;
    }
}

/* Add the tiles whose turn it is. */
static void take_turns(run_t *run) {
    for (; run->next < run->n_tiles && run->ready[run->next]; run->next++) {
        add_shared(run, run->next, run->ready[run->next]);
        free(run->ready[run->next]);
        run->ready[run->next] = NULL;
    }
}

static void free_shared(double **shared, size_t n) {
    for (size_t i = 0; shared && i < n; i++) free(shared[i]);
    free(shared);
}

static bool do_tile(void *user, size_t item, int worker) {
    run_t *run = user;
    size_t first = run->share_of[item], n = run->share_of[item + 1] - first, m = 0;
    for (size_t i = first; i < first + n; i++) m += !run->share[i].alone;
    double **shared = LC_NEW0(double *, m);
    bool ok = shared != NULL;
    for (size_t i = 0; ok && i < m; i++) ok = (shared[i] = LC_NEW(double, run->tiling->tally_size)) != NULL;
    if (!ok || !sum_tile(run, worker, &run->share[first], n, shared)) {
        free_shared(shared, m);
        return false;
    }
    pthread_mutex_lock(&run->lock);
    run->ready[item] = shared;
    take_turns(run);
    pthread_mutex_unlock(&run->lock);
    return true;
}

static lc_box community_box(const run_t *run, uint32_t feature) {
    return lc_geoms_box(run->tiling->communities, run->geom_of[feature], run->geom_of[feature + 1]);
}

static double community_area(const run_t *run, uint32_t feature) {
    double area = 0;
    for (size_t g = run->geom_of[feature]; g < run->geom_of[feature + 1]; g++)
        area += lc_geom_area(run->tiling->communities, g);
    return area;
}

static bool lay_shares(run_t *run, size_t n) {
    for (size_t c = 0; c < n; c++) {
        lc_box box = run->box[c] = community_box(run, run->which[c]);
        run->area[c] = community_area(run, run->which[c]);
        if (!(box.x0 < box.x1 && box.y0 < box.y1)) continue;
        size_t before = run->n_shares;
        double width = width_of(&box);
        for (double row = floor(box.y0 / width); row * width < box.y1; row++)
            for (double column = floor(box.x0 / width); column * width < box.x1; column++) {
                if (!LC_ROOM(run->share, run->cap_shares, run->n_shares + 1)) return false;
                run->share[run->n_shares++] = (share_t){width, column, row, c, false};
            }
        run->tiles[c] = (uint32_t)(run->n_shares - before);
        if (run->tiles[c] == 1 && !run->tiling->each) run->share[before].alone = true;
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
    run->box = LC_NEW(lc_box, n);
    run->area = LC_NEW(double, n);
    run->tiles = LC_NEW0(uint32_t, n);
    run->total = LC_NEW0(double *, n);
    if (!run->box || !run->area || !run->tiles || !run->total || !lay_shares(run, n)) return false;
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

/* Communities without any area have no tile. */
static bool take_empty(const run_t *run, size_t n) {
    double *nothing = LC_NEW0(double, run->tiling->tally_size);
    if (!nothing) return false;
    for (size_t c = 0; c < n; c++)
        if (run->tiles[c] == 0) run->take(run->taker, c, nothing);
    free(nothing);
    return true;
}

static void free_worker(worker_t *w) {
    for (size_t k = 0; k < w->cap; k++) {
        lc_region_free(&w->part[k].region);
        free(w->own[k]);
    }
    free(w->part);
    free(w->own);
    lc_region_scratch_free(&w->scratch.region);
    free(w->scratch.items.item);
}

static void free_run(run_t *run, size_t n, int threads) {
    for (int i = 0; run->worker && i < threads; i++) free_worker(&run->worker[i]);
    for (size_t t = 0; run->ready && t < run->n_tiles; t++) {
        size_t m = 0;
        for (size_t i = run->share_of[t]; i < run->share_of[t + 1]; i++) m += !run->share[i].alone;
        if (run->ready[t]) free_shared(run->ready[t], m);
    }
    for (size_t c = 0; run->total && c < n; c++) free(run->total[c]);
    free(run->worker);
    free(run->geom_of);
    free(run->box);
    free(run->area);
    free(run->share);
    free(run->share_of);
    free(run->ready);
    free(run->total);
    free(run->tiles);
    pthread_mutex_destroy(&run->lock);
}

lc_status lc_tiles_run(lc_context *ctx, const lc_tiling *tiling, const uint32_t *which, size_t n, lc_tally_fn take,
                       void *taker) {
    run_t run = {.tiling = tiling, .which = which, .take = take, .taker = taker};
    int threads = lc_threads(ctx);
    lc_status status;
    pthread_mutex_init(&run.lock, NULL);
    run.worker = LC_NEW0(worker_t, (size_t)threads);
    bool ok = run.worker && find_geoms(&run, n) && lay_tiles(&run, n) && take_empty(&run, n);
    run.ready = ok ? LC_NEW0(double **, run.n_tiles) : NULL;
    status = run.ready ? lc_parallel(ctx, run.n_tiles, do_tile, &run) : lc_fail_memory(ctx);
    free_run(&run, n, threads);
    return status;
}
