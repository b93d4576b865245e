#include "source/crs.h"

#include <cpl_error.h>
#include <limits.h>
#include <math.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"

struct lc_crs {
    OGRCoordinateTransformationH transform; /* NULL: the coordinates are lon/lat already */
    char *name;
    double turn;
};

#define PI 3.14159265358979323846

/* CGCS2000, under the names that EPSG and Esri give it. It counts as WGS 84's datum: no shift. */
static bool is_cgcs2000(OGRSpatialReferenceH srs) {
    static const char *const names[] = {"China_2000", "D_China_2000", "China 2000", "CGCS2000", "D_CGCS2000"};
    const char *datum = OSRGetAttrValue(srs, "DATUM", 0);
    for (size_t i = 0; datum && i < sizeof names / sizeof *names; i++)
        if (strcasecmp(datum, names[i]) == 0) return true;
    return false;
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
                           "source '%s': crs '%s' is not known; give an EPSG code, as in crs=EPSG:4547", source, given);
        }
    }
    OSRSetAxisMappingStrategy(srs, OAMS_TRADITIONAL_GIS_ORDER);
    *out = srs;
    return LC_OK;
}

lc_status lc_crs_new(lc_context *ctx, OGRSpatialReferenceH native, const char *given, const char *source,
                     lc_crs **out) {
    OGRSpatialReferenceH srs = NULL, target = NULL;
    lc_crs *crs = NULL;
    lc_status status = find_srs(ctx, native, given, source, &srs);
    if (status) return status;
    status = LC_ERR_MEMORY;
    crs = LC_NEW0(lc_crs, 1);
    if (!crs) goto done;
    crs->name = crs_name(srs);
    crs->turn = OSRIsGeographic(srs) ? 2 * PI / OSRGetAngularUnits(srs, NULL) : 0;
    target = OSRNewSpatialReference(NULL);
    if (!crs->name || !target || OSRImportFromEPSG(target, 4326) != OGRERR_NONE) goto done;
    OSRSetAxisMappingStrategy(target, OAMS_TRADITIONAL_GIS_ORDER);
    if (!is_lonlat(srs, target)) {
        /* To its own lon/lat when the datum counts as the same, so that no shift can come in. */
        OGRSpatialReferenceH own = is_cgcs2000(srs) ? OSRCloneGeogCS(srs) : NULL;
        if (own) {
            OSRDestroySpatialReference(target);
            target = own;
            OSRSetAxisMappingStrategy(target, OAMS_TRADITIONAL_GIS_ORDER);
        }
        crs->transform = OCTNewCoordinateTransformation(srs, target);
        if (!crs->transform) {
            status =
                lc_fail(ctx, LC_ERR_INPUT,
                        "source '%s': its coordinates (%s) cannot be brought to WGS 84: %s; say what they are, as in "
                        "'|crs=EPSG:4326'",
                        source, crs->name, CPLGetLastErrorMsg());
            goto done;
        }
    }
    status = LC_OK;
done:
    if (status == LC_ERR_MEMORY) lc_fail_memory(ctx);
    if (target) OSRDestroySpatialReference(target);
    OSRDestroySpatialReference(srs);
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
    for (size_t i = 0; i < n; i++)
        if (!(fabs(x[i]) <= 360 && fabs(y[i]) <= 90)) return false;
    return true;
}

bool lc_crs_box(const lc_crs *crs, const lc_box *lonlat, lc_box *out) {
    enum { PIECES = 21 }; /* of each side, whose image may be bent */
    *out = *lonlat;
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

double lc_crs_turn(const lc_crs *crs) {
    return crs->turn;
}
