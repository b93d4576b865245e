#include "source/odd_cells.h"

#include <cpl_error.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "source/gdal_errors.h"

static bool is_sqlite(GDALDatasetH dataset) {
    const char *driver = GDALGetDriverShortName(GDALGetDatasetDriver(dataset));
    return strcasecmp(driver, "GPKG") == 0 || strcasecmp(driver, "SQLite") == 0;
}

/* A name in SQL, in double quotes, malloc'ed. */
static char *quoted(const char *name) {
    char *out = LC_NEW(char, 2 * strlen(name) + 3), *to = out;
    if (!out) return NULL;
    *to++ = '"';
    for (; *name; name++) {
        if (*name == '"') *to++ = '"';
        *to++ = *name;
    }
    *to++ = '"';
    *to = '\0';
    return out;
}

/* What a column of the type cannot hold, of SQLite's value v. */
static const char *odd_values(OGRFieldType type) {
    switch (type) {
    case OFTInteger:
        return "typeof(v) NOT IN ('null', 'integer') OR v < -2147483648 OR v > 2147483647";
    case OFTInteger64:
        return "typeof(v) NOT IN ('null', 'integer')";
    case OFTReal:
        return "typeof(v) NOT IN ('null', 'integer', 'real') OR (typeof(v) = 'integer' AND abs(v) > 9007199254740992)";
    default:
        return NULL;
    }
}

static char *write_query(OGRLayerH layer, OGRFieldDefnH field) {
    const char *odd = odd_values(OGR_Fld_GetType(field)), *key = OGR_L_GetFIDColumn(layer);
    char *table = quoted(OGR_L_GetName(layer)), *column = quoted(OGR_Fld_GetNameRef(field));
    char *fid = *key ? quoted(key) : lc_strdup("rowid");
    char *sql = odd && table && column && fid
                    ? lc_sprintf("SELECT CAST(k AS TEXT) AS k, CAST(v AS TEXT) AS v FROM (SELECT %s AS k, %s AS v FROM "
                                 "%s) WHERE %s ORDER BY CAST(k AS INTEGER)",
                                 fid, column, table, odd)
                    : NULL;
    free(fid);
    free(column);
    free(table);
    return sql;
}

static bool add(lc_odd_cells *out, int field, OGRFeatureH row) {
    if (!LC_ROOM(out->cell, out->capacity, out->n + 1)) return false;
    long long fid = strtoll(OGR_F_GetFieldAsString(row, 0), NULL, 10);
    char *text = lc_strdup(OGR_F_GetFieldAsString(row, 1));
    if (!text) return false;
    out->cell[out->n++] = (lc_odd_cell){field, fid, text};
    return true;
}

bool lc_odd_cells_find(GDALDatasetH dataset, OGRLayerH layer, int field, lc_odd_cells *out) {
    OGRFieldDefnH definition = OGR_FD_GetFieldDefn(OGR_L_GetLayerDefn(layer), field);
    bool ok = true;
    if (!is_sqlite(dataset) || !odd_values(OGR_Fld_GetType(definition))) return true;
    char *sql = write_query(layer, definition);
    if (!sql) return false;
    /* A view may have no key to ask by: then GDAL's own values must do. */
    lc_gdal_hush();
    OGRLayerH rows = GDALDatasetExecuteSQL(dataset, sql, NULL, NULL);
    OGRFeatureH row;
    while (rows && ok && (row = OGR_L_GetNextFeature(rows)) != NULL) {
        ok = add(out, field, row);
        OGR_F_Destroy(row);
    }
    if (rows) GDALDatasetReleaseResultSet(dataset, rows);
    lc_gdal_speak();
    CPLErrorReset();
    free(sql);
    return ok;
}

const char *lc_odd_cells_text(const lc_odd_cells *cells, int field, long long fid) {
    size_t low = 0, high = cells->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const lc_odd_cell *c = &cells->cell[middle];
        if (c->field < field || (c->field == field && c->fid < fid))
            low = middle + 1;
        else
            high = middle;
    }
    return low < cells->n && cells->cell[low].field == field && cells->cell[low].fid == fid ? cells->cell[low].text
                                                                                            : NULL;
}

void lc_odd_cells_free(lc_odd_cells *cells) {
    for (size_t i = 0; i < cells->n; i++) free(cells->cell[i].text);
    free(cells->cell);
    *cells = (lc_odd_cells){0};
}
