#include "source/raster.h"

#include <math.h>
#include <sys/stat.h>

#include "base/budget.h"
#include "base/hash.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/number.h"
#include "source/layer_files.h"
#include "source/raster_block.h"
#include "source/raster_checks.h"

bool lc_source_is_raster(const lc_source *source) {
    lc_gdal_errors errors;
    lc_layer_head head = {0};
    if (!source->remote && lc_layer_is_path(source->path)) lc_layer_head_read(source->path, &head);
    if (head.fields > LC_FIELDS_MOST) return false; /* a layer, which is refused where it is read */
    lc_gdal_begin(&errors, source->remote);
    GDALDatasetH vector = lc_gdal_open(&errors, source->path, GDAL_OF_VECTOR, NULL);
    bool has_layers = vector && GDALDatasetGetLayerCount(vector) > 0;
    if (vector) GDALClose(vector);
    GDALDatasetH raster = has_layers ? NULL : lc_gdal_open(&errors, source->path, GDAL_OF_RASTER, NULL);
    if (raster) GDALClose(raster);
    lc_gdal_end(&errors);
    return raster != NULL;
}

static lc_status gdal_fail(lc_raster_reader *r, const char *doing) {
    return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s' cannot be %s: %s", r->shown_role, r->source->text,
                   lc_tr(r->ctx, doing), lc_gdal_reason(r->ctx, &r->errors));
}

/* ---------------------------------------------------------------- opening */

static bool has_other_keys(const lc_source *s) {
    const char *const others[] = {s->layername,   s->layerid,      s->subset,       s->encoding,  s->noding,
                                  s->dedupe,      s->level_field,  s->area_field,   s->entrances, s->tolerance,
                                  s->layer_field, s->bridge_field, s->tunnel_field, s->types,     s->closed_lines,
                                  s->heights,     s->spread,       s->weight_field};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i]) return true;
    return false;
}

static lc_status set_nodata(lc_raster_reader *r) {
    r->nodata = NAN;
    if (!r->source->nodata || lc_number_read(r->source->nodata, &r->nodata)) return LC_OK;
    return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s': nodata=%s is no number; write the value of the cells without data",
                   r->shown_role, r->source->text, r->source->nodata);
}

static lc_status open_band(lc_raster_reader *r) {
    if (has_other_keys(r->source))
        return lc_raster_refuse(r,
                                "is a raster, of which only crs= and nodata= mean something; leave the other keys out");
    r->dataset = lc_gdal_open(&r->errors, r->source->path, GDAL_OF_RASTER, NULL);
    if (!r->dataset) return gdal_fail(r, "opened");
    if (GDALGetRasterCount(r->dataset) == 0)
        return lc_raster_refuse(r, "holds several rasters and no band of its own; name one of them as GDAL does");
    r->band = GDALGetRasterBand(r->dataset, 1);
    if (GDALDataTypeIsComplex(GDALGetRasterDataType(r->band)))
        return lc_raster_refuse(r, "has complex numbers in band 1; give a raster of plain numbers");
    r->mask = GDALGetMaskFlags(r->band) & GMF_ALL_VALID ? NULL : GDALGetMaskBand(r->band);
    int given;
    r->scale = GDALGetRasterScale(r->band, &given);
    if (!given) r->scale = 1;
    r->offset = GDALGetRasterOffset(r->band, &given);
    if (!given) r->offset = 0;
    r->type = GDALGetRasterDataType(r->band);
    lc_status status = lc_raster_ask_block(r->ctx, r->source, r->shown_role, r->band, r->mask);
    return status ? status : set_nodata(r);
}

static lc_status place_on_globe(lc_raster_reader *r) {
    if (GDALGetGeoTransform(r->dataset, r->to_map) != CE_None || !GDALInvGeoTransform(r->to_map, r->to_pixel))
        return lc_raster_refuse(r, "does not say where its cells lie; georeference it, with a world file say");
    r->errors.failed = false; /* a missing position may be told as an error, too */
    lc_status status = lc_crs_new(r->ctx, GDALGetSpatialRef(r->dataset), r->source->crs, r->source->text, &r->crs);
    if (status == LC_OK) status = lc_raster_set_zone(r);
    if (status == LC_OK && !GDALInvGeoTransform(r->to_map, r->to_pixel)) status = lc_fail_memory(r->ctx);
    return status;
}

/* ----------------------------------------------------------------- window */

static int clip(double value, int most) {
    return value < 0 ? 0 : value > most ? most : (int)value;
}

/* Make the window hold a box of map coordinates, with a margin, since the box is an estimate. */
static void widen(lc_raster_reader *r, const lc_box *map) {
    const double *m = r->to_pixel;
    lc_box pixel = lc_box_empty();
    for (int corner = 0; corner < 4; corner++) {
        double x = corner & 1 ? map->x1 : map->x0, y = corner & 2 ? map->y1 : map->y0;
        lc_box_add(&pixel, m[0] + m[1] * x + m[2] * y, m[3] + m[4] * x + m[5] * y);
    }
    double margin_x = 2 + 0.02 * (pixel.x1 - pixel.x0), margin_y = 2 + 0.02 * (pixel.y1 - pixel.y0);
    int width = GDALGetRasterXSize(r->dataset), height = GDALGetRasterYSize(r->dataset);
    lc_window w = {clip(floor(pixel.x0 - margin_x), width), clip(floor(pixel.y0 - margin_y), height),
                   clip(ceil(pixel.x1 + margin_x), width), clip(ceil(pixel.y1 + margin_y), height)};
    if (w.x0 >= w.x1 || w.y0 >= w.y1) return;
    if (r->window.x0 == r->window.x1) r->window = w;
    if (w.x0 < r->window.x0) r->window.x0 = w.x0;
    if (w.y0 < r->window.y0) r->window.y0 = w.y0;
    if (w.x1 > r->window.x1) r->window.x1 = w.x1;
    if (w.y1 > r->window.y1) r->window.y1 = w.y1;
}

static void set_window(lc_raster_reader *r) {
    bool failed = r->errors.failed;
    double turn = lc_crs_turn(r->crs);
    lc_box map;
    if (lc_crs_box(r->crs, &r->box, &map)) {
        widen(r, &map);
        for (int side = -1; turn > 0 && side <= 1; side += 2) { /* rasters may count from 0 to 360 */
            lc_box turned = {map.x0 + side * turn, map.y0, map.x1 + side * turn, map.y1};
            widen(r, &turned);
        }
    } else {
        r->window = (lc_window){0, 0, GDALGetRasterXSize(r->dataset), GDALGetRasterYSize(r->dataset)};
    }
    r->errors.failed = failed;
}

/* ---------------------------------------------------------------- reading */

/* Whole blocks, many small ones together, and a very large one in slices. */
static lc_status make_room(lc_raster_reader *r) {
    enum { CELLS = 1 << 18 };
    int width, height;
    double cells = (r->window.x1 - r->window.x0) * (double)(r->window.y1 - r->window.y0);
    lc_status status = lc_raster_ask_cells(r->ctx, r->source->text, r->shown_role, cells);
    if (status) return status;
    GDALGetBlockSize(r->band, &width, &height);
    r->step_x = width;
    r->step_y = height > CELLS / width ? CELLS / width + 1 : height * (CELLS / width / height);
    size_t n = (size_t)r->step_x * (size_t)r->step_y;
    status = lc_memory_ask(r->ctx, r->source->path, n * (4 * sizeof(double) + 1));
    if (status) return status;
    r->raw = LC_NEW(double, n);
    r->valid = LC_NEW(unsigned char, n);
    r->x = LC_NEW(double, n);
    r->y = LC_NEW(double, n);
    r->value = LC_NEW(double, n);
    return r->raw && r->valid && r->x && r->y && r->value ? LC_OK : lc_fail_memory(r->ctx);
}

/* As the source says itself; a text has not all digits of a float. */
static bool is_nodata(const lc_raster_reader *r, double raw) {
    return raw == r->nodata || (r->type == GDT_Float32 && (float)raw == (float)r->nodata);
}

/* Collect the cells of a part that are neither nodata nor 0; returns their number. */
static size_t pick(lc_raster_reader *r, lc_window w) {
    const double *m = r->to_map;
    size_t n = 0, cell = 0;
    for (int row = w.y0; row < w.y1; row++)
        for (int column = w.x0; column < w.x1; column++, cell++) {
            double value = r->raw[cell] * r->scale + r->offset;
            if ((r->mask && !r->valid[cell]) || !isfinite(value) || value == 0) continue;
            if (is_nodata(r, r->raw[cell])) continue;
            r->x[n] = m[0] + m[1] * (column + 0.5) + m[2] * (row + 0.5);
            r->y[n] = m[3] + m[4] * (column + 0.5) + m[5] * (row + 0.5);
            r->value[n++] = value;
        }
    return n;
}

static lc_status keep(lc_raster_reader *r, size_t n, lc_cells *out) {
    bool failed = r->errors.failed;
    lc_crs_to_lonlat(r->crs, r->x, r->y, n); /* corners beyond the globe become infinite, and lie in no box */
    r->errors.failed = failed;
    for (size_t i = 0; i < n; i++) {
        double x = r->x[i], y = r->y[i];
        if (!(fabs(x) <= 360)) continue;
        while (x > r->box.x1) x -= 360;
        while (x < r->box.x0) x += 360;
        if (!(x >= r->box.x0 && x <= r->box.x1 && y >= r->box.y0 && y <= r->box.y1)) continue;
        if (r->value[i] < 0) {
            out->negative++;
            continue;
        }
        const char *path = r->source->path;
        lc_status status = LC_ROOM_ASKED(r->ctx, path, out->centre, out->capacity, out->n + 1);
        if (!status) status = LC_ROOM_ASKED(r->ctx, path, out->value, out->capacity_value, out->n + 1);
        if (status) return status;
        out->centre[out->n] = (lc_xy){x, y};
        out->value[out->n++] = r->value[i];
    }
    return LC_OK;
}

static lc_status read_part(lc_raster_reader *r, lc_window w, lc_cells *out) {
    int width = w.x1 - w.x0, height = w.y1 - w.y0;
    CPLErr error = GDALRasterIO(r->band, GF_Read, w.x0, w.y0, width, height, r->raw, width, height, GDT_Float64, 0, 0);
    if (error == CE_None && r->mask)
        error = GDALRasterIO(r->mask, GF_Read, w.x0, w.y0, width, height, r->valid, width, height, GDT_Byte, 0, 0);
    if (error != CE_None || r->errors.failed) return gdal_fail(r, "read whole");
    return keep(r, pick(r, w), out);
}

static int least(int a, int b) {
    return a < b ? a : b;
}

static lc_status read_window(lc_raster_reader *r, lc_cells *out) {
    lc_window all = r->window;
    lc_status status = LC_OK;
    for (int y = all.y0, next_y; y < all.y1 && !status; y = next_y) {
        next_y = least(y - y % r->step_y + r->step_y, all.y1);
        for (int x = all.x0, next_x; x < all.x1 && !status; x = next_x) {
            next_x = least(x - x % r->step_x + r->step_x, all.x1);
            status = read_part(r, (lc_window){x, y, next_x, next_y}, out);
        }
        if (!status) status = lc_progress(r->ctx, (double)(next_y - all.y0) / (all.y1 - all.y0));
    }
    return status;
}

static lc_status describe(lc_raster_reader *r, lc_cells *out) {
    const char *path = r->source->path;
    struct stat info;
    out->file = lc_strdup(lc_source_basename(r->source));
    out->crs = lc_strdup(lc_crs_name(r->crs));
    out->sha256[0] = '\0';
    if (!out->file || !out->crs) return lc_fail_memory(r->ctx);
    bool is_file = stat(path, &info) == 0 && S_ISREG(info.st_mode);
    return is_file ? lc_sha256_files(r->ctx, &path, 1, out->sha256) : LC_OK;
}

lc_status lc_cells_read(lc_context *ctx, const lc_source *source, const char *role, const lc_box *box, lc_cells *out) {
    lc_raster_reader r = {.ctx = ctx, .source = source, .role = role, .box = *box};
    char shown[LC_ROLE_MAX];
    r.shown_role = lc_role_text(ctx, role, shown, sizeof shown);
    lc_cells cells = {0};
    lc_gdal_begin(&r.errors, source->remote);
    lc_status status = open_band(&r);
    if (!status) status = lc_raster_check_band(&r);
    if (!status) status = place_on_globe(&r);
    if (!status) set_window(&r);
    if (!status) status = make_room(&r);
    if (!status) status = read_window(&r, &cells);
    if (!status) status = describe(&r, &cells);
    if (!status) lc_raster_describe_cells(&r, &cells);
    if (r.dataset) GDALClose(r.dataset);
    lc_gdal_end(&r.errors);
    lc_fail_at(ctx, status, &(lc_where){LC_WHERE(LC_ERROR_SOURCE), .file = source->path});
    lc_crs_free(r.crs); /* NULL when the cells have it now */
    free(r.raw);
    free(r.valid);
    free(r.x);
    free(r.y);
    free(r.value);
    if (status)
        lc_cells_free(&cells);
    else
        *out = cells;
    return status;
}

void lc_cells_free(lc_cells *cells) {
    lc_crs_free(cells->system);
    free(cells->centre);
    free(cells->value);
    free(cells->file);
    free(cells->crs);
    *cells = (lc_cells){0};
}
