/* Tables of facilities and paths (docs/layers.md). */
#ifndef LC_OUTPUT_FACILITIES_H
#define LC_OUTPUT_FACILITIES_H

#include "output/table.h"

/* Columns x and y behind those of a table of facilities: their lon and lat in another CRS. */
lc_status lc_table_add_xy(lc_context *ctx, const lc_report *report, const lc_out_crs *crs, lc_table *table);

/* One row a facility, with a point that stands for it; or, for lines and polygons, those facilities that are such. */
bool lc_table_facilities(const lc_report *report, lc_geom_kind kind, lc_table *out);

/* One row a path. */
bool lc_table_paths(const lc_report *report, lc_table *out);

#endif
