/*
 * A stretch is cut where it meets a border; each piece lies inside a polygon or outside, which its middle tells. Most
 * stretches meet none, and the polygons that hold one hold the next, which goes on where it ends.
 */
#include "geo/inside_length.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "geo/index.h"

enum { CHUNK = 512 };                /* stretches a unit of work */
static const double BORDER_M = 1e-6; /* what is as near as this runs along a border */

/* A side of a polygon. */
typedef struct {
    lc_xy a, b;
    uint32_t polygon;
} side_t;

/* What a polygon has of a stretch, in parts of it from 0 to 1. */
typedef struct {
    double from, to;
    uint32_t polygon;
} part_t;

typedef struct {
    lc_items sides, near, holding; /* holding: polygons that hold `at`, when `known` */
    lc_xy at;
    bool known;
    double *cut;
    size_t cap_cut;
    part_t *part;
    size_t n_parts, cap_parts;
} worker_t;

/* Sums of a unit of work: those of all units are added up in order, so that threads do not matter. */
typedef struct {
    part_t *piece; /* polygon and length (in `to`) */
    size_t n, capacity;
    double any_m;
} sums_t;

typedef struct {
    const lc_stretches *lines;
    const lc_geoms *polygons;
    side_t *side;
    size_t n_sides;
    lc_index *sides, *boxes;
    sums_t *sums;
    worker_t *worker;
} job_t;

static bool list_sides(job_t *job) {
    const lc_geoms *g = job->polygons;
    job->side = LC_NEW(side_t, g->n_xy);
    lc_box *box = LC_NEW(lc_box, g->n_xy);
    for (size_t i = 0; job->side && box && i < g->n; i++)
        for (size_t p = g->part_of[i]; p < g->part_of[i + 1]; p++)
            for (size_t k = g->xy_of[p]; k + 1 < g->xy_of[p + 1]; k++) {
                lc_xy a = g->xy[k], b = g->xy[k + 1];
                box[job->n_sides] = (lc_box){lc_min(a.x, b.x), lc_min(a.y, b.y), lc_max(a.x, b.x), lc_max(a.y, b.y)};
                job->side[job->n_sides++] = (side_t){a, b, (uint32_t)i};
            }
    job->sides = box ? lc_index_new(box, job->n_sides) : NULL;
    job->boxes = lc_geoms_index(g);
    free(box);
    return job->side && job->sides && job->boxes;
}

/* The polygons that hold p. */
static bool find_holding(const job_t *job, worker_t *w, lc_xy p) {
    if (!lc_geoms_around(job->polygons, job->boxes, p, &w->holding)) return false;
    w->at = p;
    return true;
}

static double cross(lc_xy a, lc_xy b, lc_xy p) {
    return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

/* Where a stretch meets a side: where it crosses the side's line within it, and beside the side's ends. */
static size_t cuts_at(const lc_stretch *s, const side_t *side, double *cut) {
    double dx = s->b.x - s->a.x, dy = s->b.y - s->a.y, squared = dx * dx + dy * dy;
    double da = cross(side->a, side->b, s->a), db = cross(side->a, side->b, s->b);
    size_t n = 0;
    if ((da < 0) != (db < 0) && da != db) cut[n++] = da / (da - db);
    lc_xy ends[] = {side->a, side->b};
    for (int k = 0; k < 2; k++)
        if (lc_segment_distance(s->a, s->b, ends[k]) <= BORDER_M)
            cut[n++] = ((ends[k].x - s->a.x) * dx + (ends[k].y - s->a.y) * dy) / squared;
    return n;
}

static int by_number(const void *a, const void *b) {
    const double *p = a, *q = b;
    return *p < *q ? -1 : *p > *q;
}

/* Is p in a polygon, or on one of its sides among those from `first` to `end` in the list of near ones? */
static bool holds(const job_t *job, const worker_t *w, size_t first, size_t end, uint32_t polygon, lc_xy p) {
    for (size_t k = first; k < end; k++) {
        const side_t *side = &job->side[w->sides.item[k]];
        if (lc_segment_distance(side->a, side->b, p) <= BORDER_M) return true;
    }
    return lc_geom_contains(job->polygons, polygon, p.x, p.y);
}

static bool add_part(worker_t *w, double from, double to, uint32_t polygon) {
    if (!(from < to)) return true;
    if (!LC_ROOM(w->part, w->cap_parts, w->n_parts + 1)) return false;
    w->part[w->n_parts++] = (part_t){from, to, polygon};
    return true;
}

/* What one polygon has of a stretch; its sides near the stretch are those from `first` to `end`. */
static bool cut_by_polygon(const job_t *job, worker_t *w, const lc_stretch *s, size_t first, size_t end,
                           uint32_t polygon) {
    size_t n = 0;
    if (!LC_ROOM(w->cut, w->cap_cut, 3 * (end - first) + 2)) return false;
    w->cut[n++] = 0;
    for (size_t k = first; k < end; k++) n += cuts_at(s, &job->side[w->sides.item[k]], w->cut + n);
    w->cut[n++] = 1;
    for (size_t k = 0; k < n; k++) w->cut[k] = lc_max(0, lc_min(1, w->cut[k]));
    qsort(w->cut, n, sizeof *w->cut, by_number);
    for (size_t k = 0; k + 1 < n; k++) {
        double middle = 0.5 * (w->cut[k] + w->cut[k + 1]);
        lc_xy p = {s->a.x + middle * (s->b.x - s->a.x), s->a.y + middle * (s->b.y - s->a.y)};
        if (w->cut[k] < w->cut[k + 1] && holds(job, w, first, end, polygon, p) &&
            !add_part(w, w->cut[k], w->cut[k + 1], polygon))
            return false;
    }
    return true;
}

/* Sides are numbered polygon by polygon. */
static bool cut_stretch(const job_t *job, worker_t *w, const lc_stretch *s, const lc_box *box) {
    if (!lc_index_search(job->boxes, box, &w->near)) return false;
    size_t first = 0, end;
    for (size_t k = 0; k < w->near.n; k++, first = end) {
        uint32_t polygon = w->near.item[k];
        for (end = first; end < w->sides.n && job->side[w->sides.item[end]].polygon == polygon;) end++;
        if (!cut_by_polygon(job, w, s, first, end, polygon)) return false;
    }
    return true;
}

/* The polygons that hold all of a stretch, which meets no side. */
static bool hold_stretch(const job_t *job, worker_t *w, const lc_stretch *s) {
    if (!(w->known && w->at.x == s->a.x && w->at.y == s->a.y) && !find_holding(job, w, s->a)) return false;
    w->known = true;
    w->at = s->b;
    for (size_t k = 0; k < w->holding.n; k++)
        if (!add_part(w, 0, 1, w->holding.item[k])) return false;
    return true;
}

static int by_from(const void *a, const void *b) {
    const part_t *p = a, *q = b;
    return p->from != q->from ? (p->from < q->from ? -1 : 1) : (p->polygon > q->polygon) - (p->polygon < q->polygon);
}

static double united(part_t *part, size_t n) {
    double sum = 0, done = 0;
    if (n) qsort(part, n, sizeof *part, by_from);
    for (size_t k = 0; k < n; k++) {
        sum += lc_max(0, part[k].to - lc_max(done, part[k].from));
        done = lc_max(done, part[k].to);
    }
    return sum;
}

static bool add_stretch(const job_t *job, worker_t *w, const lc_stretch *s, sums_t *out) {
    lc_box box = {lc_min(s->a.x, s->b.x) - BORDER_M, lc_min(s->a.y, s->b.y) - BORDER_M,
                  lc_max(s->a.x, s->b.x) + BORDER_M, lc_max(s->a.y, s->b.y) + BORDER_M};
    double length = lc_length(s->b.x - s->a.x, s->b.y - s->a.y);
    w->n_parts = 0;
    if (!lc_index_search(job->sides, &box, &w->sides)) return false;
    if (w->sides.n) w->known = false;
    if (!(w->sides.n ? cut_stretch(job, w, s, &box) : hold_stretch(job, w, s))) return false;
    if (!LC_ROOM(out->piece, out->capacity, out->n + w->n_parts)) return false;
    out->any_m += length * united(w->part, w->n_parts);
    for (size_t k = 0; k < w->n_parts; k++)
        out->piece[out->n++] = (part_t){0, length * (w->part[k].to - w->part[k].from), w->part[k].polygon};
    return true;
}

static bool add_chunk(void *user, size_t item, int worker) {
    job_t *job = user;
    worker_t *w = &job->worker[worker];
    size_t end = (item + 1) * CHUNK < job->lines->n ? (item + 1) * CHUNK : job->lines->n;
    w->known = false;
    for (size_t i = item * CHUNK; i < end; i++)
        if (!add_stretch(job, w, &job->lines->item[i], &job->sums[item])) return false;
    return true;
}

static void add_up(const job_t *job, size_t n_chunks, double *length_m, double *any_m) {
    for (size_t c = 0; c < n_chunks; c++) {
        const sums_t *s = &job->sums[c];
        for (size_t k = 0; k < s->n; k++) length_m[job->polygons->feature[s->piece[k].polygon]] += s->piece[k].to;
        *any_m += s->any_m;
    }
}

static void finish(job_t *job, size_t n_chunks, size_t threads) {
    for (size_t c = 0; job->sums && c < n_chunks; c++) free(job->sums[c].piece);
    for (size_t t = 0; job->worker && t < threads; t++) {
        worker_t *w = &job->worker[t];
        free(w->sides.item);
        free(w->near.item);
        free(w->holding.item);
        free(w->cut);
        free(w->part);
    }
    free(job->sums);
    free(job->worker);
    free(job->side);
    lc_index_free(job->sides);
    lc_index_free(job->boxes);
}

lc_status lc_inside_length(lc_context *ctx, const lc_stretches *lines, const lc_geoms *polygons, double *length_m,
                           double *any_m) {
    job_t job = {.lines = lines, .polygons = polygons};
    size_t threads = (size_t)lc_threads(ctx), n_chunks = (lines->n + CHUNK - 1) / CHUNK;
    job.sums = LC_NEW0(sums_t, n_chunks);
    job.worker = LC_NEW0(worker_t, threads);
    bool ok = job.sums && job.worker && list_sides(&job);
    lc_status status = ok ? lc_parallel(ctx, n_chunks, add_chunk, &job) : lc_fail_memory(ctx);
    if (status == LC_OK) add_up(&job, n_chunks, length_m, any_m);
    finish(&job, n_chunks, threads);
    return status;
}
