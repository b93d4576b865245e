#include "network/drawn_ends.h"

#include <stdlib.h>

#include "base/memory.h"

static const double SAME_M = 1e-6; /* places of a segment that are nearer than this are one */

/* An end at a place of the segment between two vertices, in metres from the one with the lower key. */
typedef struct {
    uint32_t low, high;
    bool to_high; /* what it is the end of leads there */
    double m;
    uint32_t *key; /* where its key is wanted */
} end_t;

static int by_place(const void *a, const void *b) {
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
                   .m = length * (turned ? 1 - t : t),
                   .key = key};
}

/* A vertex that repeats the one before makes no segment: its ends are its own. */
static bool is_one(const end_t *p, const end_t *q) {
    return p->low != p->high && p->low == q->low && p->high == q->high && p->to_high == q->to_high &&
           q->m - p->m <= SAME_M;
}

/* The ends at a mark, those that there are. */
static size_t ends_at(const lc_drawn *d, const lc_mark *mark, lc_end_keys *keys, end_t *out) {
    size_t n = 0, v = mark->vert;
    bool inside = mark->t > 0;
    if (inside || v > d->start[mark->line])
        out[n++] = end_of(d, inside ? v : v - 1, inside ? mark->t : 1, false, &keys->before);
    if (v + 1 < d->start[mark->line + 1]) out[n++] = end_of(d, v, mark->t, true, &keys->after);
    return n;
}

lc_end_keys *lc_drawn_end_keys(lc_drawn *d, const lc_marks *marks) {
    lc_end_keys *keys = LC_NEW0(lc_end_keys, marks->n);
    end_t *end = LC_NEW(end_t, 2 * marks->n);
    size_t n = 0;
    for (size_t k = 0; keys && end && k < marks->n; k++)
        if (marks->mark[k].kind != LC_MARK_JOIN) n += ends_at(d, &marks->mark[k], &keys[k], end + n);
    if (n) qsort(end, n, sizeof *end, by_place);
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
