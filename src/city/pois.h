/* Facilities from tables of points of interest, by the types of their rows (docs/poi-tables.md). */
#ifndef LC_CITY_POIS_H
#define LC_CITY_POIS_H

#include "profile/poi.h"
#include "source/layer.h"

/* Cells of a row. */
enum { LC_POI_ID, LC_POI_TYPES, LC_POI_TAG, LC_POI_NAME, LC_POI_LEVEL, LC_POI_CELLS };

/* Rows of one or several tables, in their order; each has a place. */
typedef struct lc_pois {
    lc_geoms geoms; /* lon/lat; feature = row */
    char **cell;    /* n * LC_POI_CELLS, row by row; NULL where nothing stands */
    size_t n, cap_cells;
    bool leveled;    /* some say a level */
    size_t repeated; /* rows left out because an earlier one has their id */
} lc_pois;

/* Fields that may hold the cells, for lc_layer_read(). */
enum { LC_POI_FIELDS = 24 };
void lc_poi_fields(const lc_source *source, const char *fields[LC_POI_FIELDS]);
/* Add the rows of a layer that was read with those fields; frees it. A layer without any type is refused. */
lc_status lc_pois_add(lc_context *ctx, const lc_source *source, lc_layer *layer, lc_pois *pois);
/* Drop the rows with the id of an earlier one. */
lc_status lc_pois_dedupe(lc_context *ctx, lc_pois *pois);
void lc_pois_free(lc_pois *pois);

bool lc_poi_row_matches(const lc_pois *pois, size_t row, const lc_poi_rule *rule);
/* The rows of a category as a layer with the fields of facilities (city/facilities.h). */
lc_status lc_pois_layer(lc_context *ctx, const lc_pois *pois, const lc_poi_rule *rule, lc_layer *out);
/* Keep those features of a layer that belong to a category by its fields `types` and `name`. */
lc_status lc_pois_keep(lc_context *ctx, const lc_poi_rule *rule, size_t types, size_t name, lc_layer *layer);

#endif
