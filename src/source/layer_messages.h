/* Errors and warnings of a layer. */
#ifndef LC_SOURCE_LAYER_MESSAGES_H
#define LC_SOURCE_LAYER_MESSAGES_H

#include "source/layer_reader.h"

/* A GDAL error as ours; `doing` completes "cannot be …". */
lc_status lc_layer_gdal_fail(lc_layer_reader *r, const char *doing);

/* The error that has just been made is of this feature, counted from 1, or of this row of a table. Returns
   LC_ERR_INPUT. */
lc_status lc_layer_fail_feature(const lc_layer_reader *r, size_t feature);

/* `n` cases of one warning, with the layer as their example; nothing for 0. */
void lc_layer_warn(const lc_layer_reader *r, const char *code, const char *message, size_t n);

/* Warn of one case: "FILE (ROLE)", then `format`. */
void lc_layer_tell(const lc_layer_reader *r, const char *code, const char *message, const char *format, ...)
    LC_PRINTF(4, 5);

#endif
