#include "store/prepared_layout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/language.h"
#include "base/memory.h"
#include "store/arrays.h"
#include "store/warning_rows.h"

static const char TABLES[] =
    "CREATE TABLE lifecircle_network (version TEXT NOT NULL, arrays_version INTEGER NOT NULL, "
    "  byte_order TEXT NOT NULL, square_links INTEGER NOT NULL, lines INTEGER NOT NULL, node_all INTEGER NOT NULL, "
    "tolerance_m DOUBLE NOT NULL, "
    "  role TEXT NOT NULL, file TEXT NOT NULL, layer TEXT, crs TEXT, encoding TEXT, features INTEGER NOT NULL, "
    "  sha256 TEXT, rules_sha256 TEXT, min_component_m DOUBLE NOT NULL, arrays_sha256 TEXT NOT NULL);"
    "CREATE TABLE nodes (node_id INTEGER PRIMARY KEY);"
    "CREATE TABLE edges (edge_id INTEGER PRIMARY KEY, node_from INTEGER NOT NULL, node_to INTEGER NOT NULL, "
    "  cost DOUBLE NOT NULL, kind TEXT NOT NULL);";

static lc_status create(const lc_database *db) {
    lc_status status = lc_database_init_spatial(db);
    if (status == LC_OK) status = lc_database_run(db, TABLES);
    if (status == LC_OK) status = lc_database_run(db, lc_arrays_table);
    if (status == LC_OK) status = lc_database_run(db, lc_warning_tables);
    if (status == LC_OK)
        status = lc_database_call(db, "SELECT AddGeometryColumn('nodes', 'geometry', 4326, 'POINT', 'XY')");
    if (status == LC_OK)
        status = lc_database_call(db, "SELECT AddGeometryColumn('edges', 'geometry', 4326, 'LINESTRING', 'XY')");
    return status;
}

static const lc_layout_step steps[] = {create};

const lc_layout lc_prepared_layout = {.application_id = 0x4C436E31, /* "LCn1" */
                                      .what = LC_TEXT("a prepared network of lifecircle"),
                                      .step = steps,
                                      .version = sizeof steps / sizeof *steps};

void lc_prepared_hash(lc_prepared *prepared, char out[65]) {
    lc_frozen_array list[LC_FROZEN_ARRAYS];
    lc_bytes piece[1 + LC_FROZEN_ARRAYS];
    char kind[96];
    const lc_frozen *frozen = &prepared->frozen;
    snprintf(kind, sizeof kind, "%s %s %.17g %zu %zu", frozen->lines ? "lines" : "paths",
             frozen->node_all ? "all" : "ends", frozen->tolerance_m, frozen->n, frozen->n_links);
    piece[0] = (lc_bytes){kind, strlen(kind)};
    lc_frozen_list(&prepared->frozen, list);
    for (size_t i = 0; i < LC_FROZEN_ARRAYS; i++) {
        size_t extra = *list[i].data == prepared->frozen.start;
        piece[1 + i] = (lc_bytes){*list[i].data, list[i].size * (*list[i].n + extra)};
    }
    lc_sha256_bytes(piece, 1 + LC_FROZEN_ARRAYS, out);
}

void lc_prepared_free(lc_prepared *prepared) {
    lc_input_info *source = &prepared->source;
    lc_frozen_free(&prepared->frozen);
    free(source->role);
    free(source->file);
    free(source->layer);
    free(source->crs);
    free(source->encoding);
    lc_warnings_clear(&prepared->warnings);
    *prepared = (lc_prepared){0};
}

bool lc_prepared_is(const char *path) {
    static const char ending[] = ".lcn.sqlite";
    unsigned char head[72] = {0};
    size_t n = strlen(path), m = sizeof ending - 1;
    if (n > m && strcmp(path + n - m, ending) == 0) return true;
    FILE *file = fopen(path, "rb");
    if (!file) return false;
    size_t got = fread(head, 1, sizeof head, file);
    fclose(file);
    uint32_t id = (uint32_t)head[68] << 24 | (uint32_t)head[69] << 16 | (uint32_t)head[70] << 8 | head[71];
    return got == sizeof head && memcmp(head, "SQLite format 3", 16) == 0 &&
           id == (uint32_t)lc_prepared_layout.application_id;
}
