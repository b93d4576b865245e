#include "city/same_place.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "geo/index.h"

static const double SAME_PLACE_M = 1;
enum { FEW = 16 }; /* features of one name that are compared pair by pair, without an index */

typedef struct {
    const char *name;
    lc_box box;
    size_t begin, at;
    size_t within, before; /* the first that it matches, in its source and before that; `at` while there is none */
} entry_t;

static int compare_names(const char *a, const char *b) {
    if (!a || !b) return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

/* Any order of boxes will do that brings equal ones together. */
static int by_name_and_box(const void *a, const void *b) {
    const entry_t *p = a, *q = b;
    int order = compare_names(p->name, q->name);
    if (!order) order = memcmp(&p->box, &q->box, sizeof p->box);
    return order ? order : (p->at > q->at) - (p->at < q->at);
}

static bool is_repeat(const entry_t *of, const entry_t *e) {
    return e->begin == of->begin && memcmp(&e->box, &of->box, sizeof e->box) == 0 &&
           compare_names(e->name, of->name) == 0;
}

static bool same_place(const lc_box *a, const lc_box *b) {
    return lc_length(a->x0 - b->x0, a->y0 - b->y0) <= SAME_PLACE_M &&
           lc_length(a->x1 - b->x1, a->y1 - b->y1) <= SAME_PLACE_M;
}

static void compare(entry_t *e, const entry_t *other) {
    if (other->at >= e->at || !same_place(&e->box, &other->box)) return;
    size_t *first = other->at >= e->begin ? &e->within : &e->before;
    if (other->at < *first) *first = other->at;
}

static lc_index *index_corners(entry_t *const *e, size_t n) {
    lc_box *corner = LC_NEW(lc_box, n);
    for (size_t i = 0; corner && i < n; i++)
        corner[i] = (lc_box){e[i]->box.x0, e[i]->box.y0, e[i]->box.x0, e[i]->box.y0};
    lc_index *index = corner ? lc_index_new(corner, n) : NULL;
    free(corner);
    return index;
}

static bool compare_indexed(entry_t *const *e, size_t n) {
    lc_index *index = index_corners(e, n);
    lc_items near = {0};
    bool ok = index != NULL;
    for (size_t i = 0; ok && i < n; i++) {
        const lc_box *box = &e[i]->box;
        lc_box around = {box->x0 - SAME_PLACE_M, box->y0 - SAME_PLACE_M, box->x0 + SAME_PLACE_M,
                         box->y0 + SAME_PLACE_M};
        ok = lc_index_search(index, &around, &near);
        for (size_t k = 0; ok && k < near.n; k++) compare(e[i], e[near.item[k]]);
    }
    free(near.item);
    lc_index_free(index);
    return ok;
}

/* Those of one name, no two of them repeats. */
static bool compare_all(entry_t *const *e, size_t n) {
    if (n > FEW) return compare_indexed(e, n);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++) compare(e[i], e[k]);
    return true;
}

/* What a repeat matches, and the first of its kind as well. */
static void copy_to_repeats(entry_t *e, size_t n) {
    for (size_t i = 0, first = 0; i < n; i++) {
        if (!is_repeat(&e[first], &e[i])) first = i;
        if (first == i) continue;
        e[i].within = e[first].within;
        if (e[first].before < e[first].begin) e[i].before = e[first].before;
    }
}

static size_t list_entries(const lc_named_boxes *of, entry_t *e) {
    size_t n = 0;
    for (size_t i = 0; i < of->n; i++)
        if (of->box[i].x0 <= of->box[i].x1) e[n++] = (entry_t){of->name[i], of->box[i], of->begin[i], i, i, i};
    return n;
}

bool lc_first_at_place(const lc_named_boxes *of, size_t *within, size_t *before) {
    entry_t *e = LC_NEW(entry_t, of->n), **distinct = LC_NEW(entry_t *, of->n);
    bool ok = e && distinct;
    size_t n = ok ? list_entries(of, e) : 0, held = 0;
    if (ok) qsort(e, n, sizeof *e, by_name_and_box);
    for (size_t i = 0, first = 0; ok && i < n; i++) {
        if (i == 0 || !is_repeat(&e[first], &e[i])) distinct[held++] = &e[first = i];
        if (i + 1 < n && compare_names(e[i].name, e[i + 1].name) == 0) continue;
        ok = compare_all(distinct, held);
        held = 0;
    }
    if (ok) copy_to_repeats(e, n);
    for (size_t i = 0; ok && i < n; i++) {
        if (e[i].within < within[e[i].at]) within[e[i].at] = e[i].within;
        if (e[i].before < before[e[i].at]) before[e[i].at] = e[i].before;
    }
    free(distinct);
    free(e);
    return ok;
}
