/* Is a file all of what it says it is of? */
#ifndef LC_SOURCE_LAYER_WHOLE_H
#define LC_SOURCE_LAYER_WHOLE_H

#include "source/layer_reader.h"

/* Refuse what says of itself that it is a part of something, and coordinate systems that would have to be
   fetched. The first before GDAL opens it, the second after. */
lc_status lc_layer_check_head(lc_layer_reader *r);
lc_status lc_layer_check_whole(lc_layer_reader *r);

/* And when n features have been read: are these as many as it says? */
lc_status lc_layer_check_count(lc_layer_reader *r, size_t n);

#endif
