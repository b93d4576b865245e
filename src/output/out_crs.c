#include "output/out_crs.h"

#include <math.h>
#include <ogr_srs_api.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "source/crs.h"

struct lc_out_crs {
    lc_crs *crs;
    OGRSpatialReferenceH srs;
    char *urn;
    bool degrees;
};

/* Shifted degrees are no system that GDAL knows: one of that name, which readers take for what it says. */
static OGRErr set_shifted(OGRSpatialReferenceH srs, const char *name) {
    return OSRSetGeogCS(srs, name, name, "WGS 84", 6378137, 298.257223563, "Greenwich", 0, "degree",
                        0.0174532925199433);
}

static lc_status set_srs(lc_context *ctx, const char *text, lc_out_crs *out) {
    bool shifted = lc_crs_is_shifted(text);
    const char *name = lc_crs_name(out->crs);
    out->srs = OSRNewSpatialReference(NULL);
    if (!out->srs || (shifted ? set_shifted(out->srs, name) : OSRSetFromUserInput(out->srs, text)) != OGRERR_NONE)
        return lc_fail_memory(ctx);
    OSRSetAxisMappingStrategy(out->srs, OAMS_TRADITIONAL_GIS_ORDER);
    const char *authority = OSRGetAuthorityName(out->srs, NULL), *code = OSRGetAuthorityCode(out->srs, NULL);
    bool coded = !shifted && authority && code;
    if (coded || shifted) {
        out->urn = coded ? lc_sprintf("urn:ogc:def:crs:%s::%s", authority, code) : lc_strdup(name);
        if (!out->urn) return lc_fail_memory(ctx);
    }
    return LC_OK;
}

static bool is_wgs84(const char *text) {
    static const char *const names[] = {"EPSG:4326", "WGS84", "CRS84", "OGC:CRS84"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(text, names[i]) == 0) return true;
    return false;
}

lc_status lc_out_crs_new(lc_context *ctx, const char *text, lc_out_crs **out) {
    *out = NULL;
    if (!text || is_wgs84(text)) return LC_OK;
    lc_out_crs *crs = LC_NEW0(lc_out_crs, 1);
    if (!crs) return lc_fail_memory(ctx);
    lc_status status = LC_OK;
    if (!lc_crs_is_shifted(text) && !lc_crs_is_known(text))
        status = lc_fail(ctx, LC_ERR_INPUT,
                         "out-crs '%s' is not known; give an EPSG code, as in EPSG:4547, or GCJ-02 or BD-09", text);
    if (status == LC_OK) status = lc_crs_new(ctx, NULL, text, text, &crs->crs);
    if (status == LC_OK) status = set_srs(ctx, text, crs);
    if (status != LC_OK) {
        lc_out_crs_free(crs);
        return status;
    }
    crs->degrees = lc_crs_turn(crs->crs) > 0;
    *out = crs;
    return LC_OK;
}

void lc_out_crs_free(lc_out_crs *crs) {
    if (!crs) return;
    lc_crs_free(crs->crs);
    if (crs->srs) OSRDestroySpatialReference(crs->srs);
    free(crs->urn);
    free(crs);
}

void *lc_out_crs_srs(const lc_out_crs *crs) {
    return crs->srs;
}

const char *lc_out_crs_urn(const lc_out_crs *crs) {
    return crs->urn;
}

bool lc_out_crs_is_degrees(const lc_out_crs *crs) {
    return crs->degrees;
}

lc_status lc_out_crs_apply(lc_context *ctx, const lc_out_crs *crs, lc_xy *xy, size_t n) {
    enum { CHUNK = 1024 };
    double x[CHUNK], y[CHUNK];
    for (size_t first = 0; first < n; first += CHUNK) {
        size_t part = n - first < CHUNK ? n - first : CHUNK;
        for (size_t i = 0; i < part; i++) x[i] = xy[first + i].x, y[i] = xy[first + i].y;
        if (!lc_crs_from_lonlat(crs->crs, x, y, part)) return lc_fail_memory(ctx);
        for (size_t i = 0; i < part; i++) {
            if (!isfinite(x[i]) || !isfinite(y[i]))
                return lc_fail(ctx, LC_ERR_INPUT, "(%.5f, %.5f) cannot be shown in %s; give another --out-crs",
                               xy[first + i].x, xy[first + i].y, lc_crs_name(crs->crs));
            xy[first + i] = (lc_xy){x[i], y[i]};
        }
    }
    return LC_OK;
}

lc_status lc_out_crs_geoms(lc_context *ctx, const lc_out_crs *crs, const lc_geoms *lonlat, lc_geoms *out) {
    *out = *lonlat;
    out->xy = LC_NEW(lc_xy, lonlat->n_xy);
    if (!out->xy) return lc_fail_memory(ctx);
    if (lonlat->n_xy) memcpy(out->xy, lonlat->xy, lonlat->n_xy * sizeof *out->xy);
    return lc_out_crs_apply(ctx, crs, out->xy, lonlat->n_xy);
}
