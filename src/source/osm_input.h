/* The bytes of a file, unpacked where it is gzip. */
#ifndef LC_SOURCE_OSM_INPUT_H
#define LC_SOURCE_OSM_INPUT_H

#include "base/context.h"

typedef struct lc_osm_input lc_osm_input;

lc_status lc_osm_input_open(lc_context *ctx, const char *path, bool is_gzip, lc_osm_input **out);
/* The next bytes, fewer than `size` only at the end. Reports progress. A damaged archive is LC_ERR_INPUT. */
lc_status lc_osm_input_read(lc_osm_input *input, void *to, size_t size, size_t *n);
/* NULL is fine. */
void lc_osm_input_close(lc_osm_input *input);

#endif
