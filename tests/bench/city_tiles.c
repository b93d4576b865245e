/* Tiles of real extracts, turned and mirrored, side by side. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "city.h"

bool city_add_node(city_t *c, lc_xy p, size_t *node) {
    if (!LC_ROOM(c->node, c->cap_nodes, c->n_nodes + 1)) return false;
    c->node[c->n_nodes] = p;
    *node = c->n_nodes++;
    return true;
}

bool city_begin_way(city_t *c, city_use use, size_t kind) {
    if (!LC_ROOM(c->way, c->cap_ways, c->n_ways + 1)) return false;
    c->way[c->n_ways++] = (city_way){.ref = c->n_refs, .tag = c->n_tags, .use = use, .kind = kind};
    return true;
}

bool city_add_ref(city_t *c, size_t node) {
    if (!LC_ROOM(c->ref, c->cap_refs, c->n_refs + 1)) return false;
    c->ref[c->n_refs++] = node;
    city_way *way = &c->way[c->n_ways - 1];
    if (way->n_refs++ && way->use == CITY_PATH) c->n_segs++;
    return true;
}

bool city_add_tag(city_t *c, const char *key, const char *value) {
    if (!LC_ROOM(c->tag, c->cap_tags, c->n_tags + 1)) return false;
    c->tag[c->n_tags++] = (city_tag){key, value};
    c->way[c->n_ways - 1].n_tags++;
    return true;
}

bool city_add_ring(city_t *c, const lc_xy *p, size_t n) {
    size_t first = c->n_nodes, node;
    for (size_t i = 0; i < n; i++)
        if (!city_add_node(c, p[i], &node) || !city_add_ref(c, node)) return false;
    return city_add_ref(c, first);
}

/* -------------------------------------------------------------------------------------------- tiles of an extract */

/* A stretch of a way inside one tile: refs first .. end - 1. */
typedef struct {
    size_t way, first, end;
} run_t;

typedef struct {
    const city_source *source;
    lc_xy corner; /* south-west */
    run_t *run;
    size_t n, cap;
    size_t segs;
} tile_t;

typedef struct {
    tile_t *tile;
    size_t n, cap;
} pool_t;

static double floor_to_tile(double v) {
    return floor(v / CITY_TILE_M) * CITY_TILE_M;
}

static tile_t *tile_at(pool_t *pool, const city_source *source, lc_xy p) {
    lc_xy corner = {floor_to_tile(p.x), floor_to_tile(p.y)};
    for (size_t i = pool->n; i-- > 0 && pool->tile[i].source == source;)
        if (pool->tile[i].corner.x == corner.x && pool->tile[i].corner.y == corner.y) return &pool->tile[i];
    if (!LC_ROOM(pool->tile, pool->cap, pool->n + 1)) return NULL;
    pool->tile[pool->n] = (tile_t){.source = source, .corner = corner};
    return &pool->tile[pool->n++];
}

static bool same_tile(lc_xy a, lc_xy b) {
    return floor_to_tile(a.x) == floor_to_tile(b.x) && floor_to_tile(a.y) == floor_to_tile(b.y);
}

/* Cut one way where it leaves a tile or the extract. What is no path is taken whole or not at all. */
static bool cut_way(pool_t *pool, const city_source *s, size_t way) {
    const lc_osm *osm = &s->osm;
    size_t first = osm->way_start[way], end = osm->way_start[way + 1];
    for (size_t i = first, next; i < end; i = next) {
        size_t node = lc_osm_find_node(osm, osm->ref[i]), other;
        for (next = i + 1; node != SIZE_MAX && next < end; next++) {
            other = lc_osm_find_node(osm, osm->ref[next]);
            if (other == SIZE_MAX || !same_tile(s->node[node], s->node[other])) break;
        }
        if (node == SIZE_MAX || next - i < 2 || (!s->walked[way] && next - i < end - first)) continue;
        tile_t *tile = tile_at(pool, s, s->node[node]);
        if (!tile || !LC_ROOM(tile->run, tile->cap, tile->n + 1)) return false;
        tile->run[tile->n++] = (run_t){way, i, next};
        if (s->walked[way]) tile->segs += next - i - 1;
    }
    return true;
}

static int densest_first(const void *a, const void *b) {
    const tile_t *p = a, *q = b;
    if (p->segs != q->segs) return p->segs > q->segs ? -1 : 1;
    if (p->corner.x != q->corner.x) return p->corner.x < q->corner.x ? -1 : 1;
    return p->corner.y < q->corner.y ? -1 : p->corner.y > q->corner.y;
}

/* The tiles with at least a fifth of the paths of the fullest tenth: town, not sea or mountain. */
static bool cut_tiles(pool_t *pool, const city_source *source, size_t n_sources) {
    for (size_t i = 0; i < n_sources; i++)
        for (size_t w = 0; w < source[i].osm.n_ways; w++)
            if (!cut_way(pool, &source[i], w)) return false;
    if (pool->n == 0) return true;
    qsort(pool->tile, pool->n, sizeof *pool->tile, densest_first);
    size_t least = pool->tile[pool->n / 10].segs / 5, kept = 0;
    for (size_t i = 0; i < pool->n; i++) {
        if (pool->tile[i].segs > least)
            pool->tile[kept++] = pool->tile[i];
        else
            free(pool->tile[i].run);
    }
    pool->n = kept;
    return true;
}

/* -------------------------------------------------------------------------------------------------------- the city */

/* One of the eight ways to lay a square tile. */
static lc_xy turned(lc_xy p, unsigned way) {
    const double side = CITY_TILE_M;
    if (way & 1) p.x = side - p.x;
    if (way & 2) p.y = side - p.y;
    return way & 4 ? (lc_xy){p.y, p.x} : p;
}

static bool copy_tags(city_t *c, const lc_osm *osm, size_t way) {
    static const char *const dropped[] = {"shop", "leisure", "amenity", "landuse"};
    const lc_osm_tags *tags = &osm->way_tags;
    for (size_t t = tags->start[way]; t < tags->start[way + 1]; t++) {
        const char *key = tags->text + tags->key[t];
        bool drop = false;
        for (size_t d = 0; d < sizeof dropped / sizeof *dropped; d++) drop = drop || strcmp(key, dropped[d]) == 0;
        if (!drop && !city_add_tag(c, key, tags->text + tags->value[t])) return false;
    }
    return true;
}

/* new_node: the extract's nodes that this tile has used, SIZE_MAX elsewhere; left so. */
static bool lay_tile(city_t *c, const tile_t *tile, double x, double y, size_t *new_node) {
    const city_source *s = tile->source;
    unsigned way = (unsigned)rng_below(&c->rng, 8);
    for (size_t i = 0; i < tile->n; i++) {
        const run_t *run = &tile->run[i];
        if (!city_begin_way(c, s->walked[run->way] ? CITY_PATH : CITY_PLAIN, 0)) return false;
        for (size_t r = run->first; r < run->end; r++) {
            size_t node = lc_osm_find_node(&s->osm, s->osm.ref[r]);
            if (new_node[node] == SIZE_MAX) {
                lc_xy p = turned((lc_xy){s->node[node].x - tile->corner.x, s->node[node].y - tile->corner.y}, way);
                if (!city_add_node(c, (lc_xy){p.x + x, p.y + y}, &new_node[node])) return false;
            }
            if (!city_add_ref(c, new_node[node])) return false;
        }
        if (!copy_tags(c, &s->osm, run->way)) return false;
    }
    for (size_t i = 0; i < tile->n; i++)
        for (size_t r = tile->run[i].first; r < tile->run[i].end; r++)
            new_node[lc_osm_find_node(&s->osm, s->osm.ref[r])] = SIZE_MAX;
    return true;
}

/* Of a few tiles drawn, the one that brings the number of segments nearest to what it should be by now. */
static const tile_t *draw_tile(city_t *c, const pool_t *pool, double due) {
    const tile_t *best = NULL;
    for (int k = 0; k < 4; k++) {
        const tile_t *tile = &pool->tile[rng_below(&c->rng, pool->n)];
        if (!best || fabs((double)(c->n_segs + tile->segs) - due) < fabs((double)(c->n_segs + best->segs) - due))
            best = tile;
    }
    return best;
}

/* ------------------------------------------------------------------------------------------------------------ links */

enum { STRETCHES = 8 }; /* of a tile's side: one link each */
static const double LINK_MAX_M = 150;

/* The path node nearest to each stretch of each border, from one side of it. */
typedef struct {
    size_t node;
    double away;
} gate_t;

static gate_t *gate_at(const city_t *c, gate_t *gate, size_t column, size_t row, int side, size_t stretch) {
    return &gate[((row * c->columns + column) * 4 + (size_t)side) * STRETCHES + stretch];
}

static void offer_gate(const city_t *c, gate_t *gate, size_t node) {
    const double side = CITY_TILE_M;
    lc_xy p = c->node[node];
    size_t column = (size_t)(p.x / side), row = (size_t)(p.y / side);
    if (column >= c->columns || row >= c->rows) return;
    double x = p.x - (double)column * side, y = p.y - (double)row * side;
    double away[4] = {x, side - x, y, side - y};
    for (int k = 0; k < 4; k++) {
        size_t stretch = (size_t)((k < 2 ? y : x) / side * STRETCHES);
        gate_t *g = gate_at(c, gate, column, row, k, stretch < STRETCHES ? stretch : STRETCHES - 1);
        if (away[k] < g->away) *g = (gate_t){node, away[k]};
    }
}

static bool add_link(city_t *c, const gate_t *a, const gate_t *b) {
    if (!(a->away + b->away < LINK_MAX_M)) return true;
    return city_begin_way(c, CITY_PATH, 0) && city_add_ref(c, a->node) && city_add_ref(c, b->node) &&
           city_add_tag(c, "highway", "residential");
}

static bool link_tiles(city_t *c) {
    size_t n = c->columns * c->rows * 4 * STRETCHES;
    gate_t *gate = LC_NEW(gate_t, n);
    bool ok = gate != NULL;
    for (size_t i = 0; ok && i < n; i++) gate[i] = (gate_t){0, INFINITY};
    for (size_t w = 0; ok && w < c->n_ways; w++)
        for (size_t k = 0; c->way[w].use == CITY_PATH && k < c->way[w].n_refs; k++)
            offer_gate(c, gate, c->ref[c->way[w].ref + k]);
    for (size_t row = 0; ok && row < c->rows; row++)
        for (size_t column = 0; ok && column < c->columns; column++)
            for (size_t k = 0; ok && k < STRETCHES; k++) {
                if (column + 1 < c->columns)
                    ok = add_link(c, gate_at(c, gate, column, row, 1, k), gate_at(c, gate, column + 1, row, 0, k));
                if (ok && row + 1 < c->rows)
                    ok = add_link(c, gate_at(c, gate, column, row, 3, k), gate_at(c, gate, column, row + 1, 2, k));
            }
    free(gate);
    return ok;
}

static size_t most_nodes(const city_source *source, size_t n_sources) {
    size_t most = 0;
    for (size_t i = 0; i < n_sources; i++)
        if (source[i].osm.n_nodes > most) most = source[i].osm.n_nodes;
    return most;
}

static bool fill(city_t *c, const pool_t *pool, size_t segments, size_t *new_node) {
    double mean = 0;
    for (size_t i = 0; i < pool->n; i++) mean += (double)pool->tile[i].segs / (double)pool->n;
    double tiles = lc_max(1, (double)segments / mean);
    c->columns = (size_t)ceil(sqrt(tiles));
    c->rows = (size_t)ceil(tiles / (double)c->columns);
    size_t n = c->columns * c->rows;
    for (size_t k = 0; k < n; k++) {
        const tile_t *tile = draw_tile(c, pool, (double)segments * (double)(k + 1) / (double)n);
        double x = (double)(k % c->columns * CITY_TILE_M), y = (double)(k / c->columns * CITY_TILE_M);
        if (!lay_tile(c, tile, x, y, new_node)) return false;
    }
    return link_tiles(c);
}

bool city_lay_tiles(city_t *c, const city_source *source, size_t n_sources, size_t segments) {
    pool_t pool = {0};
    size_t most = most_nodes(source, n_sources), *new_node = LC_NEW(size_t, most);
    bool ok = new_node && cut_tiles(&pool, source, n_sources);
    for (size_t i = 0; ok && i < most; i++) new_node[i] = SIZE_MAX;
    if (ok && pool.n) ok = fill(c, &pool, segments, new_node);
    for (size_t i = 0; i < pool.n; i++) free(pool.tile[i].run);
    free(pool.tile);
    free(new_node);
    return ok;
}
