#include "network/adjacency.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "profile/path_class.h"

static bool is_somewhere(const lc_paths *p, uint32_t v) {
    return isfinite(p->xy[v].x) && isfinite(p->xy[v].y);
}

/* The pieces of a path one after the other, as pairs of vertices. */
typedef struct {
    const lc_paths *paths;
    size_t next;
    bool somewhere; /* the vertex before `next` */
} walk_t;

static walk_t walk_along(const lc_paths *p, size_t path) {
    size_t first = p->start[path];
    return (walk_t){p, first + 1, first < p->start[path + 1] && is_somewhere(p, p->vertex[first])};
}

static bool next_piece(walk_t *w, size_t path, uint32_t *u, uint32_t *v) {
    const lc_paths *p = w->paths;
    while (w->next < p->start[path + 1]) {
        *u = p->vertex[w->next - 1];
        *v = p->vertex[w->next++];
        bool before = w->somewhere;
        w->somewhere = is_somewhere(p, *v);
        if (*u != *v && before && w->somewhere) return true;
    }
    return false;
}

/* at[v + 1] gets the place of v's first neighbour. */
static void count_neighbours(const lc_paths *p, size_t *at) {
    uint32_t u, v;
    for (size_t i = 0; i < p->n; i++)
        for (walk_t w = walk_along(p, i); next_piece(&w, i, &u, &v);) {
            at[u + 2]++;
            at[v + 2]++;
        }
    for (size_t k = 2; k < p->n_xy + 2; k++) at[k] += at[k - 1];
}

/* at[v + 1] moves on to the place after v's last neighbour. */
static void list_neighbours(const lc_paths *p, size_t *at, uint32_t *to) {
    uint32_t u, v;
    for (size_t i = 0; i < p->n; i++)
        for (walk_t w = walk_along(p, i); next_piece(&w, i, &u, &v);) {
            to[at[u + 1]++] = v;
            to[at[v + 1]++] = u;
        }
}

static int ascending(const void *a, const void *b) {
    uint32_t p = *(const uint32_t *)a, q = *(const uint32_t *)b;
    return p < q ? -1 : p > q;
}

static void sort_neighbours(uint32_t *to, size_t n) {
    enum { FEW = 16 };
    if (n > FEW) {
        qsort(to, n, sizeof *to, ascending);
        return;
    }
    for (size_t i = 1; i < n; i++) {
        uint32_t moving = to[i];
        size_t k = i;
        for (; k > 0 && to[k - 1] > moving; k--) to[k] = to[k - 1];
        to[k] = moving;
    }
}

/* Two ways drawn along the same two nodes are one piece. */
static void keep_distinct(lc_adjacency *a) {
    size_t kept = 0, from = 0;
    for (size_t v = 0; v < a->n; v++) {
        size_t end = a->at[v + 1], first = kept;
        sort_neighbours(a->to + from, end - from);
        a->at[v] = first;
        for (; from < end; from++)
            if (kept == first || a->to[kept - 1] != a->to[from]) a->to[kept++] = a->to[from];
    }
    a->at[a->n] = kept;
}

bool lc_adjacency_of(const lc_paths *paths, lc_adjacency *out) {
    lc_adjacency a = {.n = paths->n_xy, .at = LC_NEW0(size_t, paths->n_xy + 2)};
    if (!a.at) return false;
    count_neighbours(paths, a.at);
    a.to = LC_NEW(uint32_t, a.at[a.n + 1]);
    if (!a.to) {
        lc_adjacency_free(&a);
        return false;
    }
    list_neighbours(paths, a.at, a.to);
    keep_distinct(&a);
    *out = a;
    return true;
}

/* Plain paths first, bridges, crossings, then stairs: the flag of these is the lowest bit of a class. */
static uint8_t rank_of(const lc_paths *paths, size_t path) {
    unsigned path_class = paths->path_class ? paths->path_class[path] : LC_PATH_PLAIN;
    return (uint8_t)(path_class >> 1 | (path_class & LC_PATH_STAIRS) << 7);
}

uint32_t *lc_adjacency_pieces(const lc_adjacency *a, const lc_paths *paths) {
    size_t n = a->at[a->n];
    uint32_t *piece = LC_NEW(uint32_t, n), u, v;
    uint8_t *rank = LC_NEW(uint8_t, n);
    for (size_t k = 0; piece && k < n; k++) piece[k] = UINT32_MAX;
    for (size_t i = 0; piece && rank && i < paths->n; i++)
        for (walk_t w = walk_along(paths, i); next_piece(&w, i, &u, &v);) {
            size_t half[2] = {lc_adjacency_find(a, u, v), lc_adjacency_find(a, v, u)};
            uint8_t own = rank_of(paths, i);
            if (piece[half[0]] != UINT32_MAX && rank[half[0]] <= own) continue;
            for (int k = 0; k < 2; k++) piece[half[k]] = (uint32_t)(w.next - 2), rank[half[k]] = own;
        }
    if (!rank) {
        free(piece);
        piece = NULL;
    }
    free(rank);
    return piece;
}

void lc_adjacency_free(lc_adjacency *a) {
    free(a->at);
    free(a->to);
    *a = (lc_adjacency){0};
}

size_t lc_adjacency_find(const lc_adjacency *a, uint32_t v, uint32_t w) {
    size_t low = a->at[v], high = a->at[v + 1] - 1;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (a->to[middle] < w)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
