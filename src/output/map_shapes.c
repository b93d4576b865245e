#include "output/map_shapes.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "geo/arcs_simplify.h"

static const double DEGREE_M = 111320; /* of latitude, near enough for a display */

/* ----------------------------------------------------------------- frame */

/* A tenth of a metre, and a metre where nobody could see the difference. */
static double unit_for(double tolerance_m) {
    return tolerance_m < 4.5 ? 1e-6 : 1e-5;
}

lc_map_frame lc_map_frame_of(const lc_geoms *shapes) {
    static const double SCREEN_FIFTHS = 6000, LEAST_M = 0.5;
    lc_map_frame frame = {.lon = shapes->n_xy ? shapes->xy[0].x : 0};
    lc_box box = lc_box_empty();
    for (size_t i = 0; i < shapes->n_xy; i++)
        lc_box_add(&box, frame.lon + remainder(shapes->xy[i].x - frame.lon, 360), shapes->xy[i].y);
    if (!shapes->n_xy) lc_box_add(&box, 0, 0);
    frame.lon = (box.x0 + box.x1) / 2;
    frame.stretch = lc_max(0.01, cos((box.y0 + box.y1) / 2 * 3.14159265358979323846 / 180));
    double diagonal_m = DEGREE_M * lc_length((box.x1 - box.x0) * frame.stretch, box.y1 - box.y0);
    frame.tolerance_m = lc_max(diagonal_m / SCREEN_FIFTHS, LEAST_M);
    frame.unit = unit_for(frame.tolerance_m);
    return frame;
}

void lc_map_coarser(lc_map_frame *frame) {
    frame->tolerance_m *= 2;
    frame->unit = unit_for(frame->tolerance_m);
}

static lc_xy to_units(const lc_map_frame *frame, lc_xy lonlat) {
    double lon = frame->lon + remainder(lonlat.x - frame->lon, 360);
    return (lc_xy){round(lon / frame->unit), round(lonlat.y / frame->unit)};
}

/* ---------------------------------------------------------------- layers */

/* Geometry g in units, appended under another feature. */
static bool copy_in_units(const lc_map_frame *frame, const lc_geoms *lonlat, size_t g, size_t feature, lc_geoms *out) {
    size_t first = out->n_xy;
    if (!lc_geoms_copy(out, lonlat, g, (uint32_t)feature)) return false;
    for (size_t i = first; i < out->n_xy; i++) out->xy[i] = to_units(frame, out->xy[i]);
    return true;
}

lc_status lc_map_layer_make(lc_context *ctx, const lc_map_frame *frame, const lc_geoms *lonlat, const size_t *feature,
                            size_t n, lc_map_layer *out) {
    lc_geoms picked = {0};
    lc_map_layer layer = {.n = n, .first = LC_NEW0(size_t, n + 1)};
    bool ok = layer.first != NULL;
    for (size_t g = 0, k = 0; ok && k < n; k++) {
        while (g < lonlat->n && lonlat->feature[g] < feature[k]) g++;
        for (; ok && g < lonlat->n && lonlat->feature[g] == feature[k]; g++)
            if (lonlat->kind[g] == LC_POLYGON) ok = copy_in_units(frame, lonlat, g, k, &picked);
        layer.first[k + 1] = picked.n;
    }
    lc_status status = ok ? lc_arcs_cut(ctx, &picked, &layer.arcs) : lc_fail_memory(ctx);
    double tolerance = frame->tolerance_m / (DEGREE_M * frame->unit);
    if (status == LC_OK) status = lc_arcs_simplify(ctx, &layer.arcs, tolerance, frame->stretch);
    lc_geoms_free(&picked);
    if (status == LC_OK)
        *out = layer;
    else
        lc_map_layer_free(&layer);
    return status;
}

lc_status lc_map_lines_make(lc_context *ctx, const lc_map_frame *frame, const lc_geoms *lonlat, const size_t *line,
                            size_t n, lc_map_layer *out) {
    lc_map_layer layer = {.first = LC_NEW0(size_t, 1)};
    bool ok = layer.first != NULL;
    for (size_t k = 0; ok && k < n; k++) ok = copy_in_units(frame, lonlat, line[k], k, &layer.arcs.lines);
    lc_status status = ok ? LC_OK : lc_fail_memory(ctx);
    double tolerance = frame->tolerance_m / (DEGREE_M * frame->unit);
    if (status == LC_OK && n) status = lc_arcs_simplify(ctx, &layer.arcs, tolerance, frame->stretch);
    if (status == LC_OK)
        *out = layer;
    else
        lc_map_layer_free(&layer);
    return status;
}

void lc_map_layer_free(lc_map_layer *layer) {
    lc_arcs_free(&layer->arcs);
    free(layer->first);
    *layer = (lc_map_layer){0};
}

size_t lc_map_layer_bytes(const lc_map_layer *layer) {
    const lc_arcs *arcs = &layer->arcs;
    return 4 * arcs->lines.n_xy + 3 * arcs->lines.n + 6 * arcs->n_refs + 3 * arcs->n_rings + 5 * layer->n;
}

/* --------------------------------------------------------------- writing */

/* A whole number, sign in the lowest bit, in groups of five bits from the lowest, the sixth bit saying that more
   follow; as characters of base64. */
void lc_map_number_write(FILE *file, double number) {
    static const char DIGIT[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint64_t rest = (uint64_t)fabs(number) << 1 | (number < 0);
    do {
        fputc(DIGIT[(rest & 31) | (rest > 31 ? 32 : 0)], file);
        rest >>= 5;
    } while (rest);
}

/* A step from one point to the next, which *from becomes. */
static void put_step(FILE *file, lc_xy *from, lc_xy to) {
    lc_map_number_write(file, to.x - from->x);
    lc_map_number_write(file, to.y - from->y);
    *from = to;
}

static void write_arcs(lc_json *json, const lc_arcs *arcs) {
    const lc_geoms *lines = &arcs->lines;
    lc_xy before = {0, 0};
    lc_json_key(json, "arcs");
    lc_json_quote(json);
    for (size_t a = 0; a < lines->n; a++) {
        if (a > 0) fputc(' ', json->file);
        for (size_t i = lines->xy_of[a]; i < lines->xy_of[a + 1]; i++) put_step(json->file, &before, lines->xy[i]);
    }
    lc_json_unquote(json);
}

static void write_polygon(lc_json *json, const lc_arcs *arcs, size_t g) {
    lc_json_open(json, '[');
    for (size_t ring = arcs->ring_of[g]; ring < arcs->ring_of[g + 1]; ring++) {
        lc_json_open(json, '[');
        for (size_t r = arcs->ref_of[ring]; r < arcs->ref_of[ring + 1]; r++) lc_json_short(json, arcs->ref[r], 0);
        lc_json_close(json, ']');
    }
    lc_json_close(json, ']');
}

void lc_map_layer_write(lc_json *json, const lc_map_layer *layer) {
    write_arcs(json, &layer->arcs);
    lc_json_open_member(json, "features", '[');
    for (size_t k = 0; k < layer->n; k++) {
        lc_json_open(json, '[');
        for (size_t g = layer->first[k]; g < layer->first[k + 1]; g++)
            if (layer->arcs.ring_of[g] < layer->arcs.ring_of[g + 1]) write_polygon(json, &layer->arcs, g);
        lc_json_close(json, ']');
    }
    lc_json_close(json, ']');
}

void lc_map_point_write(lc_json *json, const lc_map_frame *frame, lc_xy lonlat, lc_xy *before) {
    put_step(json->file, before, to_units(frame, lonlat));
}
