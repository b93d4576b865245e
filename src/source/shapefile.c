#include "source/shapefile.h"

#include <cpl_vsi.h>
#include <string.h>

#include "source/dbf.h"
#include "source/layer_files.h"
#include "source/layer_messages.h"

enum { HEADER = 100, ENTRY = 8, WORD = 2 };

typedef struct parts {
    char *shp, *shx, *dbf; /* paths; NULL: no such file */
} parts;

static void free_parts(parts *p) {
    free(p->shp);
    free(p->shx);
    free(p->dbf);
}

static bool find_parts(const lc_layer_reader *r, parts *out) {
    return lc_layer_part(r, "shp", &out->shp) && lc_layer_part(r, "shx", &out->shx) &&
           lc_layer_part(r, "dbf", &out->dbf);
}

static uint32_t big(const unsigned char *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Bytes of a .shp or .shx by its own header, and those that are there. */
static bool sizes(VSILFILE *file, vsi_l_offset *told, vsi_l_offset *real) {
    unsigned char header[HEADER];
    if (VSIFReadL(header, 1, sizeof header, file) != sizeof header) return false;
    *told = (vsi_l_offset)big(header + 24) * WORD;
    VSIFSeekL(file, 0, SEEK_END);
    *real = VSIFTellL(file);
    return *told >= HEADER;
}

/* Shapes in a .shp, one behind the other. false when they do not fill it: then nobody can tell, and reading will. */
static bool count_shapes(const char *path, size_t *n) {
    VSILFILE *file = VSIFOpenL(path, "rb");
    vsi_l_offset told = 0, real = 0, at = HEADER;
    unsigned char head[8];
    bool ok = file && sizes(file, &told, &real) && told <= real;
    *n = 0;
    while (ok && at < told) {
        ok = VSIFSeekL(file, at, SEEK_SET) == 0 && VSIFReadL(head, 1, sizeof head, file) == sizeof head;
        at += sizeof head + (vsi_l_offset)big(head + 4) * WORD;
        *n += 1;
    }
    if (file) VSIFCloseL(file);
    return ok && at == told;
}

static bool count_entries(const char *path, size_t *n) {
    VSILFILE *file = VSIFOpenL(path, "rb");
    vsi_l_offset told = 0, real = 0;
    bool ok = file && sizes(file, &told, &real) && told <= real;
    if (ok) *n = (size_t)(told - HEADER) / ENTRY;
    if (file) VSIFCloseL(file);
    return ok;
}

static lc_status check_counts(lc_layer_reader *r, const parts *p) {
    size_t shapes = 0, entries = 0, records = lc_dbf_records(r->dbf), whole = lc_dbf_whole_records(r->dbf);
    if (!count_entries(p->shx, &entries))
        return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s' cannot be read whole: its .shx is cut short; copy it again",
                       r->shown_role, r->source->text);
    if (!count_shapes(p->shp, &shapes)) shapes = entries;
    if (whole < records)
        return lc_fail(r->ctx, LC_ERR_INPUT,
                       "%s: '%s' cannot be read whole: its .dbf says %zu records and has %zu; copy it again",
                       r->shown_role, r->source->text, records, whole);
    if (shapes != entries || entries != records)
        return lc_fail(r->ctx, LC_ERR_INPUT,
                       "%s: '%s' is of files that do not belong together: .shp %zu, .shx %zu, .dbf %zu records; take "
                       "all of them from one copy",
                       r->shown_role, r->source->text, shapes, entries, records);
    return LC_OK;
}

lc_status lc_shapefile_check(lc_layer_reader *r) {
    if (!r->is_shapefile) return LC_OK;
    parts p = {0};
    lc_status status = find_parts(r, &p) ? LC_OK : lc_fail_memory(r->ctx);
    if (status == LC_OK && p.dbf) {
        r->dbf = lc_dbf_open(p.dbf);
        if (!r->dbf || lc_dbf_fields(r->dbf) != (size_t)OGR_FD_GetFieldCount(OGR_L_GetLayerDefn(r->layer)))
            status = lc_fail(r->ctx, LC_ERR_INPUT,
                             "%s: '%s' cannot be read whole: its .dbf has a damaged header; copy it again",
                             r->shown_role, r->source->text);
    }
    if (status == LC_OK && r->dbf && p.shp && p.shx) status = check_counts(r, &p);
    if (status == LC_OK && p.shp && !p.dbf)
        lc_layer_tell(r, "fields_missing", "shapefiles without a .dbf: their features have no fields", "%s", "");
    size_t deleted = 0;
    if (status == LC_OK && r->dbf && !lc_dbf_deleted(r->dbf, &deleted)) status = lc_layer_gdal_fail(r, "read whole");
    if (status == LC_OK)
        lc_layer_warn(r, "record_deleted", "records that are marked as deleted in the .dbf, left out", deleted);
    free_parts(&p);
    return status;
}

lc_status lc_shapefile_check_field(lc_layer_reader *r, int field, const char *name) {
    char type = r->dbf && field >= 0 ? lc_dbf_type(r->dbf, (size_t)field) : 'C';
    if (strchr("CNFDL", type)) return LC_OK;
    return lc_fail(
        r->ctx, LC_ERR_INPUT,
        "%s: '%s': field '%s' is of type '%c', whose values are not in the .dbf as text; save the layer as a "
        "GeoPackage with the program that made it",
        r->shown_role, r->source->text, name, type);
}
