/* Features as GeoJSON (RFC 7946). */
#ifndef LC_OUTPUT_JSON_FEATURES_H
#define LC_OUTPUT_JSON_FEATURES_H

#include "base/json.h"
#include "output/write_layer.h"

/*
 * The member "features": n_rows of columns, each with its shapes (feature = row, all of one kind in a row) or a
 * geometry of null. Rings are turned as the RFC wants them; nothing is cut at the antimeridian. Real numbers have their
 * column's decimals or, with `trim`, as few as say the same.
 */
void lc_json_features(lc_json *json, const lc_column *column, size_t n_columns, size_t n_rows, const lc_geoms *shapes,
                      bool trim);
/* The same of a layer with these shapes, as few decimals as say the same, on all threads; `plane`: coordinates are
   metres, to the millimetre, and a step is never one around the globe. */
lc_status lc_json_features_shared(lc_context *ctx, lc_json *json, const lc_layer_out *layer, const lc_geoms *shapes,
                                  bool plane);
/* The coordinates of polygons in degrees, as those of one MultiPolygon. */
void lc_json_polygons(lc_json *json, const lc_geoms *polygons);

#endif
