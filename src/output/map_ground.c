#include "output/map_ground.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

enum { GROUND_BYTES = 4000000, MOST_COARSER = 6 };
static const double SLOPE_FROM[LC_MAP_SLOPES - 1] = {0, 1.05, 1.2, 1.5}; /* the last class is closed */
static const double AROUND = 0.1;                                        /* of the communities' box, on each side */

static size_t class_of(double factor) {
    size_t k = 0;
    if (isnan(factor)) return LC_MAP_SLOPES - 1;
    while (k + 2 < LC_MAP_SLOPES && factor >= SLOPE_FROM[k + 1]) k++;
    return k;
}

lc_box lc_map_ground_box(const lc_map_frame *frame, const lc_geoms *g) {
    lc_box box = lc_box_empty();
    for (size_t i = 0; i < g->n_xy; i++)
        lc_box_add(&box, frame->lon + remainder(g->xy[i].x - frame->lon, 360), g->xy[i].y);
    double dx = AROUND * (box.x1 - box.x0), dy = AROUND * (box.y1 - box.y0);
    return (lc_box){box.x0 - dx, box.y0 - dy, box.x1 + dx, box.y1 + dy};
}

bool lc_map_is_near(const lc_map_frame *frame, const lc_box *near, const lc_geoms *g, size_t k) {
    lc_box box = lc_geom_box(g, k);
    double turn = frame->lon + remainder(box.x0 - frame->lon, 360) - box.x0;
    box.x0 += turn;
    box.x1 += turn;
    return lc_box_meets(&box, near);
}

static lc_status make_paths(lc_context *ctx, const lc_report *report, const lc_box *near, lc_map_ground *out) {
    const lc_geoms *shapes = &report->path_shapes;
    size_t n = 0, *line = LC_NEW(size_t, shapes->n);
    lc_status status = line ? LC_OK : lc_fail_memory(ctx);
    for (size_t k = 0; status == LC_OK && k < LC_MAP_SLOPES; k++) {
        n = 0;
        for (size_t g = 0; g < shapes->n; g++)
            if (class_of(report->paths[shapes->feature[g]].factor) == k && lc_map_is_near(&out->frame, near, shapes, g))
                line[n++] = g;
        status = lc_map_lines_make(ctx, &out->frame, shapes, line, n, &out->paths[k]);
    }
    free(line);
    return status;
}

static lc_status make_areas(lc_context *ctx, const lc_report *report, const lc_box *near, lc_map_ground *out) {
    const lc_geoms *shapes = &report->facility_shapes;
    size_t n = 0, *area = LC_NEW(size_t, shapes->n);
    if (!area) return lc_fail_memory(ctx);
    for (size_t g = 0; g < shapes->n; g++)
        if (shapes->kind[g] == LC_POLYGON && lc_map_is_near(&out->frame, near, shapes, g) &&
            (n == 0 || area[n - 1] != shapes->feature[g]))
            area[n++] = shapes->feature[g];
    lc_status status = lc_map_layer_make(ctx, &out->frame, shapes, area, n, &out->areas);
    free(area);
    return status;
}

static lc_status make(lc_context *ctx, const lc_report *report, const lc_box *near, lc_map_ground *out) {
    lc_status status = report->has_facilities ? make_areas(ctx, report, near, out) : LC_OK;
    return status == LC_OK && report->has_paths ? make_paths(ctx, report, near, out) : status;
}

static size_t path_bytes(const lc_map_ground *g) {
    size_t bytes = 0;
    for (size_t k = 0; k < LC_MAP_SLOPES; k++) bytes += lc_map_layer_bytes(&g->paths[k]);
    return bytes;
}

lc_status lc_map_ground_make(lc_context *ctx, const lc_report *report, const lc_map_frame *frame, lc_map_ground *out) {
    lc_map_ground ground = {.frame = *frame};
    const lc_box near = lc_map_ground_box(frame, &report->shapes);
    lc_status status = make(ctx, report, &near, &ground);
    for (int i = 0; status == LC_OK && i < MOST_COARSER; i++) {
        if (path_bytes(&ground) + lc_map_layer_bytes(&ground.areas) <= GROUND_BYTES) break;
        lc_map_ground_free(&ground);
        lc_map_coarser(&ground.frame);
        status = make(ctx, report, &near, &ground);
    }
    if (status == LC_OK && path_bytes(&ground) > GROUND_BYTES) {
        ground.n_left_out = report->n_paths;
        for (size_t k = 0; k < LC_MAP_SLOPES; k++) lc_map_layer_free(&ground.paths[k]);
    }
    if (status == LC_OK)
        *out = ground;
    else
        lc_map_ground_free(&ground);
    return status;
}

void lc_map_ground_write(lc_json *json, const lc_report *report, const lc_map_ground *ground) {
    lc_json_open_member(json, "ground", '{');
    lc_json_key(json, "unit");
    lc_json_short(json, ground->frame.unit, 9);
    lc_json_key(json, "tolerance_m");
    lc_json_short(json, ground->frame.tolerance_m, 1);
    lc_json_put_count(json, "left_out", ground->n_left_out);
    lc_json_key(json, "slopes");
    lc_json_bool(json, report->walk_cost != NULL);
    lc_json_open_member(json, "paths", '[');
    for (size_t k = 0; k < LC_MAP_SLOPES; k++) {
        lc_json_newline(json);
        lc_json_open(json, '{');
        lc_map_layer_write(json, &ground->paths[k]);
        lc_json_close(json, '}');
    }
    lc_json_close(json, ']');
    lc_json_newline(json);
    lc_json_open_member(json, "areas", '{');
    lc_map_layer_write(json, &ground->areas);
    lc_json_close(json, '}');
    lc_json_close(json, '}');
}

void lc_map_ground_free(lc_map_ground *ground) {
    for (size_t k = 0; k < LC_MAP_SLOPES; k++) lc_map_layer_free(&ground->paths[k]);
    lc_map_layer_free(&ground->areas);
}
