/* What a file says of itself as a whole: that it is one page of many, or in which system its coordinates are. */
#ifndef LC_SOURCE_LAYER_HEAD_H
#define LC_SOURCE_LAYER_HEAD_H

#include <stdbool.h>

typedef struct lc_layer_head {
    bool exceeded;               /* ArcGIS: the limit of the service was exceeded */
    bool next_page;              /* OGC API, STAC, WFS: there is a link to the next page */
    long long matched, returned; /* features that match, and that are here; -1: not said */
    bool has_crs;                /* GeoJSON: there is a member `crs` */
    bool crs_link;               /* … that points elsewhere */
    char crs[160];               /* … its name; "" when it has none (null) */
} lc_layer_head;

/* Look at a file of JSON or XML (anything else says nothing). `path` is GDAL's. */
void lc_layer_head_read(const char *path, lc_layer_head *out);

#endif
