#include "output/json_features.h"

#include <math.h>

enum { LONLAT_DECIMALS = 7, METRE_DECIMALS = 3, MOST_DECIMALS = 9 }; /* 1 cm, 1 mm; as many as there may be */

/* How coordinates are written. */
typedef struct writing {
    lc_json *json;
    int decimals;
    bool globe; /* degrees: a step of more than half the globe goes the other way round */
} writing;

/* Twice the signed area of a ring; a step of more than half the globe is one across the antimeridian. */
static double ring_turn(const lc_xy *xy, size_t n, bool globe) {
    double sum = 0, x = 0;
    for (size_t i = 0; i + 1 < n; i++) {
        double step = xy[i + 1].x - xy[i].x;
        if (globe && step > 180) step -= 360;
        if (globe && step < -180) step += 360;
        /* Relative to the first point, so that small rings far from (0, 0) keep their digits. */
        sum += x * (xy[i + 1].y - xy[0].y) - (x + step) * (xy[i].y - xy[0].y);
        x += step;
    }
    return sum;
}

static void write_point(const writing *w, lc_xy p) {
    lc_json_open(w->json, '[');
    lc_json_fixed(w->json, p.x, w->decimals);
    lc_json_fixed(w->json, p.y, w->decimals);
    lc_json_close(w->json, ']');
}

static void write_points(const writing *w, const lc_xy *xy, size_t n, bool reverse) {
    lc_json_open(w->json, '[');
    for (size_t i = 0; i < n; i++) write_point(w, xy[reverse ? n - 1 - i : i]);
    lc_json_close(w->json, ']');
}

/* Outer rings turn counter-clockwise, holes the other way. */
static void write_polygon(const writing *w, const lc_geoms *shapes, size_t g) {
    size_t outer = shapes->part_of[g];
    lc_json_open(w->json, '[');
    for (size_t p = outer; p < shapes->part_of[g + 1]; p++) {
        const lc_xy *xy = shapes->xy + shapes->xy_of[p];
        size_t n = shapes->xy_of[p + 1] - shapes->xy_of[p];
        double turn = ring_turn(xy, n, w->globe);
        write_points(w, xy, n, p == outer ? turn < 0 : turn > 0);
    }
    lc_json_close(w->json, ']');
}

static void write_shape(const writing *w, const lc_geoms *shapes, size_t g) {
    size_t part = shapes->part_of[g], first = shapes->xy_of[part];
    switch ((lc_geom_kind)shapes->kind[g]) {
    case LC_POINT:
        write_point(w, shapes->xy[first]);
        break;
    case LC_LINE:
        write_points(w, shapes->xy + first, shapes->xy_of[part + 1] - first, false);
        break;
    default:
        write_polygon(w, shapes, g);
    }
}

static void write_shapes(const writing *w, const lc_geoms *shapes, size_t first, size_t end) {
    lc_json_open(w->json, '[');
    for (size_t g = first; g < end; g++) write_shape(w, shapes, g);
    lc_json_close(w->json, ']');
}

/* Geometries first .. end-1 as one; null when there are none. */
static void write_geometry(const writing *w, const lc_geoms *shapes, size_t first, size_t end) {
    static const char *const types[] = {"Point",           "MultiPoint", "LineString",
                                        "MultiLineString", "Polygon",    "MultiPolygon"};
    if (first == end) {
        lc_json_null(w->json);
        return;
    }
    bool multi = end - first > 1;
    lc_json_open(w->json, '{');
    lc_json_put_text(w->json, "type", types[2 * shapes->kind[first] + multi]);
    lc_json_key(w->json, "coordinates", "");
    if (multi)
        write_shapes(w, shapes, first, end);
    else
        write_shape(w, shapes, first);
    lc_json_close(w->json, '}');
}

static void write_cell(lc_json *json, const lc_column *column, size_t row, bool trim) {
    if (column->text && !column->text[row] && column->sparse) return;
    lc_json_key(json, column->name, "");
    if (column->text)
        lc_json_text(json, column->text[row]);
    else if (column->type == LC_COLUMN_BOOL && isfinite(column->number[row]))
        lc_json_bool(json, column->number[row] != 0);
    else if (trim)
        lc_json_short(json, column->number[row], MOST_DECIMALS);
    else
        lc_json_fixed(json, column->number[row], column->decimals);
}

static void write_features(const writing *w, const lc_column *column, size_t n_columns, size_t n_rows,
                           const lc_geoms *shapes, bool trim) {
    lc_json *json = w->json;
    lc_json_open_member(json, "features", '[');
    for (size_t i = 0, g = 0; i < n_rows; i++) {
        size_t first = g;
        while (g < shapes->n && shapes->feature[g] == i) g++;
        lc_json_newline(json);
        lc_json_open(json, '{');
        lc_json_put_text(json, "type", "Feature");
        lc_json_open_member(json, "properties", '{');
        for (size_t c = 0; c < n_columns; c++) write_cell(json, &column[c], i, trim);
        lc_json_close(json, '}');
        lc_json_key(json, "geometry", "");
        write_geometry(w, shapes, first, g);
        lc_json_close(json, '}');
    }
    fputc('\n', json->file);
    lc_json_close(json, ']');
}

void lc_json_features(lc_json *json, const lc_column *column, size_t n_columns, size_t n_rows, const lc_geoms *shapes,
                      bool trim) {
    const writing w = {json, LONLAT_DECIMALS, true};
    write_features(&w, column, n_columns, n_rows, shapes, trim);
}

void lc_json_plane_features(lc_json *json, const lc_column *column, size_t n_columns, size_t n_rows,
                            const lc_geoms *shapes) {
    const writing w = {json, METRE_DECIMALS, false};
    write_features(&w, column, n_columns, n_rows, shapes, true);
}

void lc_json_polygons(lc_json *json, const lc_geoms *polygons) {
    const writing w = {json, LONLAT_DECIMALS, true};
    write_shapes(&w, polygons, 0, polygons->n);
}
