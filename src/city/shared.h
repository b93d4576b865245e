/* Sources of a city in several planes: each is read once, whole, and every plane takes what lies in its box. */
#ifndef LC_CITY_SHARED_H
#define LC_CITY_SHARED_H

#include "city/planes.h"
#include "city/pois.h"
#include "geo/index.h"
#include "profile/cut_part.h"
#include "profile/rules.h"
#include "source/layer.h"
#include "source/osm_index.h"
#include "store/cut_layers.h"

/* Part `number` of `of`; of n communities in all. */
typedef struct lc_shard_of {
    size_t number, of, n;
} lc_shard_of;

/* A layer as a plane takes its part of it. */
typedef struct lc_shared_layer {
    char *key; /* lc_shared_key() */
    lc_layer layer;
    lc_index *index; /* lc_lonlat_index() */
    lc_layer_whole whole;
    lc_warnings warnings; /* what reading it had to say */
} lc_shared_layer;

/* An extract, the same. */
typedef struct lc_shared_osm {
    lc_osm *osm; /* NULL before it is read */
    lc_osm_index *index;
} lc_shared_osm;

/* Has the extract anything of a category? */
typedef struct lc_shared_category {
    char *name;
    bool any, area;
} lc_shared_category;

typedef struct lc_shared {
    lc_city_options options; /* with texts of its own, but for the profiles, which are borrowed */
    lc_planes planes;
    lc_planes all_planes; /* of a part that reads its sources whole: those of all, without communities; none else */
    lc_shard_of part;     /* of a part of the planes: which, and of what; {0} for all */
    lc_cut_part *cut;     /* what a part was cut with, where the options name a file of it; NULL else */
    lc_cut_layers *cut_layers; /* its layers, where these were cut; NULL else */
    size_t *index;             /* of a part: each community's place among all; NULL for all */
    lc_box near;               /* all communities, lon/lat */
    lc_warnings warnings; /* what reading the sources had to say: once, whichever plane was the first to ask for them */
    lc_shared_layer **layer;
    size_t n_layers, cap_layers;
    bool gathers; /* layers alone are read, to be cut (cut_layers.h): nothing of OpenStreetMap */
    lc_shared_osm osm, network_osm;
    lc_pois pois; /* of all tables, until every category has taken its rows */
    bool has_pois, pois_leveled;
    lc_shared_category *category;
    size_t n_categories, cap_categories;
} lc_shared;

/* What a shard that is the file of a part (part.yaml) says; NULL for "K/N" and without one. And its layers, NULL when
   they are read whole. */
lc_status lc_shared_open_part(lc_context *ctx, const char *shard, lc_cut_part **part, lc_cut_layers **layers);

/* Begin with a copy of the options; the file of a part that they name is read. */
lc_status lc_shared_new(lc_context *ctx, const lc_city_options *options, lc_shared **out);
void lc_shared_free(lc_shared *shared);
/* All planes have been read, and stay in memory: free the sources, and keep what there was to say of them. */
void lc_shared_drop_sources(lc_shared *shared);

/* What tells a layer from others: source, role and the fields that are read; malloc'ed, NULL when memory is out. */
char *lc_shared_key(const char *text, const char *role, const char *const *fields, size_t n);
/* Is a key of that source? */
bool lc_shared_key_is_of(const char *key, const char *text);
/* The layer with that key, NULL before it is there. Of a part whose layers were cut it is read then; one that was not
   cut with them is LC_ERR_INPUT. */
lc_status lc_shared_find(lc_context *ctx, lc_shared *shared, const char *key, const lc_shared_layer **out);
/* Keep one that has been read, and what reading it had to say; both are consumed. */
lc_status lc_shared_keep(lc_context *ctx, lc_shared *shared, const char *key, size_t n_source, lc_layer *layer,
                         lc_warnings *told);
/* Has any layer of that source been read, or cut? */
bool lc_shared_has(const lc_shared *shared, const char *text);

/* While a source is read whole, its warnings go to `shared` and not to the plane: to be called before and after. */
void lc_shared_warnings(lc_context *ctx, lc_shared *shared);

/* Keep an extract, which is consumed, and take of it what lies in the box. */
lc_status lc_shared_keep_osm(lc_context *ctx, lc_shared_osm *to, lc_osm *osm);
void lc_shared_drop_osm(lc_shared_osm *osm);
lc_status lc_shared_osm_part(lc_context *ctx, const lc_shared_osm *from, const lc_box *box, lc_osm **out);
/* What the whole extract has of a category: looked for once, and without warnings; of a part that was cut, as its file
   says. */
lc_status lc_shared_osm_category(lc_context *ctx, lc_shared *shared, const lc_category_def *def,
                                 const lc_shared_category **out);

#endif
