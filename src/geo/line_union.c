/*
 * Segments are compared pair by pair, found through an R-tree: a segment gives up the stretch that an earlier one lies
 * on. Nothing is noded, so that nothing can fail, and coordinates keep all their digits.
 */
#include "geo/line_union.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "geo/index.h"

enum { CHUNK = 256 }; /* segments a unit of work */

/* From where to where on a segment, m. */
typedef struct {
    double from, to;
} span_t;

typedef struct {
    lc_items near;
    span_t *span;
    size_t cap_span;
} worker_t;

typedef struct {
    lc_stretch *segment;
    size_t n;
    lc_index *index;
    lc_stretches *chunk; /* what is left of its segments */
    worker_t *worker;
} union_t;

static double length_of(const lc_stretch *s) {
    return lc_length(s->b.x - s->a.x, s->b.y - s->a.y);
}

static lc_xy at(const lc_stretch *s, double length, double t) {
    return (lc_xy){s->a.x + (s->b.x - s->a.x) * (t / length), s->a.y + (s->b.y - s->a.y) * (t / length)};
}

static double along(const lc_stretch *s, double length, lc_xy p) {
    return ((p.x - s->a.x) * (s->b.x - s->a.x) + (p.y - s->a.y) * (s->b.y - s->a.y)) / length;
}

/* The stretch of a segment that `other` lies on: beside it, and near at both ends, hence in between. */
static bool common_span(const lc_stretch *s, double length, const lc_stretch *other, span_t *out) {
    double from = along(s, length, other->a), to = along(s, length, other->b);
    out->from = lc_max(0, lc_min(from, to));
    out->to = lc_min(length, lc_max(from, to));
    if (!(out->from < out->to)) return false;
    return lc_segment_distance(other->a, other->b, at(s, length, out->from)) <= LC_SAME_LINE_M &&
           lc_segment_distance(other->a, other->b, at(s, length, out->to)) <= LC_SAME_LINE_M;
}

static int by_start(const void *a, const void *b) {
    const span_t *p = a, *q = b;
    return p->from < q->from ? -1 : p->from > q->from;
}

static bool keep(lc_stretches *out, const lc_stretch *s, double length, double from, double to) {
    if (!(from < to)) return true;
    if (!LC_ROOM(out->item, out->capacity, out->n + 1)) return false;
    lc_xy a = from > 0 ? at(s, length, from) : s->a, b = to < length ? at(s, length, to) : s->b;
    out->item[out->n++] = (lc_stretch){a, b};
    return true;
}

/* Keep what no earlier segment lies on. */
static bool add_segment(const union_t *u, worker_t *w, size_t i, lc_stretches *out) {
    const lc_stretch *s = &u->segment[i];
    double length = length_of(s), done = 0;
    size_t n = 0;
    lc_box box = lc_box_empty();
    if (!(length > 0)) return true;
    lc_box_add(&box, s->a.x, s->a.y);
    lc_box_add(&box, s->b.x, s->b.y);
    box = (lc_box){box.x0 - LC_SAME_LINE_M, box.y0 - LC_SAME_LINE_M, box.x1 + LC_SAME_LINE_M, box.y1 + LC_SAME_LINE_M};
    if (!lc_index_search(u->index, &box, &w->near)) return false;
    for (size_t k = 0; k < w->near.n && w->near.item[k] < i; k++) {
        if (!LC_ROOM(w->span, w->cap_span, n + 1)) return false;
        n += common_span(s, length, &u->segment[w->near.item[k]], &w->span[n]);
    }
    if (n) qsort(w->span, n, sizeof *w->span, by_start);
    for (size_t k = 0; k < n; k++) {
        if (!keep(out, s, length, done, w->span[k].from)) return false;
        done = lc_max(done, w->span[k].to);
    }
    return keep(out, s, length, done, length);
}

static bool add_chunk(void *user, size_t item, int worker) {
    union_t *u = user;
    size_t end = (item + 1) * CHUNK < u->n ? (item + 1) * CHUNK : u->n;
    for (size_t i = item * CHUNK; i < end; i++)
        if (!add_segment(u, &u->worker[worker], i, &u->chunk[item])) return false;
    return true;
}

static bool list_segments(const lc_geoms *lines, union_t *u) {
    size_t capacity = 0;
    for (size_t g = 0; g < lines->n; g++) {
        if (lines->kind[g] != LC_LINE) continue;
        size_t first = lines->xy_of[lines->part_of[g]], end = lines->xy_of[lines->part_of[g + 1]];
        for (size_t k = first; k + 1 < end; k++) {
            if (!LC_ROOM(u->segment, capacity, u->n + 1)) return false;
            u->segment[u->n++] = (lc_stretch){lines->xy[k], lines->xy[k + 1]};
        }
    }
    return true;
}

static bool index_segments(union_t *u) {
    lc_box *box = LC_NEW(lc_box, u->n);
    for (size_t i = 0; box && i < u->n; i++) {
        box[i] = lc_box_empty();
        lc_box_add(&box[i], u->segment[i].a.x, u->segment[i].a.y);
        lc_box_add(&box[i], u->segment[i].b.x, u->segment[i].b.y);
    }
    u->index = box ? lc_index_new(box, u->n) : NULL;
    free(box);
    return u->index;
}

static bool join_chunks(const union_t *u, size_t n_chunks, lc_stretches *out) {
    for (size_t c = 0; c < n_chunks; c++) {
        if (!LC_ROOM(out->item, out->capacity, out->n + u->chunk[c].n)) return false;
        for (size_t k = 0; k < u->chunk[c].n; k++) out->item[out->n++] = u->chunk[c].item[k];
    }
    return true;
}

lc_status lc_lines_union(lc_context *ctx, const lc_geoms *lines, lc_stretches *out) {
    union_t u = {0};
    size_t threads = (size_t)lc_threads(ctx), n_chunks = 0;
    bool ok = list_segments(lines, &u) && index_segments(&u);
    if (ok) {
        n_chunks = (u.n + CHUNK - 1) / CHUNK;
        u.chunk = LC_NEW0(lc_stretches, n_chunks);
        u.worker = LC_NEW0(worker_t, threads);
        ok = u.chunk && u.worker;
    }
    lc_status status = ok ? lc_parallel(ctx, n_chunks, add_chunk, &u) : lc_fail_memory(ctx);
    if (status == LC_OK && !join_chunks(&u, n_chunks, out)) status = lc_fail_memory(ctx);
    for (size_t c = 0; u.chunk && c < n_chunks; c++) free(u.chunk[c].item);
    for (size_t t = 0; u.worker && t < threads; t++) {
        free(u.worker[t].near.item);
        free(u.worker[t].span);
    }
    free(u.chunk);
    free(u.worker);
    free(u.segment);
    lc_index_free(u.index);
    return status;
}
