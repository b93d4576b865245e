#include "source/csv_dataset.h"

#include <cpl_conv.h>
#include <cpl_vsi.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

#include "base/budget.h"
#include "base/memory.h"
#include "base/number.h"
#include "source/csv.h"
#include "source/layer_files.h"
#include "source/layer_limits.h"
#include "source/layer_messages.h"

bool lc_csv_is(const char *path) {
    const char *extension = CPLGetExtension(path);
    return (EQUAL(extension, "csv") || EQUAL(extension, "tsv")) && lc_layer_is_file(path);
}

/* -------------------------------------------------------------------------------------------------------------- bytes
 */

/* Text in UTF-16, which Excel's "Unicode text" is, into UTF-8; malloc'ed, NULL when it is not that. */
static char *from_utf16(const char *bytes, size_t n, const char *codec, size_t *size) {
    char *out = LC_NEW(char, 2 * n + 1), *to = out, *from = (char *)(uintptr_t)bytes;
    size_t left = n, room = 2 * n;
    iconv_t codes = iconv_open("UTF-8", codec);
    bool ok = out && codes != (iconv_t)-1 && iconv(codes, &from, &left, &to, &room) != (size_t)-1 && left == 0;
    if (codes != (iconv_t)-1) iconv_close(codes);
    if (!ok) {
        free(out);
        return NULL;
    }
    *to = '\0';
    *size = (size_t)(to - out);
    return out;
}

/* The file's bytes, with a NUL behind them. */
static lc_status read_bytes(lc_layer_reader *r, const char *path, char **out, size_t *n) {
    GByte *bytes = NULL;
    vsi_l_offset size = 0;
    if (!VSIIngestFile(NULL, path, &bytes, &size, -1)) return lc_layer_gdal_fail(r, "opened");
    const char *text = (const char *)bytes;
    const char *codec = size >= 2 && memcmp(text, "\xFF\xFE", 2) == 0   ? "UTF-16LE"
                        : size >= 2 && memcmp(text, "\xFE\xFF", 2) == 0 ? "UTF-16BE"
                                                                        : NULL;
    lc_status status = LC_OK;
    *n = (size_t)size;
    if (codec) {
        *out = from_utf16(text + 2, *n - 2, codec, n);
        if (!*out)
            status = lc_fail(r->ctx, LC_ERR_INPUT,
                             "%s: '%s' cannot be read whole: it begins like UTF-16 and is none; save it as UTF-8",
                             r->shown_role, r->source->text);
    } else {
        *out = LC_NEW(char, *n + 1);
        if (!*out)
            status = lc_fail_memory(r->ctx);
        else
            memcpy(*out, text, *n + 1);
    }
    VSIFree(bytes);
    return status;
}

/* Are second bytes of GBK to be reckoned with? By the name that the user gives, or by the looks of the whole. */
static bool is_double_bytes(const lc_layer_reader *r, const char *text) {
    lc_encoding given;
    lc_text_sample sample = {0};
    if (r->source->encoding && lc_encoding_find(r->source->encoding, &given))
        return strcmp(given.codec, "GB18030") == 0 || strcmp(given.codec, "BIG5") == 0;
    lc_text_look(&sample, text);
    return strcmp(lc_text_guess(&sample), "GB18030") == 0;
}

/* --------------------------------------------------------------------------------------------------------------- head
 */

static bool is_geometry(const char *name) {
    return strcasecmp(name, "WKT") == 0 || strncasecmp(name, "_WKT", 4) == 0;
}

/* The first row has the names, whatever they are, years too; not when it holds nothing but numbers. */
static lc_status check_head(lc_layer_reader *r, const lc_csv *csv) {
    size_t texts = 0, geometries = 0;
    double number;
    for (size_t i = 0; csv->n_rows && i < lc_csv_width(csv, 0); i++) {
        texts += !lc_number_is_blank(csv->cell[i]) && !lc_number_read(csv->cell[i], &number);
        geometries += is_geometry(csv->cell[i]);
    }
    if (csv->n_rows == 0)
        return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s' is an empty table; its first row must have the columns' names",
                       r->shown_role, r->source->text);
    if (texts == 0)
        return lc_fail(r->ctx, LC_ERR_INPUT,
                       "%s: '%s' has no row of names: row %zu has numbers alone; write the columns' names above it",
                       r->shown_role, r->source->text, csv->number[0]);
    if (geometries > 1)
        return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s' has several columns of WKT; leave one", r->shown_role,
                       r->source->text);
    return LC_OK;
}

/* Cells beyond the names belong to no column: most likely a text holds the mark that parts cells. */
static lc_status check_rows(lc_layer_reader *r, const lc_csv *csv) {
    size_t columns = lc_csv_width(csv, 0), few = 0;
    for (size_t i = 1; i < csv->n_rows; i++) {
        size_t width = lc_csv_width(csv, i);
        for (size_t k = columns; k < width; k++)
            if (*csv->cell[csv->row[i] + k]) {
                lc_fail(r->ctx, LC_ERR_INPUT,
                        "%s: '%s', row %zu: %zu cells under %zu names; put texts that hold '%c' in quotes",
                        r->shown_role, r->source->text, csv->number[i], width, columns, csv->delimiter);
                return lc_layer_fail_feature(r, csv->number[i]);
            }
        few += width < columns;
    }
    if (!r->surveys)
        lc_layer_warn(r, "row_short", "rows of tables with fewer cells than names; the last ones are empty", few);
    return LC_OK;
}

/* --------------------------------------------------------------------------------------------------------------- layer
 */

static OGRSpatialReferenceH read_prj(const char *path) {
    char *prj = CPLStrdup(CPLResetExtension(path, "prj"));
    GByte *bytes = NULL;
    OGRSpatialReferenceH srs = NULL;
    if (lc_layer_is_file(prj) && VSIIngestFile(NULL, prj, &bytes, NULL, 1 << 20)) {
        char *lines[] = {(char *)bytes, NULL};
        srs = OSRNewSpatialReference(NULL);
        if (OSRImportFromESRI(srs, lines) != OGRERR_NONE) {
            OSRDestroySpatialReference(srs);
            srs = NULL;
        }
    }
    VSIFree(bytes);
    CPLFree(prj);
    return srs;
}

/* The layer, without rows; *geometry is the column of WKT, SIZE_MAX without one. */
static lc_status create_layer(lc_layer_reader *r, const char *path, const lc_csv *csv, size_t *geometry) {
    GDALDriverH memory = GDALGetDriverByName("Memory");
    if (!memory) memory = GDALGetDriverByName("MEM");
    r->dataset = memory ? GDALCreate(memory, "", 0, 0, 0, GDT_Unknown, NULL) : NULL;
    if (!r->dataset) return lc_layer_gdal_fail(r, "opened");
    *geometry = SIZE_MAX;
    for (size_t i = 0; i < lc_csv_width(csv, 0); i++)
        if (is_geometry(csv->cell[i])) *geometry = i;
    bool shapes = *geometry != SIZE_MAX;
    OGRSpatialReferenceH srs = shapes ? read_prj(path) : NULL;
    char *name = lc_strdup(CPLGetBasename(path));
    OGRLayerH layer = name ? GDALDatasetCreateLayer(r->dataset, name, srs, shapes ? wkbUnknown : wkbNone, NULL) : NULL;
    free(name);
    if (srs) OSRRelease(srs);
    for (size_t i = 0; layer && i < lc_csv_width(csv, 0); i++) {
        char number[32];
        snprintf(number, sizeof number, "field_%zu", i + 1);
        OGRFieldDefnH field = OGR_Fld_Create(*csv->cell[i] ? csv->cell[i] : number, OFTString);
        OGRErr error = OGR_L_CreateField(layer, field, FALSE);
        OGR_Fld_Destroy(field);
        if (error != OGRERR_NONE) layer = NULL;
    }
    r->layer = layer;
    return layer ? LC_OK : lc_layer_gdal_fail(r, "opened");
}

static lc_status set_geometry(lc_layer_reader *r, OGRFeatureH feature, const char *wkt, size_t row) {
    OGRGeometryH shape = NULL;
    char *rest = (char *)(uintptr_t)wkt;
    if (lc_number_is_blank(wkt)) return LC_OK;
    if (OGR_G_CreateFromWkt(&rest, NULL, &shape) != OGRERR_NONE || !lc_number_is_blank(rest)) {
        if (shape) OGR_G_DestroyGeometry(shape);
        char start[48];
        snprintf(start, sizeof start, "%s", wkt);
        for (char *c = start; *c; c++)
            if ((unsigned char)*c < 0x20 || (unsigned char)*c >= 0x7f) *c = '?'; /* WKT is plain ASCII */
        lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s', row %zu: '%s' is no geometry in WKT; correct or remove it",
                r->shown_role, r->source->text, row, start);
        return lc_layer_fail_feature(r, row);
    }
    return OGR_F_SetGeometryDirectly(feature, shape) == OGRERR_NONE ? LC_OK : lc_fail_memory(r->ctx);
}

static lc_status add_row(lc_layer_reader *r, const lc_csv *csv, size_t row, size_t geometry) {
    size_t columns = lc_csv_width(csv, 0), width = lc_csv_width(csv, row);
    OGRFeatureH feature = OGR_F_Create(OGR_L_GetLayerDefn(r->layer));
    lc_status status = LC_OK;
    OGR_F_SetFID(feature, (GIntBig)csv->number[row] - 1);
    for (size_t i = 0; i < columns && i < width && !status; i++) {
        const char *cell = csv->cell[csv->row[row] + i];
        OGR_F_SetFieldString(feature, (int)i, cell);
        if (i == geometry) status = set_geometry(r, feature, cell, csv->number[row]);
    }
    if (!status && OGR_L_CreateFeature(r->layer, feature) != OGRERR_NONE) status = lc_layer_gdal_fail(r, "opened");
    OGR_F_Destroy(feature);
    return status;
}

static lc_status fill(lc_layer_reader *r, const char *path, const lc_csv *csv) {
    size_t geometry = SIZE_MAX;
    lc_status status = check_head(r, csv);
    if (!status) status = lc_layer_check_fields(r, lc_csv_width(csv, 0));
    if (!status) status = check_rows(r, csv);
    if (!status) status = create_layer(r, path, csv, &geometry);
    for (size_t i = 1; i < csv->n_rows && !status; i++) {
        status = add_row(r, csv, i, geometry);
        if (!status && i % 4096 == 0) status = lc_memory_ask(r->ctx, r->source->path, 0);
    }
    r->is_csv = true;
    return status;
}

lc_status lc_csv_open(lc_layer_reader *r, const char *path) {
    char *text = NULL;
    size_t n = 0, row = 0;
    lc_csv csv = {0};
    lc_status status = read_bytes(r, path, &text, &n);
    if (status) return status;
    lc_csv_result result = lc_csv_parse(text, n, is_double_bytes(r, text), &csv, &row);
    if (r->dataset) GDALClose(r->dataset);
    r->dataset = NULL;
    if (result == LC_CSV_OK)
        status = fill(r, path, &csv);
    else if (result == LC_CSV_MEMORY)
        status = lc_fail_memory(r->ctx);
    else if (result == LC_CSV_NUL)
        status = lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s' holds NUL bytes, so it is no text; save it as CSV in UTF-8",
                         r->shown_role, r->source->text);
    else {
        lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s', row %zu: a quote is opened and never closed; correct it",
                r->shown_role, r->source->text, row);
        status = lc_layer_fail_feature(r, row);
    }
    lc_csv_free(&csv);
    free(text);
    return status;
}
