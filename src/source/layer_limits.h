/* Is a layer too much to be read? */
#ifndef LC_SOURCE_LAYER_LIMITS_H
#define LC_SOURCE_LAYER_LIMITS_H

#include "source/layer_reader.h"

/* Refuse what would take more memory than is left, before GDAL opens it. */
lc_status lc_layer_ask_memory(lc_layer_reader *r);
/* Refuse more fields than LC_FIELDS_MOST. */
lc_status lc_layer_check_fields(const lc_layer_reader *r, size_t n);

#endif
