/* What is odd about a raster. */
#ifndef LC_SOURCE_RASTER_CHECKS_H
#define LC_SOURCE_RASTER_CHECKS_H

#include "source/raster_reader.h"

/* LC_ERR_INPUT, "ROLE: 'SOURCE' WHAT". */
lc_status lc_raster_refuse(lc_raster_reader *r, const char *what);

/* Refuse a picture; tell of other bands, a palette, densities. */
lc_status lc_raster_check_band(lc_raster_reader *r);
/* Give the position the zone number that its system has, or take away the one that it has not; tell of old datums, and
   of a position beyond the region of its system. */
lc_status lc_raster_set_zone(lc_raster_reader *r);
/* What is to be known of the cells besides their values. */
void lc_raster_describe_cells(lc_raster_reader *r, lc_cells *out);

#endif
