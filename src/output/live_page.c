#include "output/live_page.h"

#include <stdlib.h>

#include "base/text_stream.h"
#include "output/html.h"
#include "output/live_map_page.h"
#include "output/map_data.h"
#include "output/map_fit.h"
#include "output/page.h"

/* A millimetre: ends join a path within 0.5 m, vertices within 1 cm. */
static const double EXACT_UNIT = 1e-8;
enum { UNIT_DECIMALS = 9 };

/* The paths as they are, not simplified: what is drawn on the page is to join them. */
static void write_paths(FILE *file, const lc_report *report, const lc_map_frame *communities) {
    const lc_geoms *g = &report->path_shapes;
    const lc_box near = lc_map_ground_box(communities, &report->shapes);
    lc_map_frame frame = *communities;
    lc_json json = {.file = file, .in_html = true};
    lc_xy before = {0, 0};
    bool first = true;
    frame.unit = EXACT_UNIT;
    lc_json_open(&json, '{');
    lc_json_key(&json, "unit");
    lc_json_short(&json, frame.unit, UNIT_DECIMALS);
    lc_json_key(&json, "lines");
    lc_json_quote(&json);
    for (size_t i = 0; report->has_paths && i < g->n; i++) {
        if (!lc_map_is_near(communities, &near, g, i)) continue;
        if (!first) fputc(' ', file);
        first = false;
        for (size_t v = g->xy_of[g->part_of[i]]; v < g->xy_of[g->part_of[i + 1]]; v++)
            lc_map_point_write(&json, &frame, g->xy[v], &before);
    }
    lc_json_unquote(&json);
    lc_json_close(&json, '}');
}

static void write_page(FILE *file, const lc_report *report, const lc_map_shapes *shapes,
                       const lc_write_options *options) {
    lc_page page = {.text = lc_live_map_page, .size = lc_live_map_page_size};
    lc_json json = {.file = file, .in_html = true};
    lc_page_up_to(file, &page, "{{data}}");
    lc_map_data_write(&json, report, shapes, options);
    lc_page_up_to(file, &page, "{{paths}}");
    write_paths(file, report, &shapes->frame);
    lc_page_rest(file, &page);
}

lc_status lc_live_page(lc_context *ctx, const lc_report *report, char **text) {
    lc_write_options o;
    lc_map_shapes shapes;
    lc_text_stream s;
    lc_status status = lc_map_options(ctx, NULL, &o);
    if (status == LC_OK) status = lc_map_shapes_make(ctx, report, &shapes);
    if (status != LC_OK) return status;
    if (lc_text_stream_open(&s)) write_page(s.file, report, &shapes, &o);
    bool ok = lc_text_stream_close(&s);
    lc_map_shapes_free(&shapes, report);
    if (!ok) return lc_fail_memory(ctx);
    *text = s.text;
    return LC_OK;
}

const char *lc_live_door_page(size_t *size) {
    if (size) *size = lc_live_door_size;
    return (const char *)lc_live_door;
}
