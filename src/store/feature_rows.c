#include "store/feature_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "geo/wkb.h"
#include "store/rtree.h"

/* A geometry: "GP", version 0, flags, the number of the CRS, for others than points a box, then WKB; all little-endian.
 */
enum { HEAD = 8, BOX = 32, FLAG_LITTLE_ENDIAN = 1, FLAG_BOX = 2, VERSION = 2, FLAGS = 3, CRS = 4 };

typedef struct {
    const lc_database *db;
    const lc_feature_rows *rows;
    int64_t crs;
    lc_box *box; /* of each row; empty without geometry */
    char **trigger;
    size_t n_triggers, cap_triggers;
    unsigned char *blob;
    size_t cap_blob;
} filling_t;

/* --------------------------------------------------------------------------------------------------------- helpers */

/* Run a statement about the table, its name in the place of %w (within "") or %Q. */
static lc_status run(const filling_t *f, const char *sql, const char *name) {
    char *text = sqlite3_mprintf(sql, name);
    lc_status status = text ? lc_database_run(f->db, text) : lc_fail_memory(f->db->ctx);
    sqlite3_free(text);
    return status;
}

/* -------------------------------------------------------------------------------------------------------- triggers */

/* They keep the index and the number of rows in step with a table: of no use while it is filled. */
static lc_status take_triggers(filling_t *f) {
    sqlite3_stmt *query = NULL;
    lc_status status = lc_database_prepare(
        f->db, "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ? ORDER BY rowid", &query);
    bool row = true, memory = true;
    if (status == LC_OK) lc_bind_text(query, 1, f->rows->table);
    while (status == LC_OK && memory) {
        status = lc_database_row(f->db, query, &row);
        if (status != LC_OK || !row) break;
        memory = LC_ROOM(f->trigger, f->cap_triggers, f->n_triggers + 1);
        if (memory) f->trigger[f->n_triggers++] = lc_column_text(query, 0, &memory);
    }
    sqlite3_finalize(query);
    return memory ? status : lc_fail_memory(f->db->ctx);
}

/* The names, one after the other: a statement that runs keeps its triggers from being dropped. */
static lc_status drop_triggers(const filling_t *f) {
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && i < f->n_triggers; i++) {
        sqlite3_stmt *query = NULL;
        bool row = false, memory = true;
        char *name = NULL;
        status = lc_database_prepare(
            f->db, "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ? LIMIT 1", &query);
        if (status == LC_OK) lc_bind_text(query, 1, f->rows->table);
        if (status == LC_OK) status = lc_database_row(f->db, query, &row);
        if (row) name = lc_column_text(query, 0, &memory);
        sqlite3_finalize(query);
        if (name) status = run(f, "DROP TRIGGER \"%w\"", name);
        if (!memory) status = lc_fail_memory(f->db->ctx);
        free(name);
    }
    return status;
}

static lc_status put_triggers(const filling_t *f) {
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && i < f->n_triggers; i++) status = lc_database_run(f->db, f->trigger[i]);
    return status;
}

/* ------------------------------------------------------------------------------------------------------- geometries */

static lc_status ask_crs(filling_t *f) {
    char *sql = sqlite3_mprintf("SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = %Q", f->rows->table);
    lc_status status = sql ? lc_database_number(f->db, sql, &f->crs) : lc_fail_memory(f->db->ctx);
    sqlite3_free(sql);
    return status;
}

static void put(unsigned char *at, uint64_t bits, size_t n) {
    for (size_t i = 0; i < n; i++) at[i] = (unsigned char)(bits >> (8 * i));
}

static void put_number(unsigned char *at, double value) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put(at, bits, sizeof bits);
}

/* Geometries first .. end-1 as one, in f->blob. */
static bool make_blob(filling_t *f, size_t first, size_t end, const lc_box *box, size_t *size) {
    const lc_geoms *geoms = f->rows->geoms;
    bool boxed = f->rows->multi || geoms->kind[first] != LC_POINT;
    size_t head = HEAD + (boxed ? BOX : 0);
    *size = head + lc_geoms_wkb_put(geoms, first, end, f->rows->multi, NULL);
    if (!LC_ROOM(f->blob, f->cap_blob, *size)) return false;
    memcpy(f->blob, "GP", VERSION);
    f->blob[VERSION] = 0;
    f->blob[FLAGS] = (unsigned char)(FLAG_LITTLE_ENDIAN | (boxed ? FLAG_BOX : 0));
    put(f->blob + CRS, (uint64_t)f->crs, HEAD - CRS);
    const double side[] = {box->x0, box->x1, box->y0, box->y1};
    for (size_t i = 0; boxed && i < 4; i++) put_number(f->blob + HEAD + i * sizeof *side, side[i]);
    lc_geoms_wkb_put(geoms, first, end, f->rows->multi, f->blob + head);
    return true;
}

/* ------------------------------------------------------------------------------------------------------------- rows */

/* INSERT INTO "table" ("fid", "geom", "column", …) VALUES (?, ?, ?, …). */
static lc_status prepare_insert(const filling_t *f, sqlite3_stmt **out) {
    sqlite3_str *sql = sqlite3_str_new(f->db->db);
    sqlite3_str_appendf(sql, "INSERT INTO \"%w\" (\"fid\", \"geom\"", f->rows->table);
    for (size_t c = 0; c < f->rows->n_columns; c++) sqlite3_str_appendf(sql, ", \"%w\"", f->rows->column[c].name);
    sqlite3_str_appendf(sql, ") VALUES (?, ?");
    for (size_t c = 0; c < f->rows->n_columns; c++) sqlite3_str_appendf(sql, ", ?");
    sqlite3_str_appendf(sql, ")");
    char *text = sqlite3_str_finish(sql);
    lc_status status = text ? lc_database_prepare(f->db, text, out) : lc_fail_memory(f->db->ctx);
    sqlite3_free(text);
    return status;
}

static void bind_values(const filling_t *f, sqlite3_stmt *insert, size_t row) {
    for (size_t c = 0; c < f->rows->n_columns; c++) {
        const lc_row_values *column = &f->rows->column[c];
        int at = (int)c + 3;
        if (column->text)
            lc_bind_text(insert, at, column->text[row]);
        else if (!isfinite(column->number[row]))
            sqlite3_bind_null(insert, at);
        else if (column->whole)
            sqlite3_bind_int64(insert, at, llround(column->number[row]));
        else
            sqlite3_bind_double(insert, at, column->number[row]);
    }
}

/* Row `row`, with geometries first .. end-1. */
static lc_status put_row(filling_t *f, sqlite3_stmt *insert, size_t row, size_t first, size_t end) {
    size_t size = 0;
    f->box[row] = lc_geoms_box(f->rows->geoms, first, end);
    if (end > first && !make_blob(f, first, end, &f->box[row], &size)) return lc_fail_memory(f->db->ctx);
    sqlite3_bind_int64(insert, 1, (sqlite3_int64)row + 1);
    if (end > first)
        sqlite3_bind_blob64(insert, 2, f->blob, size, SQLITE_STATIC);
    else
        sqlite3_bind_null(insert, 2);
    bind_values(f, insert, row);
    return lc_database_insert(f->db, insert);
}

static lc_status put_rows(filling_t *f) {
    const lc_geoms *geoms = f->rows->geoms;
    sqlite3_stmt *insert = NULL;
    size_t g = 0;
    f->box = LC_NEW(lc_box, f->rows->n);
    lc_status status = f->box ? prepare_insert(f, &insert) : lc_fail_memory(f->db->ctx);
    for (size_t i = 0; status == LC_OK && i < f->rows->n; i++) {
        size_t first = g;
        while (g < geoms->n && geoms->feature[g] == i) g++;
        status = lc_fail_cancelled(f->db->ctx);
        if (status == LC_OK) status = put_row(f, insert, i, first, g);
    }
    sqlite3_finalize(insert);
    return status;
}

/* ----------------------------------------------------------------------------------------------------------- whole */

/* What the package tells about the table: how many rows it has, and where, in as many digits as GDAL writes. Of one
   without rows nothing is told. */
static lc_status tell_contents(const filling_t *f) {
    lc_box all = lc_box_empty();
    for (size_t i = 0; i < f->rows->n; i++)
        if (f->box[i].x0 <= f->box[i].x1) lc_box_join(&all, &f->box[i]);
    sqlite3_str *sql = sqlite3_str_new(f->db->db);
    if (f->rows->n)
        sqlite3_str_appendf(sql, "UPDATE gpkg_ogr_contents SET feature_count = %lld WHERE table_name = %Q;",
                            (long long)f->rows->n, f->rows->table);
    if (all.x0 <= all.x1)
        sqlite3_str_appendf(sql,
                            "UPDATE gpkg_contents SET min_x = %.18g, min_y = %.18g, max_x = %.18g, max_y = %.18g WHERE "
                            "table_name = %Q;",
                            all.x0, all.y0, all.x1, all.y1, f->rows->table);
    sqlite3_str_appendf(sql, "SELECT 1");
    char *text = sqlite3_str_finish(sql);
    lc_status status = text ? lc_database_run(f->db, text) : lc_fail_memory(f->db->ctx);
    sqlite3_free(text);
    return status;
}

static lc_status fill_index(const filling_t *f) {
    char *index = sqlite3_mprintf("rtree_%s_geom", f->rows->table);
    lc_status status = index ? lc_rtree_fill(f->db, index, f->box, f->rows->n) : lc_fail_memory(f->db->ctx);
    sqlite3_free(index);
    return status;
}

lc_status lc_feature_rows_put(const lc_database *db, const lc_feature_rows *rows) {
    filling_t f = {.db = db, .rows = rows};
    lc_status status = take_triggers(&f);
    if (status == LC_OK) status = drop_triggers(&f);
    if (status == LC_OK) status = ask_crs(&f);
    if (status == LC_OK) status = put_rows(&f);
    if (status == LC_OK) status = fill_index(&f);
    if (status == LC_OK) status = put_triggers(&f);
    if (status == LC_OK) status = tell_contents(&f);
    for (size_t i = 0; i < f.n_triggers; i++) free(f.trigger[i]);
    free(f.trigger);
    free(f.blob);
    free(f.box);
    return status;
}
