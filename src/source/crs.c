#include "source/crs.h"

#include <cpl_error.h>
#include <limits.h>
#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "geo/gcj02.h"
#include "source/gdal_errors.h"

/* A system of shifted coordinates, which PROJ does not know. */
typedef struct shifted {
    const char *name;
    const char *spelling[4];
    lc_xy (*to_wgs84)(lc_xy);
    lc_xy (*from_wgs84)(lc_xy);
} shifted;

static const shifted SHIFTED[] = {
    {"GCJ-02", {"GCJ-02", "GCJ02", "GCJ_02"}, lc_gcj02_to_wgs84, lc_gcj02_from_wgs84},
    {"BD-09", {"BD-09", "BD09", "BD_09", "BD09LL"}, lc_bd09_to_wgs84, lc_bd09_from_wgs84},
};

struct lc_crs {
    OGRCoordinateTransformationH transform; /* NULL: the coordinates are lon/lat already, but for a shift */
    const shifted *shift;                   /* NULL: none */
    char *name;
    double turn;
    bool is_gauss, is_old_datum;
    lc_gauss gauss;
    lc_box use; /* lc_box_empty(): everywhere, or not known */
};

#define PI 3.14159265358979323846

static bool is_one_of(const char *text, const char *const *names, size_t n) {
    for (size_t i = 0; text && i < n; i++)
        if (names[i] && strcasecmp(text, names[i]) == 0) return true;
    return false;
}

#define IS_ONE_OF(text, names) is_one_of(text, names, sizeof(names) / sizeof *(names))

/* CGCS2000, under the names that EPSG and Esri give it. It counts as WGS 84's datum: no shift. */
static bool is_cgcs2000(OGRSpatialReferenceH srs) {
    static const char *const names[] = {"China_2000", "D_China_2000", "China 2000", "CGCS2000", "D_CGCS2000"};
    return IS_ONE_OF(OSRGetAttrValue(srs, "DATUM", 0), names);
}

static bool is_old_datum(OGRSpatialReferenceH srs) {
    static const char *const names[] = {"Beijing_1954", "D_Beijing_1954", "Beijing 1954",
                                        "New_Beijing",  "D_New_Beijing",  "New Beijing",
                                        "Xian_1980",    "D_Xian_1980",    "Xian 1980"};
    return IS_ONE_OF(OSRGetAttrValue(srs, "DATUM", 0), names);
}

static bool begins_with(const char *text, const char *word) {
    return text && strncasecmp(text, word, strlen(word)) == 0;
}

static bool is_unnamed(const char *name) {
    return !name || !*name || begins_with(name, "unknown") || begins_with(name, "unnamed") ||
           begins_with(name, "not specified") || begins_with(name, "not_specified") || begins_with(name, "undefined");
}

bool lc_crs_is_defined(OGRSpatialReferenceH srs) {
    if (OSRIsLocal(srs) || (!OSRIsGeographic(srs) && !OSRIsProjected(srs))) return false;
    if (begins_with(OSRGetName(srs), "undefined")) return false;
    return !is_unnamed(OSRGetAttrValue(srs, "DATUM", 0)) || !is_unnamed(OSRGetAttrValue(srs, "SPHEROID", 0));
}

static double parameter(OGRSpatialReferenceH srs, const char *name) {
    OGRErr error;
    double value = OSRGetNormProjParm(srs, name, NAN, &error);
    return error == OGRERR_NONE ? value : NAN;
}

static bool find_gauss(OGRSpatialReferenceH srs, lc_gauss *out) {
    const char *projection = OSRIsProjected(srs) ? OSRGetAttrValue(srs, "PROJECTION", 0) : NULL;
    if (!projection || (!EQUAL(projection, SRS_PT_TRANSVERSE_MERCATOR) && !EQUAL(projection, "Gauss_Kruger")))
        return false;
    double meridian = parameter(srs, SRS_PP_CENTRAL_MERIDIAN), easting = parameter(srs, SRS_PP_FALSE_EASTING);
    double zone = (easting - 500000) / 1e6;
    bool fits = parameter(srs, SRS_PP_SCALE_FACTOR) == 1 && parameter(srs, SRS_PP_FALSE_NORTHING) == 0 &&
                parameter(srs, SRS_PP_LATITUDE_OF_ORIGIN) == 0 && OSRGetLinearUnits(srs, NULL) == 1 && meridian >= 75 &&
                meridian <= 135 && fmod(meridian, 3) == 0 &&
                (zone == 0 || 3 * zone == meridian || 6 * zone - 3 == meridian);
    if (fits) *out = (lc_gauss){(int)zone, meridian};
    return fits;
}

static const shifted *find_shifted(const char *given) {
    for (size_t i = 0; given && i < sizeof SHIFTED / sizeof *SHIFTED; i++)
        if (IS_ONE_OF(given, SHIFTED[i].spelling)) return &SHIFTED[i];
    return NULL;
}

/* A system of that name, which files of ours have; a .prj puts Esri's prefix in front. */
static const shifted *find_native_shift(OGRSpatialReferenceH native) {
    const char *name = native ? OSRGetName(native) : NULL;
    return find_shifted(name && strncmp(name, "GCS_", 4) == 0 ? name + 4 : name);
}

bool lc_crs_is_shifted(const char *name) {
    return find_shifted(name) != NULL;
}

bool lc_crs_is_known(const char *name) {
    OGRSpatialReferenceH srs = OSRNewSpatialReference(NULL);
    lc_gdal_hush();
    bool known = srs && OSRSetFromUserInput(srs, name) == OGRERR_NONE;
    lc_gdal_speak();
    CPLErrorReset();
    if (srs) OSRDestroySpatialReference(srs);
    return known;
}

static bool is_degrees_from_greenwich(OGRSpatialReferenceH srs) {
    char *unit = NULL;
    return fabs(OSRGetAngularUnits(srs, &unit) * 180 / PI - 1) < 1e-9 && OSRGetPrimeMeridian(srs, NULL) == 0;
}

static bool is_lonlat(OGRSpatialReferenceH srs, OGRSpatialReferenceH wgs84) {
    if (!OSRIsGeographic(srs) || !is_degrees_from_greenwich(srs)) return false;
    const char *const loose[] = {"IGNORE_DATA_AXIS_TO_SRS_AXIS_MAPPING=YES",
                                 "CRITERION=EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS", NULL};
    return is_cgcs2000(srs) || OSRIsSameEx(srs, wgs84, loose);
}

static char *crs_name(OGRSpatialReferenceH srs) {
    const char *authority = OSRGetAuthorityName(srs, NULL), *code = OSRGetAuthorityCode(srs, NULL);
    if (authority && code) return lc_sprintf("%s:%s", authority, code);
    const char *name = OSRGetName(srs);
    return lc_strdup(name && *name ? name : "unnamed");
}

/* The system to read in, owned by the caller. */
static lc_status find_srs(lc_context *ctx, OGRSpatialReferenceH native, const char *given, const char *source,
                          OGRSpatialReferenceH *out) {
    if (native && !lc_crs_is_defined(native)) native = NULL;
    if (!given && !native)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "source '%s': has no coordinate reference system; say which one, as in '|crs=EPSG:4326'",
                       source);
    OGRSpatialReferenceH srs = given ? OSRNewSpatialReference(NULL) : OSRClone(native);
    if (!srs) return lc_fail_memory(ctx);
    if (given) {
        bool is_address = strstr(given, "://") != NULL; /* GDAL would fetch it */
        if (is_address || OSRSetFromUserInput(srs, given) != OGRERR_NONE) {
            OSRDestroySpatialReference(srs);
            return lc_fail(ctx, LC_ERR_INPUT,
                           "source '%s': crs '%s' is not known; give an EPSG code, as in crs=EPSG:4547, or GCJ-02 or "
                           "BD-09",
                           source, given);
        }
    }
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    *out = srs;
    return LC_OK;
}

/* The way from `srs` to WGS 84, NULL in *out when there is nothing to do. */
static lc_status find_transform(lc_context *ctx, OGRSpatialReferenceH srs, const char *name, const char *source,
                                OGRCoordinateTransformationH *out) {
    lc_status status = LC_OK;
    OGRSpatialReferenceH target = OSRNewSpatialReference(NULL);
    if (!target || OSRImportFromEPSG(target, 4326) != OGRERR_NONE) {
        status = lc_fail_memory(ctx);
        goto done;
    }
    OSRSetAxisMappingStrategy(target, OAMS_TRADITIONAL_GIS_ORDER);
    if (is_lonlat(srs, target)) goto done;
    /* To its own lon/lat when the datum counts as the same, so that no shift can come in. */
    OGRSpatialReferenceH own = is_cgcs2000(srs) ? OSRCloneGeogCS(srs) : NULL;
    if (own) {
        OSRDestroySpatialReference(target);
        target = own;
        OSRSetAxisMappingStrategy(target, OAMS_TRADITIONAL_GIS_ORDER);
    }
    *out = OCTNewCoordinateTransformation(srs, target);
    if (!*out)
        status = lc_fail(ctx, LC_ERR_INPUT,
                         "source '%s': its coordinates (%s) cannot be brought to WGS 84: %s; say what they are, as in "
                         "'|crs=EPSG:4326'",
                         source, name, CPLGetLastErrorMsg());
done:
    if (target) OSRDestroySpatialReference(target);
    return status;
}

/* Of a zone that has no code: as wide as the wider kind of zone. */
static lc_box find_use(OGRSpatialReferenceH srs, const lc_gauss *gauss) {
    lc_box use;
    if (OSRGetAreaOfUse(srs, &use.x0, &use.y0, &use.x1, &use.y1, NULL) && use.x0 > -1000 && use.x1 - use.x0 < 359 &&
        use.x0 < use.x1)
        return use;
    return gauss ? (lc_box){gauss->meridian - 3, 3, gauss->meridian + 3, 54} : lc_box_empty();
}

static lc_status read_srs(lc_context *ctx, lc_crs *crs, OGRSpatialReferenceH srs, const char *source) {
    crs->name = crs_name(srs);
    if (!crs->name) return lc_fail_memory(ctx);
    crs->turn = OSRIsGeographic(srs) ? 2 * PI / OSRGetAngularUnits(srs, NULL) : 0;
    crs->is_gauss = find_gauss(srs, &crs->gauss);
    crs->is_old_datum = is_old_datum(srs);
    crs->use = find_use(srs, crs->is_gauss ? &crs->gauss : NULL);
    return find_transform(ctx, srs, crs->name, source, &crs->transform);
}

lc_status lc_crs_new(lc_context *ctx, OGRSpatialReferenceH native, const char *given, const char *source,
                     lc_crs **out) {
    OGRSpatialReferenceH srs = NULL;
    lc_status status = LC_OK;
    lc_crs *crs = LC_NEW0(lc_crs, 1);
    if (!crs) return lc_fail_memory(ctx);
    crs->shift = given ? find_shifted(given) : find_native_shift(native);
    if (crs->shift) {
        crs->turn = 360;
        crs->use = lc_gcj02_box();
        crs->name = lc_strdup(crs->shift->name);
        if (!crs->name) status = lc_fail_memory(ctx);
    } else {
        status = find_srs(ctx, native, given, source, &srs);
        if (status == LC_OK) status = read_srs(ctx, crs, srs, source);
    }
    if (srs) OSRDestroySpatialReference(srs);
    if (status)
        lc_crs_free(crs);
    else
        *out = crs;
    return status;
}

void lc_crs_free(lc_crs *crs) {
    if (!crs) return;
    if (crs->transform) OCTDestroyCoordinateTransformation(crs->transform);
    free(crs->name);
    free(crs);
}

const char *lc_crs_name(const lc_crs *crs) {
    return crs->name;
}

bool lc_crs_to_lonlat(const lc_crs *crs, double *x, double *y, size_t n) {
    if (crs->transform) {
        if (n > INT_MAX || !OCTTransform(crs->transform, (int)n, x, y, NULL)) return false;
    }
    for (size_t i = 0; crs->shift && i < n; i++) {
        lc_xy p = crs->shift->to_wgs84((lc_xy){x[i], y[i]});
        x[i] = p.x;
        y[i] = p.y;
    }
    for (size_t i = 0; i < n; i++)
        if (!(fabs(x[i]) <= 360 && fabs(y[i]) <= 90)) return false;
    return true;
}

bool lc_crs_from_lonlat(const lc_crs *crs, double *x, double *y, size_t n) {
    for (size_t i = 0; crs->shift && i < n; i++) {
        lc_xy p = crs->shift->from_wgs84((lc_xy){x[i], y[i]});
        x[i] = p.x;
        y[i] = p.y;
    }
    if (!crs->transform) return true;
    OGRCoordinateTransformationH inverse = OCTGetInverse(crs->transform);
    if (!inverse) return false;
    for (size_t done = 0, part; done < n; done += part) {
        part = n - done < INT_MAX ? n - done : INT_MAX;
        OCTTransform(inverse, (int)part, x + done, y + done, NULL);
    }
    OCTDestroyCoordinateTransformation(inverse);
    return true;
}

/* The shifts change slowly: the corners of a box tell all but a hair, which the margin of 0.002 degrees covers. */
static void shifted_box(const shifted *shift, const lc_box *lonlat, lc_box *out) {
    const double margin = 0.002;
    *out = *lonlat; /* without the shift as well, as one of the corners may lie outside China */
    for (int i = 0; i < 4; i++) {
        lc_xy p = shift->from_wgs84((lc_xy){i & 1 ? lonlat->x1 : lonlat->x0, i & 2 ? lonlat->y1 : lonlat->y0});
        lc_box_add(out, p.x - margin, p.y - margin);
        lc_box_add(out, p.x + margin, p.y + margin);
    }
}

bool lc_crs_box(const lc_crs *crs, const lc_box *lonlat, lc_box *out) {
    enum { PIECES = 21 }; /* of each side, whose image may be bent */
    *out = *lonlat;
    if (crs->shift) shifted_box(crs->shift, lonlat, out);
    if (!crs->transform) return true;
    OGRCoordinateTransformationH inverse = OCTGetInverse(crs->transform);
    if (!inverse) return false;
    bool known = OCTTransformBounds(inverse, lonlat->x0, lonlat->y0, lonlat->x1, lonlat->y1, &out->x0, &out->y0,
                                    &out->x1, &out->y1, PIECES);
    OCTDestroyCoordinateTransformation(inverse);
    /* Across the antimeridian GDAL gives x1 < x0. */
    return known && isfinite(out->x0) && isfinite(out->y0) && isfinite(out->x1) && isfinite(out->y1) &&
           out->x0 <= out->x1 && out->y0 <= out->y1;
}

bool lc_crs_use(const lc_crs *crs, lc_box *out) {
    *out = crs->use;
    return out->x0 <= out->x1;
}

double lc_crs_turn(const lc_crs *crs) {
    return crs->turn;
}

bool lc_crs_gauss(const lc_crs *crs, lc_gauss *out) {
    *out = crs->gauss;
    return crs->is_gauss;
}

bool lc_crs_is_old_datum(const lc_crs *crs) {
    return crs->is_old_datum;
}
