#include "output/json_features.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "base/text_stream.h"

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
    lc_json_key(w->json, "coordinates");
    if (multi)
        write_shapes(w, shapes, first, end);
    else
        write_shape(w, shapes, first);
    lc_json_close(w->json, '}');
}

static void write_cell(lc_json *json, const lc_column *column, size_t row, bool trim) {
    if (column->text && !column->text[row] && column->sparse) return;
    lc_json_key(json, column->name);
    if (column->text)
        lc_json_text(json, column->text[row]);
    else if (column->type == LC_COLUMN_BOOL && isfinite(column->number[row]))
        lc_json_bool(json, column->number[row] != 0);
    else if (trim)
        lc_json_short(json, column->number[row], MOST_DECIMALS);
    else
        lc_json_fixed(json, column->number[row], column->decimals);
}

/* Rows first .. end-1, whose shapes begin with number g; returns the first one of the rows behind. */
static size_t write_rows(const writing *w, const lc_column *column, size_t n_columns, size_t first, size_t end,
                         const lc_geoms *shapes, size_t g, bool trim) {
    lc_json *json = w->json;
    for (size_t i = first; i < end; i++) {
        size_t begin = g;
        while (g < shapes->n && shapes->feature[g] == i) g++;
        lc_json_newline(json);
        lc_json_open(json, '{');
        lc_json_put_text(json, "type", "Feature");
        lc_json_open_member(json, "properties", '{');
        for (size_t c = 0; c < n_columns; c++) write_cell(json, &column[c], i, trim);
        lc_json_close(json, '}');
        lc_json_key(json, "geometry");
        write_geometry(w, shapes, begin, g);
        lc_json_close(json, '}');
    }
    return g;
}

static void close_features(lc_json *json) {
    fputc('\n', json->file);
    lc_json_close(json, ']');
}

void lc_json_features(lc_json *json, const lc_column *column, size_t n_columns, size_t n_rows, const lc_geoms *shapes,
                      bool trim) {
    const writing w = {json, LONLAT_DECIMALS, true};
    lc_json_open_member(json, "features", '[');
    write_rows(&w, column, n_columns, 0, n_rows, shapes, 0, trim);
    close_features(json);
}

/* ------------------------------------------------------------------------------------------------------- on threads */

/* A block has no more, but for its last row; so many blocks a thread are held at once. */
enum { BLOCK_ROWS = 4096, BLOCK_POINTS = 1 << 15, WAVE = 4 };

/* Rows that are written at once, as a text. */
typedef struct {
    size_t row, g; /* the first; the end is where the next block begins */
    lc_text_stream text;
} block_t;

typedef struct {
    const lc_layer_out *layer;
    const lc_geoms *shapes;
    bool plane, in_html;
    block_t *block;
    size_t n, cap;
    size_t first; /* of the wave in hand */
} shared_t;

/* The blocks, and where the last one ends. */
static bool lay_blocks(shared_t *s) {
    const lc_geoms *shapes = s->shapes;
    size_t g = 0, i = 0;
    for (;;) {
        if (!LC_ROOM(s->block, s->cap, s->n + 1)) return false;
        s->block[s->n] = (block_t){.row = i, .g = g};
        if (i == s->layer->n_features) return true;
        s->n++;
        for (size_t rows = 0, points = 0; i < s->layer->n_features && rows < BLOCK_ROWS && points < BLOCK_POINTS;
             rows++) {
            for (; g < shapes->n && shapes->feature[g] == i; g++)
                points += shapes->xy_of[shapes->part_of[g + 1]] - shapes->xy_of[shapes->part_of[g]];
            i++;
        }
    }
}

static bool write_block(void *user, size_t item, int worker) {
    const shared_t *s = user;
    block_t *b = &s->block[s->first + item];
    (void)worker;
    if (!lc_text_stream_open(&b->text)) return false;
    lc_json json = {.file = b->text.file, .comma = b->row > 0, .in_html = s->in_html};
    const writing w = {&json, s->plane ? METRE_DECIMALS : LONLAT_DECIMALS, !s->plane};
    write_rows(&w, s->layer->columns, s->layer->n_columns, b->row, b[1].row, s->shapes, b->g, true);
    return lc_text_stream_close(&b->text);
}

/* A few blocks for each thread, and then these into the file. Writing has no progress. */
static lc_status write_wave(lc_context *ctx, shared_t *s, lc_json *json) {
    size_t n = WAVE * (size_t)lc_threads(ctx);
    if (n > s->n - s->first) n = s->n - s->first;
    lc_status status = lc_parallel(ctx, n, write_block, s);
    for (size_t i = s->first; i < s->first + n; i++) {
        block_t *b = &s->block[i];
        if (status == LC_OK) fwrite(b->text.text, 1, b->text.size, json->file);
        if (b->text.file) lc_text_stream_close(&b->text);
        free(b->text.text);
        b->text.text = NULL;
        json->comma = true;
    }
    s->first += n;
    return status;
}

lc_status lc_json_features_shared(lc_context *ctx, lc_json *json, const lc_layer_out *layer, const lc_geoms *shapes,
                                  bool plane) {
    shared_t s = {.layer = layer, .shapes = shapes, .plane = plane, .in_html = json->in_html};
    lc_context *quiet = lc_context_beside(ctx);
    lc_status status = quiet && lay_blocks(&s) ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK) lc_json_open_member(json, "features", '[');
    while (status == LC_OK && s.first < s.n)
        if (write_wave(quiet, &s, json) != LC_OK) status = lc_fail_memory(ctx);
    if (status == LC_OK) close_features(json);
    free(s.block);
    lc_context_free(quiet);
    return status;
}

void lc_json_polygons(lc_json *json, const lc_geoms *polygons) {
    const writing w = {json, LONLAT_DECIMALS, true};
    write_shapes(&w, polygons, 0, polygons->n);
}
