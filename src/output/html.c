/* The map: one HTML file with everything in it (docs/map.md). */
#include "output/html.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/output.h"
#include "output/map_data.h"
#include "output/map_fit.h"
#include "output/map_page.h"
#include "output/page.h"

static const char IMAGES_MARK[] = "{{images}}", DATA_MARK[] = "{{data}}";

/* ---------------------------------------------------------------- options */

/* An address of tiles goes into the page's policy of what may be fetched: nothing in it may end or widen that. */
static bool is_address(const char *tiles) {
    if (strncasecmp(tiles, "https://", 8) != 0 && strncasecmp(tiles, "http://", 7) != 0) return false;
    for (const unsigned char *c = (const unsigned char *)tiles; *c; c++)
        if (*c <= ' ' || *c == 0x7F || strchr("\"'<>;,`\\^|", *c)) return false;
    return true;
}

static lc_status check_tiles(lc_context *ctx, const lc_write_options *options) {
    const char *tiles = options->tiles;
    if (!tiles && options->tiles_attribution)
        return lc_fail(ctx, LC_ERR_INPUT, "an attribution of tiles needs their address; give it with tiles");
    if (!tiles) return LC_OK;
    if (!is_address(tiles))
        return lc_fail(ctx, LC_ERR_INPUT,
                       "tiles '%s' is no address; write for example https://tile.openstreetmap.org/{z}/{x}/{y}.png",
                       tiles);
    const char *host = strstr(tiles, "://") + 3, *path = strchr(host, '/');
    if (!path || !strstr(path, "{z}") || !strstr(path, "{x}") || !strstr(path, "{y}") ||
        memchr(host, '{', (size_t)(path - host)))
        return lc_fail(ctx, LC_ERR_INPUT,
                       "tiles '%s' needs {z}, {x} and {y} after the host's name, where zoom and tile numbers go",
                       tiles);
    return LC_OK;
}

/* What the page may fetch images from: nowhere but itself, unless tiles are asked for. */
static void write_images(FILE *file, const lc_write_options *options) {
    fputs("data:", file);
    if (!options->tiles) return;
    const char *host = strstr(options->tiles, "://") + 3;
    fprintf(file, " %.*s", (int)(host + strcspn(host, "/") - options->tiles), options->tiles);
}

static bool has_host(const char *tiles, const char *host) {
    const char *start = strstr(tiles, "://") + 3;
    size_t n = strcspn(start, ":/"), tail = strlen(host);
    return n >= tail && strncasecmp(start + n - tail, host, tail) == 0;
}

static lc_write_options with_defaults(const lc_write_options *options) {
    lc_write_options o = options ? *options : LC_WRITE_OPTIONS_INIT;
    if (o.tiles && !o.tiles_attribution && strstr(o.tiles, "://") && has_host(o.tiles, "openstreetmap.org"))
        o.tiles_attribution = "© OpenStreetMap contributors";
    return o;
}

lc_status lc_map_options(lc_context *ctx, const lc_write_options *options, lc_write_options *out) {
    *out = with_defaults(options);
    return check_tiles(ctx, out);
}

lc_status lc_output_check_html(lc_context *ctx, const lc_write_options *options, const char *path) {
    lc_write_options o;
    lc_status status = lc_map_options(ctx, options, &o);
    return status ? status : lc_output_check(ctx, path);
}

/* ------------------------------------------------------------------- page */

static void write_page(FILE *file, const lc_report *report, const lc_map_shapes *shapes,
                       const lc_write_options *options) {
    lc_json json = {.file = file, .in_html = true};
    lc_page page = {.text = lc_map_page, .size = lc_map_page_size};
    lc_page_up_to(file, &page, IMAGES_MARK);
    write_images(file, options);
    lc_page_up_to(file, &page, DATA_MARK);
    lc_map_data_write(&json, report, shapes, options);
    lc_page_rest(file, &page);
}

lc_status lc_report_write_html(lc_context *ctx, const lc_report *report, const lc_write_options *options,
                               const char *path) {
    lc_write_options o;
    lc_map_shapes shapes;
    lc_output output;
    lc_status status = lc_map_options(ctx, options, &o);
    if (status == LC_OK) status = lc_map_shapes_make(ctx, report, &shapes);
    if (status != LC_OK) return status;
    status = lc_output_open(ctx, path, &output);
    if (status == LC_OK) {
        write_page(output.file, report, &shapes, &o);
        status = lc_output_commit(ctx, &output);
    }
    lc_map_shapes_free(&shapes, report);
    return status;
}
