/* Is a file all of what it says it is of? */
#include "source/layer_whole.h"

#include <stdlib.h>
#include <string.h>

#include "source/layer_files.h"
#include "source/layer_messages.h"
#include "source/mapinfo.h"

/* Names of coordinate systems may look like addresses: OGC's are understood without asking anybody. */
static bool is_name(const char *address) {
    static const char *const ogc[] = {"http://www.opengis.net/def/crs/", "https://www.opengis.net/def/crs/",
                                      "http://opengis.net/def/crs/", "https://opengis.net/def/crs/"};
    for (size_t i = 0; i < sizeof ogc / sizeof *ogc; i++)
        if (strncmp(address, ogc[i], strlen(ogc[i])) == 0) return true;
    return false;
}

lc_status lc_layer_check_head(lc_layer_reader *r) {
    if (!lc_layer_is_file(r->path)) return LC_OK; /* a database, a folder, an archive */
    lc_layer_head_read(r->path, &r->head);
    bool address = strstr(r->head.crs, "://") != NULL && !is_name(r->head.crs);
    if (!r->head.crs_link && !address) return LC_OK;
    return lc_fail(
        r->ctx, LC_ERR_INPUT,
        "%s: '%s' names its coordinate system by an address, '%s', which is not fetched; take the member crs out of "
        "it, and say the system with '|crs='",
        r->shown_role, r->source->text, r->head.crs);
}

/* All features of the file, whatever the layer. */
static long long count_features(const lc_layer_reader *r) {
    long long n = 0;
    int layers = GDALDatasetGetLayerCount(r->dataset);
    for (int i = 0; i < layers; i++) n += (long long)OGR_L_GetFeatureCount(GDALDatasetGetLayer(r->dataset, i), TRUE);
    return n;
}

/* GDAL reads a .mif as far as it goes: one that was cut between two objects has rows in its .mid for which it has none.
 */
static lc_status check_mapinfo(lc_layer_reader *r) {
    char *mif = NULL, *mid = NULL;
    size_t rows = 0;
    lc_status status = LC_OK;
    if (strcmp(GDALGetDriverShortName(GDALGetDatasetDriver(r->dataset)), "MapInfo File") != 0) return LC_OK;
    if (!lc_layer_part(r, "mif", &mif) || !lc_layer_part(r, "mid", &mid)) status = lc_fail_memory(r->ctx);
    if (status == LC_OK && mif && mid && lc_mapinfo_rows(mid, &rows)) {
        long long objects = (long long)OGR_L_GetFeatureCount(r->layer, TRUE);
        if (objects != (long long)rows)
            status = lc_fail(
                r->ctx, LC_ERR_INPUT,
                "%s: '%s' is of files that do not belong together: .mif %lld objects, .mid %zu rows; take both from "
                "one copy",
                r->shown_role, r->source->text, objects, rows);
    }
    free(mif);
    free(mid);
    return status;
}

/* Does a layer hold as many features as it says, of which n have been read? A FlatGeobuf that is cut within its index
   says so in no other way. */
lc_status lc_layer_check_count(lc_layer_reader *r, size_t n) {
    if (r->source->subset || r->is_osm || r->is_csv) return LC_OK;
    long long told = (long long)OGR_L_GetFeatureCount(r->layer, FALSE);
    if (told < 0 || told == (long long)n) return LC_OK;
    if (strcmp(GDALGetDriverShortName(GDALGetDatasetDriver(r->dataset)), "FlatGeobuf") == 0)
        return lc_fail(r->ctx, LC_ERR_INPUT,
                       "%s: '%s' cannot be read whole: it says that it has %lld features and has %zu; copy it again",
                       r->shown_role, r->source->text, told, n);
    lc_layer_tell(r, "feature_count", "layers that hold another number of features than they say", ": %lld, %zu", told,
                  n);
    return LC_OK;
}

lc_status lc_layer_check_whole(lc_layer_reader *r) {
    lc_status status = check_mapinfo(r);
    if (status) return status;
    const lc_layer_head *h = &r->head;
    OGRFeatureDefnH fields = OGR_L_GetLayerDefn(r->layer);
    if (OGR_FD_GetGeomFieldCount(fields) > 1 && !r->surveys)
        lc_layer_tell(r, "geometry_columns", "layers with several geometries a feature, of which the first one is read",
                      ": %s", OGR_GFld_GetNameRef(OGR_FD_GetGeomFieldDefn(fields, 0)));
    if (!h->exceeded && !h->next_page && h->matched < 0 && h->returned < 0) return LC_OK;
    long long n = count_features(r), told = h->matched > h->returned ? h->matched : h->returned;
    if (told > n)
        return lc_fail(
            r->ctx, LC_ERR_INPUT,
            "%s: '%s' is a part of a download: it says that there are %lld features and holds %lld; download all "
            "of them, page by page if need be",
            r->shown_role, r->source->text, told, n);
    if (h->exceeded)
        return lc_fail(r->ctx, LC_ERR_INPUT,
                       "%s: '%s' is a part of a download: it says that the limit of the service was exceeded "
                       "(exceededTransferLimit); download all features, page by page if need be",
                       r->shown_role, r->source->text);
    if (h->next_page && h->matched < 0)
        return lc_fail(
            r->ctx, LC_ERR_INPUT,
            "%s: '%s' is a part of a download: it names a next page; download all pages and put them together",
            r->shown_role, r->source->text);
    return LC_OK;
}
