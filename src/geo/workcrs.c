#include "geo/workcrs.h"

#include <math.h>
#include <proj.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"

struct lc_work_crs {
    PJ_CONTEXT *context;
    PJ *pj;
    char text[160]; /* the CRS as a PROJ string */
};

lc_status lc_work_crs_new(lc_context *ctx, double lon, double lat, lc_work_crs **out) {
    lc_work_crs *crs = LC_NEW0(lc_work_crs, 1);
    if (!crs) return lc_fail_memory(ctx);
    char pipeline[256];
    snprintf(pipeline, sizeof pipeline,
             "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
             "+step +proj=tmerc +lat_0=%.10f +lon_0=%.10f +k=1 +x_0=0 +y_0=0 +ellps=WGS84",
             lat, lon);
    snprintf(crs->text, sizeof crs->text,
             "+proj=tmerc +lat_0=%.10f +lon_0=%.10f +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs", lat, lon);
    crs->context = proj_context_create();
    if (crs->context) {
        proj_log_level(crs->context, PJ_LOG_NONE);
        crs->pj = proj_create(crs->context, pipeline);
    }
    if (!crs->pj) {
        lc_work_crs_free(crs);
        return lc_fail(ctx, LC_ERR_INTERNAL, "PROJ cannot set up the work CRS (%s); is its database installed?",
                       pipeline);
    }
    *out = crs;
    return LC_OK;
}

void lc_work_crs_free(lc_work_crs *crs) {
    if (!crs) return;
    proj_destroy(crs->pj);
    proj_context_destroy(crs->context);
    free(crs);
}

const char *lc_work_crs_text(const lc_work_crs *crs) {
    return crs->text;
}

lc_xy lc_work_crs_centre(const lc_geoms *lonlat) {
    lc_box box = lc_box_empty(), shifted = lc_box_empty();
    for (size_t i = 0; i < lonlat->n_xy; i++) {
        lc_xy p = lonlat->xy[i];
        lc_box_add(&box, p.x, p.y);
        lc_box_add(&shifted, p.x < 0 ? p.x + 360 : p.x, p.y);
    }
    if (lonlat->n_xy == 0) return (lc_xy){0, 0};
    if (shifted.x1 - shifted.x0 < box.x1 - box.x0) box = shifted;
    double lon = 0.5 * (box.x0 + box.x1);
    return (lc_xy){lon > 180 ? lon - 360 : lon, 0.5 * (box.y0 + box.y1)};
}

static void transform(const lc_work_crs *crs, PJ_DIRECTION direction, lc_xy *xy, size_t n) {
    if (n == 0) return;
    proj_trans_generic(crs->pj, direction, &xy[0].x, sizeof *xy, n, &xy[0].y, sizeof *xy, n, NULL, 0, 0, NULL, 0, 0);
    for (size_t i = 0; i < n; i++)
        if (!isfinite(xy[i].x) || !isfinite(xy[i].y)) xy[i] = (lc_xy){NAN, NAN};
}

void lc_work_crs_project(const lc_work_crs *crs, lc_xy *xy, size_t n) {
    transform(crs, PJ_FWD, xy, n);
}

void lc_work_crs_unproject(const lc_work_crs *crs, lc_xy *xy, size_t n) {
    transform(crs, PJ_INV, xy, n);
}
