/* Tables with coordinates in their columns: CSV, and the spreadsheets of Excel and LibreOffice. */
#include "source/table.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/utf8.h"
#include "geo/gcj02.h"
#include "source/layer_fields.h"
#include "source/layer_messages.h"
#include "source/table_sheets.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* --------------------------------------------------------------------------------------------- names of columns */

typedef enum { LON, LAT, X, Y, LONLAT, LATLON, N_KINDS } kind_t;

/* What columns are called, in small letters and without what stands between words. */
static const struct {
    const char *name;
    kind_t kind;
} NAMES[] = {
    {"lng", LON},
    {"lon", LON},
    {"long", LON},
    {"longitude", LON},
    {"经度", LON},
    {"lat", LAT},
    {"latitude", LAT},
    {"纬度", LAT},
    {"x", X},
    {"easting", X},
    {"y", Y},
    {"northing", Y},
    {"location", LONLAT},
    {"lnglat", LONLAT},
    {"lonlat", LONLAT},
    {"coordinate", LONLAT},
    {"coordinates", LONLAT},
    {"坐标", LONLAT},
    {"经纬度", LONLAT},
    {"latlng", LATLON},
    {"latlon", LATLON},
};

/* Words before or after them. Some say in which system the coordinates are. */
static const struct {
    const char *word, *crs;
} WORDS[] = {
    {"", NULL},           {"point", NULL},      {"coord", NULL},           {"location", NULL},
    {"poi", NULL},        {"坐标", NULL},       {"中心点", NULL},          {"wgs84", "EPSG:4326"},
    {"wgs", "EPSG:4326"}, {"gps", "EPSG:4326"}, {"cgcs2000", "EPSG:4490"}, {"gcj02", "GCJ-02"},
    {"gcj", "GCJ-02"},    {"高德", "GCJ-02"},   {"amap", "GCJ-02"},        {"腾讯", "GCJ-02"},
    {"火星", "GCJ-02"},   {"bd09", "BD-09"},    {"bd", "BD-09"},           {"百度", "BD-09"},
    {"baidu", "BD-09"},
};

typedef struct {
    kind_t kind;
    const char *crs;
} meaning_t;

/* Small letters, without spaces and marks, so that "Point_X", "高德经度" and "经度（WGS84）" are words alone. */
static void squeeze(const char *name, char *out, size_t size) {
    static const char *const marks[] = {"（", "）", "：", "_", "-", ".", "(", ")", ":", "/", " ", "\t", "[", "]"};
    size_t n = 0;
    while (*name && n + 1 < size) {
        size_t skip = 0;
        for (size_t i = 0; i < COUNT(marks) && !skip; i++)
            if (strncmp(name, marks[i], strlen(marks[i])) == 0) skip = strlen(marks[i]);
        if (!skip) out[n++] = (char)((unsigned char)*name < 0x80 ? tolower((unsigned char)*name) : *name);
        name += skip ? skip : 1;
    }
    out[n] = '\0';
}

static bool is_both(const char *text, const char *a, const char *b) {
    size_t n = strlen(a);
    return strncmp(text, a, n) == 0 && strcmp(text + n, b) == 0;
}

static bool meaning_of(const char *name, meaning_t *out) {
    char plain[64];
    squeeze(name, plain, sizeof plain);
    for (size_t i = 0; i < COUNT(NAMES); i++)
        for (size_t w = 0; w < COUNT(WORDS); w++) {
            if (!is_both(plain, WORDS[w].word, NAMES[i].name) && !is_both(plain, NAMES[i].name, WORDS[w].word))
                continue;
            *out = (meaning_t){NAMES[i].kind, WORDS[w].crs};
            return true;
        }
    return false;
}

/* ------------------------------------------------------------------------------------------------------ values */

/* "104.05,30.63", also in brackets or with another mark between. */
static bool read_two(const char *text, double *a, double *b) {
    char copy[96], *to = copy;
    if (!lc_number_narrow(text, copy, sizeof copy)) return false;
    for (const char *from = copy; *from; from++)
        if (!strchr("[]()\"", *from)) *to++ = *from;
    *to = '\0';
    char *mark = copy;
    while (isspace((unsigned char)*mark)) mark++;
    mark += strcspn(mark, ",; \t");
    if (!*mark) return false;
    *mark = '\0';
    return lc_number_read(copy, a) && lc_number_read(mark + 1, b);
}

static bool is_set(OGRFeatureH feature, int field) {
    return OGR_F_IsFieldSetAndNotNull(feature, field) && *OGR_F_GetFieldAsString(feature, field);
}

/* The place that a row names, as it stands. */
static bool place_of(const lc_table *t, OGRFeatureH feature, lc_xy *p) {
    if (!is_set(feature, t->x) || !is_set(feature, t->y)) return false;
    if (t->x != t->y)
        return lc_number_read(OGR_F_GetFieldAsString(feature, t->x), &p->x) &&
               lc_number_read(OGR_F_GetFieldAsString(feature, t->y), &p->y);
    double a, b;
    if (!read_two(OGR_F_GetFieldAsString(feature, t->x), &a, &b)) return false;
    *p = t->lat_first ? (lc_xy){b, a} : (lc_xy){a, b};
    return true;
}

/* ----------------------------------------------------------------------------------------------------- columns */

/* Does a text column hold pairs of numbers? "location" is also what people call an address. */
static bool has_pairs(lc_layer_reader *r, int field) {
    enum { LOOK_AT = 100 };
    lc_table t = {.x = field, .y = field};
    size_t looked = 0, good = 0;
    OGRFeatureH feature;
    OGR_L_ResetReading(r->layer);
    while (looked < LOOK_AT && (feature = OGR_L_GetNextFeature(r->layer)) != NULL) {
        lc_xy p;
        if (is_set(feature, field)) {
            looked++;
            good += place_of(&t, feature, &p);
        }
        OGR_F_Destroy(feature);
    }
    OGR_L_ResetReading(r->layer);
    return looked == 0 || 2 * good > looked;
}

static bool same_crs(const char *a, const char *b) {
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* How much columns in a system are wanted: the user's own before all; then WGS 84, those that say nothing, the rest. */
static int rank_of(const lc_layer_reader *r, const char *crs) {
    if (crs && r->source->crs && EQUAL(crs, r->source->crs)) return 4;
    if (crs && strncmp(crs, "EPSG:", 5) == 0) return 3;
    return crs ? 1 : 2;
}

/* Take columns i and k, in this order, when they are better than what is there. */
static void consider(lc_layer_reader *r, const meaning_t *m, int i, int k, int *best) {
    static const int by_kind[N_KINDS] = {[LON] = 20, [X] = 10, [LONLAT] = 0, [LATLON] = 0};
    int rank = by_kind[m[i].kind] + rank_of(r, m[i].crs);
    if (rank <= *best) return;
    *best = rank;
    r->table.x = i;
    r->table.y = k;
    r->table.lat_first = m[i].kind == LATLON;
    r->table.crs = m[i].crs;
    r->table.degrees = m[i].kind != X;
}

static void choose_columns(lc_layer_reader *r, const meaning_t *m, const bool *known, int n) {
    int best = -1;
    for (int i = 0; i < n; i++)
        for (int k = 0; k < n; k++) {
            if (!known[i] || !known[k] || !same_crs(m[i].crs, m[k].crs)) continue;
            if ((m[i].kind == LON && m[k].kind == LAT) || (m[i].kind == X && m[k].kind == Y))
                consider(r, m, i, k, &best);
        }
    for (int i = 0; i < n && best < 0; i++)
        if (known[i] && (m[i].kind == LONLAT || m[i].kind == LATLON) && has_pairs(r, i)) consider(r, m, i, i, &best);
    r->table.given = best >= 0;
}

static lc_status no_columns(lc_layer_reader *r, char *const *names, int n) {
    char list[800] = "";
    for (int f = 0; f < n; f++) lc_list_add(list, sizeof list, names[f]);
    return lc_fail(r->ctx, LC_ERR_INPUT,
                   "%s: '%s' is a table without coordinates: name two columns lng and lat, or one location that holds "
                   "\"lng,lat\"; its columns are: %s",
                   r->shown_role, r->source->text, list);
}

lc_status lc_table_find(lc_layer_reader *r) {
    OGRFeatureDefnH fields = OGR_L_GetLayerDefn(r->layer);
    int n = OGR_FD_GetFieldCount(fields);
    if (!lc_table_is(r) || OGR_FD_GetGeomFieldCount(fields) > 0) return LC_OK;
    char **names = LC_NEW0(char *, (size_t)n);
    meaning_t *meaning = LC_NEW0(meaning_t, (size_t)n);
    bool *known = LC_NEW0(bool, (size_t)n);
    lc_status status = names && meaning && known ? LC_OK : lc_fail_memory(r->ctx);
    for (int f = 0; f < n && !status; f++) {
        names[f] = lc_layer_field_name(r, f);
        if (names[f])
            known[f] = meaning_of(names[f], &meaning[f]);
        else
            status = lc_fail_memory(r->ctx);
    }
    if (!status) {
        choose_columns(r, meaning, known, n);
        if (!r->table.given) status = no_columns(r, names, n);
    }
    if (!status) {
        r->table.x_name = lc_strdup(names[r->table.x]);
        r->table.y_name = lc_strdup(names[r->table.y]);
        if (!r->table.x_name || !r->table.y_name) status = lc_fail_memory(r->ctx);
    }
    for (int f = 0; names && f < n; f++) free(names[f]);
    free(names);
    free(meaning);
    free(known);
    return status;
}

static bool in_box(const lc_box *box, double x, double y) {
    return x >= box->x0 && x <= box->x1 && y >= box->y0 && y <= box->y1;
}

/* Do all rows lie where GCJ-02 and BD-09 are WGS 84, whichever way round the columns are? */
static bool beyond_china(lc_layer_reader *r) {
    const lc_box china = lc_gcj02_box();
    bool beyond = true;
    size_t n = 0;
    OGRFeatureH feature;
    OGR_L_ResetReading(r->layer);
    while (beyond && (feature = OGR_L_GetNextFeature(r->layer)) != NULL) {
        lc_xy p;
        if (place_of(&r->table, feature, &p) && (p.x != 0 || p.y != 0)) {
            n++;
            beyond = !in_box(&china, p.x, p.y) && !in_box(&china, p.y, p.x);
        }
        OGR_F_Destroy(feature);
    }
    OGR_L_ResetReading(r->layer);
    return beyond && n > 0;
}

lc_status lc_table_no_crs(lc_layer_reader *r) {
    if (!r->table.degrees) return lc_crs_new(r->ctx, NULL, NULL, r->source->text, &r->crs);
    if (beyond_china(r)) return lc_crs_new(r->ctx, NULL, "EPSG:4326", r->source->text, &r->crs);
    return lc_fail(r->ctx, LC_ERR_INPUT,
                   "source '%s': a table does not say in which system its coordinates are; say it: '|crs=GCJ-02' when "
                   "they come from AMap or Tencent, '|crs=BD-09' from Baidu, '|crs=EPSG:4326' from GPS (WGS 84)",
                   r->source->text);
}

/* ----------------------------------------------------------------------------------------------------- reading */

/* Rows are counted as people see them in the file: the names stand in the first one. Spreadsheets count so themselves.
 */
static long long row_of(const lc_layer_reader *r, OGRFeatureH feature) {
    return (long long)OGR_F_GetFID(feature) + (r->is_csv ? 1 : 0);
}

static void warn_of_row(const lc_layer_reader *r, long long row, const char *x, const char *y) {
    const lc_table *t = &r->table;
    const char *message = LC_TEXT("rows of tables without coordinates that can be used, left out");
    if (t->x == t->y)
        lc_layer_tell(r, "row_without_place", message, ": row %lld, %s \"%s\"", row, t->x_name, x);
    else
        lc_layer_tell(r, "row_without_place", message, ": row %lld, %s \"%s\", %s \"%s\"", row, t->x_name, x, t->y_name,
                      y);
}

/* A cell for a message: a line of it, whatever the table's encoding turns out to be. malloc'ed. */
static lc_status show_cell(lc_layer_reader *r, OGRFeatureH feature, int field, char **out) {
    enum { LONGEST = 60 };
    char *text;
    lc_status status = lc_layer_field(r, feature, field, &text);
    if (status) return status;
    *out = text ? lc_text_tidy(text) : lc_strdup("");
    if (!*out) return lc_fail_memory(r->ctx);
    if (strlen(*out) > LONGEST) (*out)[LONGEST] = '\0';
    lc_text_trim(*out);
    return LC_OK;
}

lc_status lc_table_geometry(lc_layer_reader *r, OGRFeatureH feature, uint32_t index, lc_geoms *out) {
    lc_table *t = &r->table;
    lc_xy p;
    if (!(r->want & LC_WANT_POINTS)) {
        r->other_kind++;
        return LC_OK;
    }
    /* 0, 0 is what a failed search for an address leaves behind. */
    if (place_of(t, feature, &p) && (p.x != 0 || p.y != 0)) {
        bool ok = lc_geoms_begin(out, LC_POINT, index) && lc_geoms_begin_part(out) && lc_geoms_add(out, p.x, p.y);
        ok = ok && (r->surveys || LC_ROOM(t->row, t->cap_rows, t->n_rows + 1));
        if (ok && !r->surveys) t->row[t->n_rows++] = row_of(r, feature);
        return ok ? LC_OK : lc_fail_memory(r->ctx);
    }
    if (r->surveys) return LC_OK;
    char *x = NULL, *y = NULL;
    lc_status status = show_cell(r, feature, t->x, &x);
    if (!status) status = show_cell(r, feature, t->y, &y);
    if (!status) warn_of_row(r, row_of(r, feature), x, y);
    free(x);
    free(y);
    return status;
}

static bool is_degrees(lc_xy p) {
    return fabs(p.x) <= 180 && fabs(p.y) <= 90;
}

/* Where most rows are right, the few that are not are left out; where none is, the whole is wrong, and told so. */
lc_status lc_table_sift(lc_layer_reader *r, lc_geoms *geoms) {
    if (!r->table.given || fabs(lc_crs_turn(r->crs) - 360) > 1e-6) return LC_OK;
    size_t right = 0;
    for (size_t i = 0; i < geoms->n_xy; i++) right += is_degrees(geoms->xy[i]);
    if (right == geoms->n_xy || right == 0) return LC_OK;
    lc_geoms kept = {0};
    for (size_t g = 0; g < geoms->n; g++) { /* one part of one point each */
        lc_xy p = geoms->xy[g];
        char x[32], y[32];
        if (is_degrees(p)) {
            if (lc_geoms_copy(&kept, geoms, g, geoms->feature[g])) continue;
            lc_geoms_free(&kept);
            return lc_fail_memory(r->ctx);
        }
        CPLsnprintf(x, sizeof x, "%.9g", p.x);
        CPLsnprintf(y, sizeof y, "%.9g", p.y);
        warn_of_row(r, r->table.row[g], x, y);
    }
    lc_geoms_free(geoms);
    *geoms = kept;
    return LC_OK;
}

void lc_table_end(lc_layer_reader *r) {
    free(r->table.x_name);
    free(r->table.y_name);
    free(r->table.row);
    r->table = (lc_table){0};
}
