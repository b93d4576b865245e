#include "source/raster_checks.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "source/gauss.h"

lc_status lc_raster_refuse(lc_raster_reader *r, const char *what) {
    return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s' %s", r->shown_role, r->source->text, lc_tr(r->ctx, what));
}

static void tell_raster(lc_raster_reader *r, const char *code, const char *message, const char *detail) {
    lc_source_warn(r->ctx, r->source, code, message, (lc_source_case){r->role, r->shown_role, detail, detail});
}

/* ------------------------------------------------------------------------------------------------------------- bands
 */

/* Bands beside the first, masks (alpha) left aside. */
static int count_others(const lc_raster_reader *r) {
    int others = 0;
    for (int i = 2; i <= GDALGetRasterCount(r->dataset); i++)
        others += GDALGetRasterColorInterpretation(GDALGetRasterBand(r->dataset, i)) != GCI_AlphaBand;
    return others;
}

/* A text of small letters, cut to the buffer. */
static void lower(const char *text, char *out, size_t size) {
    size_t n = 0;
    for (; text && *text && n + 1 < size; text++) out[n++] = (char)tolower((unsigned char)*text);
    out[n] = '\0';
}

/* Does the band say that it holds people per area? */
static bool is_density(const lc_raster_reader *r) {
    char unit[64], name[128];
    lower(GDALGetRasterUnitType(r->band), unit, sizeof unit);
    lower(GDALGetDescription(r->band), name, sizeof name);
    return strchr(unit, '/') || strstr(unit, "per ") || strstr(unit, "km-2") || strstr(unit, "km^-2") ||
           strstr(unit, "ha-1") || strstr(name, "densit") || strstr(name, "密度");
}

lc_status lc_raster_check_band(lc_raster_reader *r) {
    char detail[64];
    GDALColorInterp colour = GDALGetRasterColorInterpretation(r->band);
    int others = count_others(r);
    if (colour == GCI_RedBand && others >= 2)
        return lc_raster_refuse(r, "is a picture (red, green, blue); give a raster of people per cell");
    snprintf(detail, sizeof detail, ": 1 / %d", others + 1);
    if (others)
        tell_raster(r, "raster_bands",
                    "rasters of several bands, of which only the first is read; give the others files of their own",
                    detail);
    if (colour == GCI_PaletteIndex || GDALGetRasterColorTable(r->band))
        tell_raster(r, "raster_palette",
                    "rasters with a palette, which often hold classes or colours; read as people per cell", "");
    if (is_density(r))
        tell_raster(r, "raster_density",
                    "rasters that say that they hold densities; read as people per cell, which is another number", "");
    return LC_OK;
}

/* -------------------------------------------------------------------------------------------------------- position */

static void middle_of(const lc_raster_reader *r, double *x, double *y) {
    double column = GDALGetRasterXSize(r->dataset) / 2.0, row = GDALGetRasterYSize(r->dataset) / 2.0;
    *x = r->to_map[0] + r->to_map[1] * column + r->to_map[2] * row;
    *y = r->to_map[3] + r->to_map[4] * column + r->to_map[5] * row;
}

static lc_status set_zone(lc_raster_reader *r, const lc_gauss *gauss) {
    char detail[160];
    double x, y;
    middle_of(r, &x, &y);
    int zone = lc_gauss_zone_of(x);
    if (zone == gauss->zone || !lc_gauss_is_easting(x)) return LC_OK;
    if (lc_gauss_contradicts(gauss, zone))
        return lc_fail(
            r->ctx, LC_ERR_INPUT,
            "%s: '%s': x = %.0f is of zone %d (central meridian %d), but its coordinates are said to be %s (central "
            "meridian %g); say what they are with '|crs='",
            r->shown_role, r->source->text, x, zone, lc_gauss_meridian_of(zone), lc_crs_name(r->crs), gauss->meridian);
    r->to_map[0] += (gauss->zone - zone) * 1e6;
    snprintf(detail, sizeof detail, ": x = %.0f, %.100s", x, lc_crs_name(r->crs));
    tell_raster(r, "crs_zone_prefix",
                gauss->zone ? LC_TEXT("eastings without the zone number that their CRS has were given it")
                            : LC_TEXT("eastings with a zone number that their CRS does not have were read without it"),
                detail);
    return LC_OK;
}

/* The middle of the raster, far from where its system is made for? */
static void tell_of_place(lc_raster_reader *r) {
    const double margin = 3;
    char detail[160];
    double x, y;
    lc_box use;
    middle_of(r, &x, &y);
    bool failed = r->errors.failed, known = lc_crs_to_lonlat(r->crs, &x, &y, 1);
    r->errors.failed = failed;
    if (!known || !lc_crs_use(r->crs, &use)) return;
    if (x > use.x0 - margin && x < use.x1 + margin && y > use.y0 - margin && y < use.y1 + margin) return;
    snprintf(detail, sizeof detail, ": (%.5f, %.5f), %.100s", x, y, lc_crs_name(r->crs));
    tell_raster(
        r, "outside_crs",
        "features beyond the region that their CRS is made for; if most of them are, the CRS is wrong: say what it is "
        "with "
        "'|crs='",
        detail);
}

lc_status lc_raster_set_zone(lc_raster_reader *r) {
    char detail[160];
    lc_gauss gauss;
    snprintf(detail, sizeof detail, ": %.140s", lc_crs_name(r->crs));
    if (lc_crs_is_old_datum(r->crs))
        tell_raster(
            r, "crs_old_datum",
            "Beijing 54 and Xian 80 have no public transformation to WGS 84: places may be off by up to 100 m; better "
            "transform them officially to CGCS2000",
            detail);
    lc_status status = lc_crs_gauss(r->crs, &gauss) ? set_zone(r, &gauss) : LC_OK;
    if (status == LC_OK) tell_of_place(r);
    return status;
}

/* ----------------------------------------------------------------------------------------------------------- cells */

/* The largest number of an integer type of 16 bits or more; NAN for others. */
static double largest_of(GDALDataType type) {
    switch (type) {
    case GDT_UInt16:
        return 65535;
    case GDT_Int16:
        return 32767;
    case GDT_UInt32:
        return 4294967295.0;
    case GDT_Int32:
        return 2147483647;
#if GDAL_VERSION_NUM >= 3050000
    case GDT_UInt64:
        return 18446744073709551615.0;
    case GDT_Int64:
        return 9223372036854775807.0;
#endif
    default:
        return NAN;
    }
}

/* The corners of the cell in the middle of what was read. */
static void set_corners(lc_raster_reader *r, lc_cells *out) {
    const lc_window *w = &r->window;
    const double *m = r->to_map;
    int column = (w->x0 + w->x1) / 2, row = (w->y0 + w->y1) / 2;
    if (column > GDALGetRasterXSize(r->dataset) - 1) column = GDALGetRasterXSize(r->dataset) - 1;
    if (row > GDALGetRasterYSize(r->dataset) - 1) row = GDALGetRasterYSize(r->dataset) - 1;
    bool failed = r->errors.failed, known = true;
    for (int i = 0; i < 4; i++) {
        double c = column + (i == 1 || i == 2), d = row + (i >= 2);
        double x = m[0] + m[1] * c + m[2] * d, y = m[3] + m[4] * c + m[5] * d;
        known = lc_crs_to_lonlat(r->crs, &x, &y, 1) && known;
        out->corner[i] = (lc_xy){x, y};
    }
    for (int i = 0; i < 4 && !known; i++) out->corner[i] = (lc_xy){NAN, NAN};
    r->errors.failed = failed;
}

void lc_raster_describe_cells(lc_raster_reader *r, lc_cells *out) {
    set_corners(r, out);
    out->largest = largest_of(r->type) * r->scale + r->offset;
    out->byte_255 = r->type == GDT_Byte ? 255 * r->scale + r->offset : NAN;
    out->is_float32 = r->type == GDT_Float32;
    out->scale = r->scale;
    out->offset = r->offset;
    memcpy(out->to_pixel, r->to_pixel, sizeof out->to_pixel);
    out->width = GDALGetRasterXSize(r->dataset);
    out->height = GDALGetRasterYSize(r->dataset);
    out->system = r->crs;
    r->crs = NULL;
}
