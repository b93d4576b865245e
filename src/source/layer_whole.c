/* Is a file all of what it says it is of? */
#include <string.h>

#include "source/layer_reader.h"

/* Names of coordinate systems may look like addresses: OGC's are understood without asking anybody. */
static bool is_name(const char *address) {
    static const char *const ogc[] = {"http://www.opengis.net/def/crs/", "https://www.opengis.net/def/crs/",
                                      "http://opengis.net/def/crs/", "https://opengis.net/def/crs/"};
    for (size_t i = 0; i < sizeof ogc / sizeof *ogc; i++)
        if (strncmp(address, ogc[i], strlen(ogc[i])) == 0) return true;
    return false;
}

lc_status lc_layer_check_head(lc_layer_reader *r) {
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

lc_status lc_layer_check_whole(lc_layer_reader *r) {
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
