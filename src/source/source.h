/* Source strings: `path|layername=…|layerid=…|subset=…|crs=…|encoding=…`, as in QGIS. */
#ifndef LC_SOURCE_SOURCE_H
#define LC_SOURCE_SOURCE_H

#include "geo/geoms.h"

/* A parsed source string. Every field but path is NULL when not given. `text` is the string it came from. `near` is not
   in the text: whoever knows in which lon/lat box the data should lie points to it, so that swapped axes are noticed.
 */
typedef struct lc_source {
    char *text, *path, *name, *layername, *layerid, *subset, *crs, *encoding;
    char *noding, *dedupe, *level_field, *area_field, *entrances;
    char *tolerance, *layer_field, *bridge_field, *tunnel_field, *types, *nodata, *closed_lines, *heights, *spread,
        *weight_field;
    const lc_box *near;
    bool remote; /* the path names a place elsewhere (lc_remote_is()) */
} lc_source;

/* Parse; what lies elsewhere is LC_ERR_INPUT in a context that is offline. An unknown key, a key without a value or an
   empty path is LC_ERR_INPUT naming the key and those allowed. The value of subset may contain '=' and "||" but a
   single '|' ends it. */
lc_status lc_source_parse(lc_context *ctx, const char *text, lc_source *out);
void lc_source_free(lc_source *source);
/* What reports show: the last component of the path, without the query of an address; of a database only its kind. */
const char *lc_source_basename(const lc_source *source);
/* The name of a layer of the source, as reports show it: without the query of an address that GDAL names it after.
   malloc'ed. */
char *lc_source_layer_name(const lc_source *source, const char *layer);

/* One case of a warning: what the source is for, and what is said behind that (": 3" or nothing), in English and in
   the context's language. */
typedef struct lc_source_case {
    const char *role, *shown_role, *english, *local;
} lc_source_case;
/* Warn of it, as "file (role): 3". */
void lc_source_warn(lc_context *ctx, const lc_source *source, const char *code, const char *message, lc_source_case of);

#endif
