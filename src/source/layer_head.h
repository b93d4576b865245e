/* What a file says of itself as a whole: that it is one page of many, or in which system its coordinates are. */
#ifndef LC_SOURCE_LAYER_HEAD_H
#define LC_SOURCE_LAYER_HEAD_H

#include <stdbool.h>
#include <stddef.h>

/* GDAL looks for a field by its name among all: 10,000 take a second, 100,000 a minute and more. */
enum { LC_FIELDS_MOST = 10000 };

typedef struct lc_layer_head {
    bool exceeded;               /* ArcGIS: the limit of the service was exceeded */
    bool next_page;              /* OGC API, STAC, WFS: there is a link to the next page */
    long long matched, returned; /* features that match, and that are here; -1: not said */
    bool has_crs;                /* GeoJSON: there is a member `crs` */
    bool crs_link;               /* … that points elsewhere */
    char crs[160];               /* … its name; "" when it has none (null) */
    bool is_json,
        is_collection; /* JSON; and a FeatureCollection, or a feature a line, which GDAL reads piece by piece */
    size_t fields;     /* names of its features' fields, at most one more than LC_FIELDS_MOST */
} lc_layer_head;

/* Look at a file of JSON or XML (anything else says nothing). `path` is GDAL's. */
void lc_layer_head_read(const char *path, lc_layer_head *out);

#endif
