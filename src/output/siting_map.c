/* A siting as one HTML page: the map, the curve, the table. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/output.h"
#include "output/map_shapes.h"
#include "output/page.h"
#include "output/siting_json.h"
#include "output/siting_page.h"
#include "output/siting_write.h"

static const char DATA_MARK[] = "{{data}}";
enum { LONLAT_DECIMALS = 7, RATIO_DECIMALS = 6, COST_DECIMALS = 9 };

static void put(lc_json *json, const char *key, double value, int decimals) {
    lc_json_key(json, key);
    lc_json_short(json, value, decimals);
}

static void write_shapes(lc_json *json, const lc_map_frame *frame, const lc_map_layer *communities) {
    lc_json_open_member(json, "shapes", '{');
    put(json, "unit", frame->unit, COST_DECIMALS);
    lc_map_layer_write(json, communities);
    lc_json_close(json, '}');
}

static void write_communities(lc_json *json, const lc_siting *s) {
    lc_json_open_member(json, "all", '[');
    for (size_t c = 0; c < s->n_communities; c++) {
        lc_json_open(json, '{');
        lc_json_put_text(json, "name", s->name[c]);
        put(json, "before", s->ratio[c * s->n_indicators].before, RATIO_DECIMALS);
        put(json, "after", s->ratio[c * s->n_indicators].after, RATIO_DECIMALS);
        lc_json_close(json, '}');
    }
    lc_json_close(json, ']');
}

/* What a site is the first to cover, as the map's points are written. */
static void write_covered(lc_json *json, const lc_siting *s, size_t site, const lc_map_frame *frame) {
    lc_xy before = {0, 0};
    lc_json_key(json, "covers");
    lc_json_quote(json);
    for (size_t i = 0; i < s->n_covered; i++)
        if (s->covered[i].site == site) lc_map_point_write(json, frame, s->covered[i].lonlat, &before);
    lc_json_unquote(json);
}

static void write_sites(lc_json *json, const lc_siting *s, const lc_map_frame *frame) {
    lc_json_open_member(json, "sites", '[');
    for (size_t i = 0; i < s->n; i++) {
        const lc_new_site *site = &s->site[i];
        lc_json_newline(json);
        lc_json_open(json, '{');
        lc_json_put_text(json, "id", site->id);
        lc_json_put_text(json, "name", site->name);
        lc_json_put_text(json, "category", site->category);
        put(json, "gain", site->gain, lc_siting_decimals(s));
        put(json, "alone", site->alone, lc_siting_decimals(s));
        put(json, "cost", site->cost, COST_DECIMALS);
        put(json, "lon", site->lon, LONLAT_DECIMALS);
        put(json, "lat", site->lat, LONLAT_DECIMALS);
        write_covered(json, s, i, frame);
        lc_json_close(json, '}');
    }
    lc_json_close(json, ']');
}

static void write_page(FILE *file, const lc_siting *s, const lc_map_frame *frame, const lc_map_layer *communities) {
    lc_json json = {.file = file, .in_html = true};
    lc_page page = {.text = lc_siting_page, .size = lc_siting_page_size};
    lc_page_up_to(file, &page, DATA_MARK);
    lc_json_open(&json, '{');
    lc_siting_summary(&json, s);
    write_shapes(&json, frame, communities);
    write_communities(&json, s);
    write_sites(&json, s, frame);
    lc_json_close(&json, '}');
    lc_page_rest(file, &page);
}

lc_status lc_siting_write_map(lc_context *ctx, const lc_siting *s, const char *path) {
    const lc_map_frame frame = lc_map_frame_of(&s->communities);
    lc_map_layer communities = {0};
    lc_output output;
    size_t *feature = LC_NEW(size_t, s->n_communities);
    for (size_t c = 0; feature && c < s->n_communities; c++) feature[c] = c;
    lc_status status = feature
                           ? lc_map_layer_make(ctx, &frame, &s->communities, feature, s->n_communities, &communities)
                           : lc_fail_memory(ctx);
    free(feature);
    if (status != LC_OK) return status;
    status = lc_output_open(ctx, path, &output);
    if (status == LC_OK) {
        write_page(output.file, s, &frame, &communities);
        status = lc_output_commit(ctx, &output);
    }
    lc_map_layer_free(&communities);
    return status;
}
