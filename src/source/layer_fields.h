/* The fields of a layer. */
#ifndef LC_SOURCE_LAYER_FIELDS_H
#define LC_SOURCE_LAYER_FIELDS_H

#include "source/layer_reader.h"

/* Is it a CAD drawing, or was it one? */
bool lc_layer_is_cad(const lc_layer_reader *r);

/* The name of field f in UTF-8 (malloc'ed; NULL when memory is out). */
char *lc_layer_field_name(const lc_layer_reader *r, int f);

/* Where the wanted fields stand; and one value as UTF-8 text (malloc'ed; NULL when unset). */
enum { LC_FIELD_NONE = -1, LC_FIELD_FID = -2 };
lc_status lc_layer_find_fields(lc_layer_reader *r, const char *const *names, size_t n, int *index);
lc_status lc_layer_field(lc_layer_reader *r, OGRFeatureH feature, int index, char **out);

/* Is this a number that GDAL could not keep all digits of: a real one beyond 2^53, a whole one of more than 64 bits? */
bool lc_layer_is_rounded(const lc_layer_reader *r, OGRFeatureH feature, int index);

#endif
