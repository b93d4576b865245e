#include "store/cut_layers.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "source/layer_part.h"
#include "store/arrays.h"
#include "store/database_output.h"
#include "store/geom_arrays.h"
#include "store/warning_rows.h"

static const char TABLES[] =
    "CREATE TABLE lifecircle_part (" LC_WRITER_COLUMNS ", pois_leveled INTEGER NOT NULL);"
    "CREATE TABLE lifecircle_layers (layer INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, file TEXT, name TEXT, "
    "  crs TEXT, encoding TEXT, sha256 TEXT NOT NULL, is_cad INTEGER NOT NULL, features INTEGER NOT NULL, "
    "  fields INTEGER NOT NULL, source_features INTEGER NOT NULL, kinds INTEGER NOT NULL, warnings INTEGER NOT NULL, "
    "  first_warning INTEGER NOT NULL);";

static lc_status create(const lc_database *db) {
    lc_status status = lc_database_run(db, TABLES);
    if (status == LC_OK) status = lc_database_run(db, lc_arrays_table);
    return status == LC_OK ? lc_database_run(db, lc_warning_tables) : status;
}

static const lc_layout_step STEPS[] = {create};

static const lc_layout LAYOUT = {.application_id = 0x4C436C31, /* "LCl1" */
                                 .what = LC_TEXT("layers of a part of a check"),
                                 .step = STEPS,
                                 .version = sizeof STEPS / sizeof *STEPS};

static const char AGAIN[] = LC_TEXT("cut again");

void lc_cut_layer_clear(lc_cut_layer *layer) {
    free(layer->key);
    lc_layer_free(&layer->layer);
    lc_layer_whole_free(&layer->whole);
    lc_warnings_clear(&layer->warnings);
    *layer = (lc_cut_layer){0};
}

void lc_cut_layers_free(lc_cut_layers *layers) {
    if (!layers) return;
    for (size_t i = 0; i < layers->n; i++) free(layers->key[i]);
    free(layers->key);
    free(layers->path);
    free(layers);
}

/* ------------------------------------------------------------------------------------------------------------ arrays
 */

/* An array of a layer as it lies in memory. */
typedef struct {
    const char *name;
    void **data;
    size_t *n, size;
} array_t;

typedef struct {
    lc_geom_counts geoms;
    size_t n_z, n_number, n_rounded, n_filled, n_measured;
} counts_t;

enum { N_ARRAYS = 10, FIELDS_MOST = 100000 };

#define ARRAY(name, pointer, count)                                                                                    \
    { name, (void **)&(pointer), &(count), sizeof *(pointer) }
static void list_arrays(lc_cut_layer *layer, counts_t *n, array_t out[N_ARRAYS]) {
    lc_geoms *g = &layer->layer.geoms;
    const array_t list[N_ARRAYS] = {
        ARRAY("kind", g->kind, n->geoms.kind),
        ARRAY("feature", g->feature, n->geoms.feature),
        ARRAY("part_of", g->part_of, n->geoms.part_of),
        ARRAY("xy_of", g->xy_of, n->geoms.xy_of),
        ARRAY("xy", g->xy, n->geoms.xy),
        ARRAY("z", layer->layer.z, n->n_z),
        ARRAY("number", layer->layer.number, n->n_number),
        ARRAY("rounded", layer->layer.rounded, n->n_rounded),
        ARRAY("filled", layer->whole.filled, n->n_filled),
        ARRAY("measured", layer->whole.measured, n->n_measured),
    };
    memcpy(out, list, sizeof list);
}

static counts_t count(const lc_cut_layer *l) {
    const lc_geoms *g = &l->layer.geoms;
    size_t fields = l->layer.n_fields;
    return (counts_t){.geoms = lc_geoms_counts(g),
                      .n_z = l->layer.z ? g->n_xy : 0,
                      .n_number = l->layer.number ? l->layer.n_features : 0,
                      .n_rounded = l->layer.rounded ? fields : 0,
                      .n_filled = fields,
                      .n_measured = fields};
}

/* ----------------------------------------------------------------------------------------------------------- writing
 */

static lc_status insert_named(const lc_database *db, size_t layer, const char *array, const void *bytes, size_t size) {
    char name[64];
    snprintf(name, sizeof name, "%zu %s", layer, array);
    return size ? lc_array_insert(db, name, bytes, size) : LC_OK;
}

static lc_status insert_arrays(const lc_database *db, const lc_cut_layer *layer, size_t number) {
    array_t list[N_ARRAYS];
    lc_cut_layer lent = *layer;
    counts_t n = count(layer);
    char name[64];
    list_arrays(&lent, &n, list);
    lc_status status = LC_OK;
    for (size_t k = 0; status == LC_OK && k < N_ARRAYS; k++)
        status = insert_named(db, number, list[k].name, *list[k].data, *list[k].n * list[k].size);
    snprintf(name, sizeof name, "%zu value", number);
    size_t n_values = layer->layer.n_fields * layer->layer.n_features;
    return status == LC_OK ? lc_texts_insert(db, name, layer->layer.value, sizeof(char *), n_values) : status;
}

static lc_status insert_head(const lc_database *db, const lc_cut_layer *layer, size_t number, size_t warning) {
    sqlite3_stmt *insert = NULL;
    const lc_layer *l = &layer->layer;
    lc_status status = lc_database_prepare(
        db, "INSERT INTO lifecircle_layers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", &insert);
    if (status != LC_OK) return status;
    lc_bind_count(insert, 1, number);
    lc_bind_text(insert, 2, layer->key);
    lc_bind_text(insert, 3, l->file);
    lc_bind_text(insert, 4, l->layer_name);
    lc_bind_text(insert, 5, l->crs);
    lc_bind_text(insert, 6, l->encoding);
    lc_bind_text(insert, 7, l->sha256);
    lc_bind_count(insert, 8, l->is_cad);
    lc_bind_count(insert, 9, l->n_features);
    lc_bind_count(insert, 10, l->n_fields);
    lc_bind_count(insert, 11, layer->whole.n_source);
    lc_bind_count(insert, 12, (size_t)layer->whole.kinds);
    lc_bind_count(insert, 13, layer->warnings.n);
    lc_bind_count(insert, 14, warning);
    status = lc_database_insert(db, insert);
    sqlite3_finalize(insert);
    return status;
}

static lc_status insert_part(const lc_database *db, bool pois_leveled) {
    sqlite3_stmt *insert = NULL;
    lc_status status = lc_database_prepare(db, "INSERT INTO lifecircle_part VALUES (?, ?, ?, ?)", &insert);
    if (status != LC_OK) return status;
    lc_writer_bind(insert, 1);
    lc_bind_count(insert, 1 + LC_WRITER_WIDTH, pois_leveled);
    status = lc_database_insert(db, insert);
    sqlite3_finalize(insert);
    return status;
}

typedef struct {
    const lc_cut_layer *layer; /* n */
    size_t n;
    bool pois_leveled;
} part_t;

static lc_status fill(const lc_database *db, void *user) {
    const part_t *part = user;
    lc_status status = lc_layout_update(db, &LAYOUT);
    if (status == LC_OK) status = insert_part(db, part->pois_leveled);
    for (size_t i = 0, warning = 1; status == LC_OK && i < part->n; i++) {
        const lc_cut_layer *layer = &part->layer[i];
        status = insert_head(db, layer, i + 1, warning);
        if (status == LC_OK) status = insert_arrays(db, layer, i + 1);
        if (status == LC_OK) status = lc_warnings_insert(db, &layer->warnings, warning);
        warning += layer->warnings.n;
    }
    return status;
}

lc_status lc_cut_layers_write(lc_context *ctx, const char *path, const lc_cut_layer *layer, size_t n,
                              bool pois_leveled) {
    part_t part = {layer, n, pois_leveled};
    return lc_database_write(ctx, path, LC_TEXT("%s: the layers of a part need a file of their own"), fill, &part);
}

/* ----------------------------------------------------------------------------------------------------------- reading
 */

static lc_status check_part(const lc_database *db, bool *leveled) {
    sqlite3_stmt *query = NULL;
    bool row = false;
    lc_status status =
        lc_database_prepare(db, "SELECT version, byte_order, word, pois_leveled FROM lifecircle_part", &query);
    if (status == LC_OK) status = lc_database_row(db, query, &row);
    bool same = row && lc_writer_of(query, 0) == LC_WRITER_SAME;
    *leveled = row && sqlite3_column_int(query, LC_WRITER_WIDTH) != 0;
    sqlite3_finalize(query);
    if (status != LC_OK || same) return status;
    return row ? lc_fail(db->ctx, LC_ERR_INPUT,
                         "%s was cut by another version of lifecircle or on another kind of machine; cut again",
                         db->path)
               : lc_database_damaged(db);
}

/* What the row of a layer says besides: its number, and that of its first warning. */
typedef struct {
    size_t number, warning;
} row_t;

static lc_status take_head(const lc_database *db, sqlite3_stmt *row, lc_cut_layer *out, row_t *more) {
    bool memory = true;
    lc_layer *l = &out->layer;
    const char *sha256 = (const char *)sqlite3_column_text(row, 5);
    sqlite3_int64 features = sqlite3_column_int64(row, 7), fields = sqlite3_column_int64(row, 8),
                  all = sqlite3_column_int64(row, 9), warnings = sqlite3_column_int64(row, 11),
                  first = sqlite3_column_int64(row, 12);
    snprintf(l->sha256, sizeof l->sha256, "%s", sha256 ? sha256 : "");
    l->file = lc_column_text(row, 1, &memory);
    l->layer_name = lc_column_text(row, 2, &memory);
    l->crs = lc_column_text(row, 3, &memory);
    l->encoding = lc_column_text(row, 4, &memory);
    l->is_cad = sqlite3_column_int(row, 6) != 0;
    out->whole.kinds = sqlite3_column_int(row, 10) & LC_WANT_ALL;
    if (!memory) return lc_fail_memory(db->ctx);
    if (features < 0 || features >= UINT32_MAX || fields < 0 || fields > FIELDS_MOST || all < 0 || warnings < 0 ||
        warnings > FIELDS_MOST || first < 1)
        return lc_database_damaged(db);
    l->n_features = (size_t)features;
    l->n_fields = (size_t)fields;
    out->whole.n_source = (size_t)all;
    out->warnings.n = (size_t)warnings; /* filled in later */
    *more = (row_t){(size_t)sqlite3_column_int64(row, 0), (size_t)first};
    return LC_OK;
}

/* Bytes that are true or false: others make no bool. */
static bool are_flags(const bool *flag, size_t n) {
    for (size_t i = 0; i < n; i++) {
        unsigned char byte;
        memcpy(&byte, &flag[i], 1);
        if (byte > 1) return false;
    }
    return true;
}

/* Places in the source, one after the other. */
static bool are_places(const size_t *number, size_t n, size_t n_source) {
    for (size_t i = 0; i < n; i++)
        if (number[i] >= n_source || (i && number[i] <= number[i - 1])) return false;
    return true;
}

static bool fields_are_sound(const lc_cut_layer *l, const counts_t *n) {
    size_t fields = l->layer.n_fields;
    return (n->n_rounded == 0 || n->n_rounded == fields) && n->n_filled == fields && n->n_measured == fields &&
           are_flags(l->layer.rounded, n->n_rounded) && are_flags(l->whole.filled, fields) &&
           are_flags(l->whole.measured, fields);
}

/* What is not there is NULL, but for what has a place for every field. */
static void drop_empty(void **array, size_t n) {
    if (n) return;
    free(*array);
    *array = NULL;
}

static lc_status take_arrays(const lc_database *db, size_t number, lc_cut_layer *out) {
    array_t list[N_ARRAYS];
    counts_t n = {0};
    char name[64];
    lc_layer *l = &out->layer;
    lc_status status = LC_OK;
    list_arrays(out, &n, list);
    for (size_t k = 0; status == LC_OK && k < N_ARRAYS; k++) {
        snprintf(name, sizeof name, "%zu %s", number, list[k].name);
        status = lc_array_select(db, name, list[k].size, list[k].data, list[k].n);
    }
    if (status != LC_OK) return status;
    bool sound = lc_geoms_settle(&l->geoms, &n.geoms, l->n_features) && fields_are_sound(out, &n) &&
                 (n.n_z == 0 || n.n_z == n.geoms.xy) && (n.n_number == 0 || n.n_number == l->n_features) &&
                 are_places(l->number, n.n_number, out->whole.n_source);
    if (!sound) return lc_database_damaged(db);
    drop_empty((void **)&l->z, n.n_z);
    drop_empty((void **)&l->number, n.n_number);
    drop_empty((void **)&l->rounded, n.n_rounded);
    return LC_OK;
}

static lc_status take_values(const lc_database *db, size_t number, lc_layer *layer) {
    char name[64];
    size_t n = layer->n_fields * layer->n_features;
    snprintf(name, sizeof name, "%zu value", number);
    return lc_texts_select(db, name, n, &layer->value);
}

/* Those of the layer, of all that are stored. */
static lc_status take_warnings(const lc_database *db, size_t first, lc_warnings *own) {
    lc_warnings all = {0};
    size_t n = own->n;
    own->n = 0;
    lc_status status = n ? lc_warnings_select(db, &all) : LC_OK;
    if (status == LC_OK && n && (first > all.n || n > all.n - first + 1)) status = lc_database_damaged(db);
    if (status == LC_OK && !LC_ROOM(own->entry, own->capacity, n)) status = lc_fail_memory(db->ctx);
    if (status == LC_OK && n) {
        memcpy(own->entry, all.entry + first - 1, n * sizeof *own->entry);
        memset(all.entry + first - 1, 0, n * sizeof *own->entry);
        own->n = n;
    }
    lc_warnings_clear(&all);
    return status;
}

static lc_status take_layer(const lc_database *db, const char *key, lc_cut_layer *out) {
    sqlite3_stmt *query = NULL;
    row_t more = {0};
    bool row = false;
    lc_status status = lc_database_prepare(db,
                                           "SELECT layer, file, name, crs, encoding, sha256, is_cad, features, fields, "
                                           "source_features, kinds, warnings, first_warning FROM lifecircle_layers "
                                           "WHERE key = ?",
                                           &query);
    if (status == LC_OK) lc_bind_text(query, 1, key);
    if (status == LC_OK) status = lc_database_row(db, query, &row);
    if (status == LC_OK) status = row ? take_head(db, query, out, &more) : lc_database_damaged(db);
    sqlite3_finalize(query);
    lc_status told = status == LC_OK ? take_warnings(db, more.warning, &out->warnings) : status;
    if (status != LC_OK) out->warnings.n = 0; /* none was filled in */
    if (told == LC_OK) told = take_arrays(db, more.number, out);
    return told == LC_OK ? take_values(db, more.number, &out->layer) : told;
}

static lc_status list_keys(const lc_database *db, lc_cut_layers *out) {
    sqlite3_stmt *query = NULL;
    bool row = false, memory = true;
    lc_status status = check_part(db, &out->pois_leveled);
    if (status == LC_OK) status = lc_database_prepare(db, "SELECT key FROM lifecircle_layers ORDER BY layer", &query);
    if (status == LC_OK) status = lc_database_row(db, query, &row);
    while (status == LC_OK && row) {
        if (!LC_ROOM(out->key, out->cap, out->n + 1)) memory = false;
        char *key = memory ? lc_column_text(query, 0, &memory) : NULL;
        if (key) out->key[out->n++] = key;
        status = !memory ? lc_fail_memory(db->ctx) : key ? lc_database_row(db, query, &row) : lc_database_damaged(db);
    }
    sqlite3_finalize(query);
    return status;
}

/* Open the database to read of it; close it, with the status of what was read. */
static lc_status open_database(lc_context *ctx, const char *path, lc_database *db) {
    int version = 0;
    lc_status status = lc_database_open(ctx, path, LC_READ, db);
    db->again = AGAIN;
    if (status == LC_OK) status = lc_layout_check(db, &LAYOUT, &version);
    return status == LC_OK && version == 0 ? lc_database_damaged(db) : status;
}

static lc_status close_database(lc_database *db, lc_status status) {
    int code = db->db ? sqlite3_errcode(db->db) & 0xFF : SQLITE_OK;
    if (status != LC_OK && (code == SQLITE_ERROR || code == SQLITE_CORRUPT)) status = lc_database_damaged(db);
    lc_database_close(db);
    return status;
}

lc_status lc_cut_layers_open(lc_context *ctx, const char *path, lc_cut_layers **out) {
    lc_database db = {0};
    lc_cut_layers *layers = LC_NEW0(lc_cut_layers, 1);
    lc_status status = layers && (layers->path = lc_strdup(path)) ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK) status = open_database(ctx, path, &db);
    if (status == LC_OK) status = list_keys(&db, layers);
    status = close_database(&db, status);
    if (status == LC_OK)
        *out = layers;
    else
        lc_cut_layers_free(layers);
    return status;
}

lc_status lc_cut_layers_take(lc_context *ctx, const lc_cut_layers *layers, const char *key, lc_cut_layer *out) {
    lc_database db = {0};
    lc_cut_layer layer = {0};
    bool there = false;
    for (size_t i = 0; i < layers->n && !there; i++) there = strcmp(layers->key[i], key) == 0;
    if (!there)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "%s: '%.*s' is not among the layers that were cut: the project or the profile has changed; cut "
                       "again",
                       layers->path, (int)strcspn(key, "\n"), key);
    lc_status status = open_database(ctx, layers->path, &db);
    if (status == LC_OK) status = take_layer(&db, key, &layer);
    status = close_database(&db, status);
    if (status == LC_OK)
        *out = layer;
    else
        lc_cut_layer_clear(&layer);
    return status;
}
