#include "geo/workcrs.h"

#include <math.h>
#include <proj.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/parallel.h"

static const double RADIANS = 0.017453292519943296; /* a degree */

enum { BLOCK = 1 << 13 }; /* points that a thread projects at a time */

/* A projection from radians, of one thread. */
typedef struct {
    PJ_CONTEXT *context;
    PJ *pj;
} projection_t;

struct lc_work_crs {
    projection_t own; /* nothing in it for a plane */
    char definition[128];
    char text[160]; /* the CRS as a PROJ string */
};

static void close_projection(projection_t *p) {
    proj_destroy(p->pj);
    if (p->context) proj_context_destroy(p->context);
    *p = (projection_t){0};
}

static bool open_projection(projection_t *p, const char *definition) {
    *p = (projection_t){.context = proj_context_create()};
    if (!p->context) return false;
    proj_log_level(p->context, PJ_LOG_NONE);
    p->pj = proj_create(p->context, definition);
    return p->pj != NULL;
}

/* Open what is written down in `like`. */
static lc_status open_crs(lc_context *ctx, const lc_work_crs *like, lc_work_crs **out) {
    lc_work_crs *crs = LC_NEW(lc_work_crs, 1);
    if (!crs) return lc_fail_memory(ctx);
    *crs = *like;
    if (!*crs->definition) {
        *out = crs;
        return LC_OK;
    }
    if (!open_projection(&crs->own, crs->definition)) {
        lc_status status = lc_fail(ctx, LC_ERR_INTERNAL,
                                   "PROJ cannot set up the work CRS (%s); is its database installed?", crs->definition);
        lc_work_crs_free(crs);
        return status;
    }
    *out = crs;
    return LC_OK;
}

lc_status lc_work_crs_new(lc_context *ctx, double lon, double lat, lc_work_crs **out) {
    lc_work_crs crs = {.own = {0}};
    snprintf(crs.definition, sizeof crs.definition,
             "+proj=tmerc +lat_0=%.10f +lon_0=%.10f +k=1 +x_0=0 +y_0=0 +ellps=WGS84", lat, lon);
    snprintf(crs.text, sizeof crs.text,
             "+proj=tmerc +lat_0=%.10f +lon_0=%.10f +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m +no_defs", lat, lon);
    return open_crs(ctx, &crs, out);
}

lc_status lc_work_crs_plane(lc_context *ctx, lc_work_crs **out) {
    const lc_work_crs plane = {.definition = "", .text = ""};
    return open_crs(ctx, &plane, out);
}

bool lc_work_crs_is_plane(const lc_work_crs *crs) {
    return !*crs->definition;
}

lc_status lc_work_crs_copy(lc_context *ctx, const lc_work_crs *crs, lc_work_crs **out) {
    return open_crs(ctx, crs, out);
}

void lc_work_crs_free(lc_work_crs *crs) {
    if (!crs) return;
    close_projection(&crs->own);
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

static void transform(const projection_t *p, PJ_DIRECTION direction, lc_xy *xy, size_t n) {
    if (n == 0) return;
    proj_trans_generic(p->pj, direction, &xy[0].x, sizeof *xy, n, &xy[0].y, sizeof *xy, n, NULL, 0, 0, NULL, 0, 0);
    for (size_t i = 0; i < n; i++)
        if (!isfinite(xy[i].x) || !isfinite(xy[i].y)) xy[i] = (lc_xy){NAN, NAN};
}

static void project(const projection_t *p, lc_xy *xy, size_t n) {
    for (size_t i = 0; i < n; i++) xy[i] = (lc_xy){xy[i].x * RADIANS, xy[i].y * RADIANS};
    transform(p, PJ_FWD, xy, n);
}

void lc_work_crs_project(const lc_work_crs *crs, lc_xy *xy, size_t n) {
    if (!lc_work_crs_is_plane(crs)) project(&crs->own, xy, n);
}

static void unproject(const projection_t *p, lc_xy *xy, size_t n) {
    transform(p, PJ_INV, xy, n);
    for (size_t i = 0; i < n; i++) xy[i] = (lc_xy){xy[i].x / RADIANS, xy[i].y / RADIANS};
}

void lc_work_crs_unproject(const lc_work_crs *crs, lc_xy *xy, size_t n) {
    if (!lc_work_crs_is_plane(crs)) unproject(&crs->own, xy, n);
}

typedef void (*transform_fn)(const projection_t *p, lc_xy *xy, size_t n);

typedef struct {
    transform_fn transform;
    projection_t *projection; /* one a worker */
    lc_xy *xy;
    size_t n;
} many_t;

static bool transform_block(void *user, size_t item, int worker) {
    const many_t *m = user;
    size_t first = item * BLOCK, n = m->n - first < BLOCK ? m->n - first : BLOCK;
    m->transform(&m->projection[worker], m->xy + first, n);
    return true;
}

static lc_status transform_many(lc_context *ctx, const lc_work_crs *crs, transform_fn fn, lc_xy *xy, size_t n) {
    size_t threads = (size_t)lc_threads(ctx), blocks = (n + BLOCK - 1) / BLOCK;
    if (lc_work_crs_is_plane(crs)) return LC_OK;
    if (blocks <= 1) {
        fn(&crs->own, xy, n);
        return LC_OK;
    }
    many_t m = {fn, LC_NEW0(projection_t, threads), xy, n};
    if (blocks < threads) threads = blocks;
    bool ok = m.projection != NULL;
    for (size_t i = 0; ok && i < threads; i++) ok = open_projection(&m.projection[i], crs->definition);
    lc_status status = ok ? lc_parallel(ctx, blocks, transform_block, &m) : lc_fail_memory(ctx);
    for (size_t i = 0; m.projection && i < threads; i++) close_projection(&m.projection[i]);
    free(m.projection);
    return status;
}

lc_status lc_work_crs_project_many(lc_context *ctx, const lc_work_crs *crs, lc_xy *xy, size_t n) {
    return transform_many(ctx, crs, project, xy, n);
}

lc_status lc_work_crs_unproject_many(lc_context *ctx, const lc_work_crs *crs, lc_xy *xy, size_t n) {
    return transform_many(ctx, crs, unproject, xy, n);
}
