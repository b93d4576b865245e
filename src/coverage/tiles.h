/* The plane in tiles, each with the communities in it, shared out among threads and added up in order. */
#ifndef LC_COVERAGE_TILES_H
#define LC_COVERAGE_TILES_H

#include "coverage/region.h"
#include "geo/index.h"

/* Scratch that every kind of worker needs. */
typedef struct lc_tile_scratch {
    lc_region_scratch region;
    lc_items items;
} lc_tile_scratch;

/* A community, as far as it lies in a tile: itself and the zones there, clipped to what its box and the tile's have in
   common; and what is added up for it. */
typedef struct lc_tile_part {
    lc_region region;
    size_t community; /* which of those that are asked for */
    double area;      /* of the whole of it */
    double *tally;
} lc_tile_part;

/* A square of the plane, with the communities that lie in it. */
typedef struct lc_tile {
    lc_box box;
    lc_tile_part *part;
    size_t n;
} lc_tile;

/* Add the parts of a tile to their tallies. */
typedef bool (*lc_tile_fn)(void *user, int worker, const lc_tile *tile, lc_tile_scratch *scratch);

/* Takes the tally of the i-th community in one tile; it is gone afterwards. One call at a time, tile after tile in one
   order whatever the number of threads. */
typedef void (*lc_tile_tally_fn)(void *user, size_t i, const lc_box *tile, double *tally);

typedef struct lc_tiling {
    const lc_geoms *communities; /* features in ascending order */
    lc_layers community_layer;
    const lc_zones *const *zones; /* n_zones sets, NULL entries allowed */
    size_t n_zones;
    size_t tally_size; /* doubles */
    lc_tile_fn fn;
    void *user;
    lc_tile_tally_fn each; /* gets every tile's tally before it is added up; NULL: nobody does */
} lc_tiling;

/* The tiles that a community with this box lies in, as one box. */
lc_box lc_tiles_of(const lc_box *community);

/* Takes the tally of the i-th community when it is complete; it is gone afterwards. Several threads may call at once,
   for different i. */
typedef void (*lc_tally_fn)(void *user, size_t i, double *tally);

/* The widest of the tiles that communities of these boxes lie in: narrower ones lie in it, and all are laid from the
   origin. */
double lc_tiles_width(const lc_box *community, size_t n);

/* Tally the communities `which` (n of them), one after the other as their tiles are done. The sums are made in one
   order whatever the number of threads, and tiles lie where they lie whatever communities are asked for. `take` and
   what `each` of the tiling asks for have the same user. */
lc_status lc_tiles_run(lc_context *ctx, const lc_tiling *tiling, const uint32_t *which, size_t n, lc_tally_fn take,
                       void *taker);

#endif
