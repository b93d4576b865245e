/* What is in a raster of heights, cell by cell: for `inspect`. */
#ifndef LC_SOURCE_HEIGHTS_SURVEY_H
#define LC_SOURCE_HEIGHTS_SURVEY_H

#include "geo/geoms.h"
#include "source/heights.h"

typedef struct lc_heights_survey {
    size_t cells, without;    /* all of them; those without a height (nodata) */
    double least_m, most_m;   /* NaN when no cell has a height */
    size_t zero, whole;       /* cells of exactly 0 m, and of whole metres */
    size_t below_land, above; /* cells lower than any land, higher than any mountain */
    bool bytes;               /* heights are stored in 8 bits */
} lc_heights_survey;

/*
 * Where a raster lies: the box of its outline, lon/lat. A raster that counts degrees from 0 to 360 may give such a box.
 * Errors: LC_ERR_INPUT as of lc_heights_open().
 */
lc_status lc_heights_extent(lc_context *ctx, const lc_source *source, lc_box *lonlat);
/* Read every cell, as they stand. Errors: LC_ERR_INPUT when a part of the raster cannot be read. */
lc_status lc_heights_count(lc_context *ctx, const lc_heights *heights, lc_heights_survey *out);

#endif
