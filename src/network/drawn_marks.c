#include "network/drawn_marks.h"

#include <stdlib.h>

#include "base/memory.h"
#include "geo/segments.h"

static const double SAME_M = 1e-6; /* places of a segment that are nearer than this are one */

bool lc_marks_add(lc_marks *m, lc_mark mark) {
    if (!LC_ROOM(m->mark, m->capacity, m->n + 1)) return false;
    m->mark[m->n++] = mark;
    return true;
}

void lc_marks_free(lc_marks *m) {
    free(m->mark);
    *m = (lc_marks){0};
}

/* ------------------------------------------------------------------------------------------------------------ ends */

/* Of a mark: the end of what comes before it in its line, and that of what follows. */
typedef struct {
    uint32_t before, after;
} end_keys_t;

/* An end at a place of the segment between two vertices, in metres from the one with the lower key. */
typedef struct {
    uint32_t low, high;
    bool to_high; /* what it is the end of leads there */
    double m;
    uint32_t *key; /* where its key is wanted */
} end_t;

static int by_segment(const void *a, const void *b) {
    const end_t *p = a, *q = b;
    if (p->low != q->low) return p->low < q->low ? -1 : 1;
    if (p->high != q->high) return p->high < q->high ? -1 : 1;
    if (p->to_high != q->to_high) return p->to_high ? 1 : -1;
    if (p->m != q->m) return p->m < q->m ? -1 : 1;
    return p->key < q->key ? -1 : p->key > q->key;
}

/* The end at share t of the segment from vertex v to the next, of what leads to one of the two. */
static end_t end_of(const lc_drawn *d, size_t v, double t, bool to_next, uint32_t *key) {
    lc_xy a = d->xy[v], b = d->xy[v + 1];
    double length = lc_length(b.x - a.x, b.y - a.y);
    bool turned = d->key[v] > d->key[v + 1];
    return (end_t){.low = turned ? d->key[v + 1] : d->key[v],
                   .high = turned ? d->key[v] : d->key[v + 1],
                   .to_high = to_next != turned,
                   .m = isfinite(length) ? length * (turned ? 1 - t : t) : 0,
                   .key = key};
}

/* A vertex that repeats the one before makes no segment: its ends are its own. */
static bool is_one(const end_t *p, const end_t *q) {
    return p->low != p->high && p->low == q->low && p->high == q->high && p->to_high == q->to_high &&
           q->m - p->m <= SAME_M;
}

/* The ends at a mark, those that there are. */
static size_t ends_at(const lc_drawn *d, const lc_mark *mark, end_keys_t *keys, end_t *out) {
    size_t n = 0, v = mark->vert;
    bool inside = mark->t > 0;
    if (inside || v > d->start[mark->line])
        out[n++] = end_of(d, inside ? v : v - 1, inside ? mark->t : 1, false, &keys->before);
    if (v + 1 < d->start[mark->line + 1]) out[n++] = end_of(d, v, mark->t, true, &keys->after);
    return n;
}

/* The keys of the ends that cuts and edges make, one pair for each mark, in their order, to be freed. Ends at one place
   of one segment that go the same way have one key, so that lines over the same vertices stay over one another; all
   others have keys of their own. NULL when memory is out. */
static end_keys_t *give_end_keys(lc_drawn *d, const lc_marks *marks) {
    end_keys_t *keys = LC_NEW0(end_keys_t, marks->n);
    end_t *end = LC_NEW(end_t, 2 * marks->n);
    size_t n = 0;
    for (size_t k = 0; keys && end && k < marks->n; k++)
        if (marks->mark[k].kind != LC_MARK_JOIN) n += ends_at(d, &marks->mark[k], &keys[k], end + n);
    if (n) qsort(end, n, sizeof *end, by_segment);
    for (size_t k = 0, first = 0; k < n; k++) {
        if (k == 0 || !is_one(&end[first], &end[k])) first = k;
        *end[k].key = first == k ? lc_drawn_new_key(d) : *end[first].key;
    }
    free(end);
    if (!end) {
        free(keys);
        return NULL;
    }
    return keys;
}

/* --------------------------------------------------------------------------------------------------------- tracing */

static int by_place(const void *a, const void *b) {
    const lc_mark *p = a, *q = b;
    if (p->line != q->line) return p->line < q->line ? -1 : 1;
    if (p->vert != q->vert) return p->vert < q->vert ? -1 : 1;
    if (p->t != q->t) return p->t < q->t ? -1 : 1;
    if (p->kind != q->kind) return p->kind < q->kind ? -1 : 1;
    return (p->key > q->key) - (p->key < q->key);
}

/* A line while its marks are carried out. */
typedef struct {
    const lc_drawn *from;
    const lc_marks *marks;
    const end_keys_t *ends; /* of the marks */
    lc_drawn *to;
    size_t line;
    bool on; /* it is not taken out here */
} tracing_t;

static bool begin(tracing_t *t) {
    t->on = true;
    return lc_drawn_begin(t->to, t->from, t->line);
}

static void end(tracing_t *t) {
    if (t->on) lc_drawn_end(t->to);
    t->on = false;
}

/* What a mark does at a place where the line has a vertex of its own, with `key`, or none. */
static bool carry_out(tracing_t *t, const lc_mark *mark, lc_xy at, double z, bool is_vertex, uint32_t key) {
    lc_drawn *to = t->to;
    const end_keys_t *ends = &t->ends[mark - t->marks->mark];
    if (mark->kind == LC_MARK_JOIN) return !t->on || lc_drawn_add(to, at, mark->key, z);
    if (mark->kind == LC_MARK_CUT) {
        if (!t->on) return true;
        bool ok = lc_drawn_add(to, at, ends->before, z);
        end(t);
        return ok && begin(t) && lc_drawn_add(to, at, ends->after, z);
    }
    /* At the edge of what is taken out a vertex stays what it is. */
    bool off = mark->kind == LC_MARK_OFF, by_place = !is_vertex && !to->shared;
    uint32_t kept = is_vertex ? key : by_place ? LC_BY_PLACE : off ? ends->before : ends->after;
    if (off) {
        bool ok = !t->on || lc_drawn_add(to, at, kept, z);
        end(t);
        return ok;
    }
    return (t->on || begin(t)) && lc_drawn_add(to, at, kept, z);
}

/* Vertex i, and what is marked there and on the way to the next one. */
static bool trace_vertex(tracing_t *t, size_t i, const lc_mark *mark, size_t n) {
    const lc_drawn *from = t->from;
    double z = from->z ? from->z[i] : NAN;
    bool ok = true, done = false;
    for (size_t k = 0; ok && k < n; k++) {
        if (mark[k].t > 0) {
            if (!done && t->on) ok = lc_drawn_add(t->to, from->xy[i], from->key[i], z);
            done = true;
            double share = mark[k].t, step = from->z ? from->z[i + 1] - z : 0;
            ok = ok &&
                 carry_out(t, &mark[k], lc_segment_at(from->xy[i], from->xy[i + 1], share), z + share * step, false, 0);
            continue;
        }
        done = true;
        ok = carry_out(t, &mark[k], from->xy[i], z, true, from->key[i]);
    }
    return ok && (done || !t->on || lc_drawn_add(t->to, from->xy[i], from->key[i], z));
}

/* `n` marks from `mark` on are its. */
static bool trace_line(tracing_t *t, size_t line, const lc_mark *mark, size_t n) {
    const lc_drawn *from = t->from;
    t->line = line;
    bool ok = begin(t);
    for (size_t i = from->start[line]; ok && i < from->start[line + 1]; i++) {
        size_t here = 0;
        while (here < n && mark[here].vert == i) here++;
        ok = trace_vertex(t, i, mark, here);
        mark += here;
        n -= here;
    }
    if (ok) end(t);
    return ok;
}

bool lc_drawn_carry_out(lc_drawn *d, lc_marks *m) {
    if (m->n) qsort(m->mark, m->n, sizeof *m->mark, by_place);
    end_keys_t *ends = give_end_keys(d, m);
    lc_drawn to = {.shared = d->shared, .n_keys = d->n_keys};
    tracing_t t = {.from = d, .marks = m, .ends = ends, .to = &to};
    bool ok = ends && (!d->z || LC_ROOM(to.z, to.cap_z, 1)) && LC_ROOM(to.start, to.cap_start, 1);
    if (ok) to.start[0] = 0;
    for (size_t i = 0, k = 0; ok && i < d->n; i++) {
        size_t first = k;
        while (k < m->n && m->mark[k].line == i) k++;
        ok = trace_line(&t, i, m->mark + first, k - first);
    }
    free(ends);
    lc_drawn_free(ok ? d : &to);
    if (ok) *d = to;
    return ok;
}
