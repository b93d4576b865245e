#include "source/layer_open.h"

#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "source/csv_dataset.h"
#include "source/layer_dataset.h"
#include "source/layer_files.h"
#include "source/layer_messages.h"
#include "source/layer_subset.h"
#include "source/layer_text.h"
#include "source/layer_whole.h"
#include "source/mapinfo.h"
#include "source/osm.h"
#include "source/osm_missing.h"
#include "source/osm_read.h"
#include "source/shapefile.h"
#include "source/table.h"
#include "source/table_sheets.h"

/* ------------------------------------------------------------- OSM files */

static void warn_of_missing(const lc_layer_reader *r, const lc_osm *osm) {
    static const char message[] = LC_TEXT(
        "relations of which ways or nodes are not in the file: their areas are left out, or closed by a guess (GDAL)");
    int64_t id[LC_EXAMPLES_MAX];
    size_t n = lc_osm_missing(osm, id, LC_EXAMPLES_MAX), shown = n < LC_EXAMPLES_MAX ? n : LC_EXAMPLES_MAX;
    for (size_t i = 0; i < shown; i++)
        lc_layer_tell(r, "osm_relation_incomplete", message, ": relation/%lld", (long long)id[i]);
    lc_warn_count(r->ctx, "osm_relation_incomplete", message, n - shown);
}

/* Our own reader knows whether an OSM file is whole, and in the order that GDAL's driver needs: it takes what it gets,
   and finds no node that comes late, stands on its way, or is there in two versions. */
static lc_status check_osm(lc_layer_reader *r) {
    const char *path = r->source->path;
    lc_osm osm;
    lc_status status = lc_osm_read(r->ctx, &path, 1, NULL, 0, &osm);
    if (status) return status;
    if (!osm.in_order)
        status =
            lc_fail(r->ctx, LC_ERR_INPUT,
                    "%s: '%s' cannot be read as layers: its objects are not sorted, or are given several times, or "
                    "have their positions on the way; sort it, as 'osmium sort -o NEW.osm.pbf' does, or give it with "
                    "--osm",
                    r->shown_role, path);
    else if (r->want & LC_WANT_POLYGONS && !r->surveys)
        warn_of_missing(r, &osm);
    lc_osm_free(&osm);
    return status;
}

/* A layer of an OSM file holds all kinds of things, of which hardly ever all are meant. Lines have the walk rules. */
static lc_status check_choice(lc_layer_reader *r) {
    if (!r->is_osm || r->source->subset || r->want == LC_WANT_LINES) return LC_OK;
    return lc_fail(r->ctx, LC_ERR_INPUT,
                   "%s: '%s' holds objects of all kinds; say which with a layer and a subset, such as "
                   "'%s|layername=multipolygons|subset=boundary = 'administrative' AND admin_level = '9''",
                   r->shown_role, r->source->text, r->source->path);
}

/* --------------------------------------------------------------------- CRS */

OGRSpatialReferenceH lc_layer_native_crs(const lc_layer_reader *r) {
    OGRSpatialReferenceH srs = OGR_L_GetSpatialRef(r->layer);
    if (!srs || !lc_crs_is_defined(srs)) return NULL;
    char *mif = NULL;
    bool understood = !lc_layer_driver_is(r->dataset, "MapInfo File") || !lc_layer_part(r, "mif", &mif) || !mif ||
                      lc_mapinfo_understood(mif, srs);
    free(mif);
    return understood ? srs : NULL;
}

/* The member `crs` of a GeoJSON. GDAL takes what it does not understand in it for WGS 84. */
static lc_status set_crs_of_head(lc_layer_reader *r, OGRSpatialReferenceH native) {
    const char *name = r->head.crs, *tail = name;
    for (const char *c = name; *c; c++)
        if (*c == ':' || *c == '/') tail = c + 1;
    if (!*name) return lc_crs_new(r->ctx, NULL, NULL, r->source->text, &r->crs);
    if (lc_crs_is_shifted(tail)) return lc_crs_new(r->ctx, NULL, tail, r->source->text, &r->crs);
    bool known = strstr(name, "://") || lc_crs_is_known(name); /* an address that is a name; others have been refused */
    return lc_crs_new(r->ctx, known ? native : NULL, known ? NULL : name, r->source->text, &r->crs);
}

lc_status lc_layer_set_crs(lc_layer_reader *r) {
    OGRSpatialReferenceH native = lc_layer_native_crs(r);
    if (!r->source->crs && r->head.has_crs && lc_layer_driver_is(r->dataset, "GeoJSON"))
        return set_crs_of_head(r, native);
    const char *given = r->source->crs ? r->source->crs : r->table.crs;
    if (!given && r->table.given) return lc_table_no_crs(r);
    return lc_crs_new(r->ctx, native, given, r->source->text, &r->crs);
}

/* Keys of a source that mean nothing here are mistakes. */
static lc_status check_keys(lc_layer_reader *r) {
    const char *closed = r->source->closed_lines;
    if (r->source->nodata)
        return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s': nodata= has a meaning for rasters only; leave it out",
                       r->shown_role, r->source->text);
    if (r->source->spread && strcmp(r->role, "demand") != 0)
        return lc_fail(r->ctx, LC_ERR_INPUT,
                       "%s: '%s': spread= is for demand alone, whose weight it lays; leave it out", r->shown_role,
                       r->source->text);
    if (closed && strcmp(closed, "areas") != 0)
        return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s': closed_lines=%s is not known; write closed_lines=areas",
                       r->shown_role, r->source->text, closed);
    if (closed && !(r->want & LC_WANT_POLYGONS))
        return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s': closed_lines=areas has no meaning here, where no area is read",
                       r->shown_role, r->source->text);
    return LC_OK;
}

lc_status lc_layer_open_without_crs(lc_layer_reader *r) {
    lc_status status = check_keys(r);
    if (!status) status = lc_layer_open_dataset(r);
    if (!status && r->is_osm) status = check_osm(r);
    if (!status) status = lc_layer_choose(r);
    if (!status) status = lc_shapefile_check(r);
    if (!status) status = lc_layer_check_whole(r);
    if (!status) status = lc_layer_set_encoding(r);
    if (!status) status = lc_table_find(r);
    if (!status) status = lc_layer_set_subset(r);
    return status;
}

lc_status lc_layer_open(lc_layer_reader *r) {
    lc_status status = lc_layer_open_without_crs(r);
    if (!status) status = check_choice(r);
    return status ? status : lc_layer_set_crs(r);
}

void lc_layer_close(lc_layer_reader *r) {
    lc_layer_close_dataset(r);
    lc_table_end(r);
    lc_sheets_end();
    lc_dbf_close(r->dbf);
    lc_odd_cells_free(&r->odd);
    lc_crs_free(r->crs);
    lc_text_sample_end(&r->decoded);
    free(r->codec);
    free(r->decode_from);
    free(r->path);
    free(r->encoding);
    free(r->ring_z);
    free(r->z);
    free(r->ring);
}
