#include "siting/greedy.h"

#include <stdlib.h>

#include "base/memory.h"

/* A column with what it added when that was last worked out. */
typedef struct {
    double worth;
    uint32_t column;
} entry_t;

typedef struct {
    entry_t *entry;
    size_t n;
} heap_t;

static bool before(entry_t a, entry_t b) {
    return a.worth > b.worth || (a.worth == b.worth && a.column < b.column);
}

static void sink(heap_t *heap, size_t i) {
    entry_t moved = heap->entry[i];
    for (size_t child; (child = 2 * i + 1) < heap->n; i = child) {
        if (child + 1 < heap->n && before(heap->entry[child + 1], heap->entry[child])) child++;
        if (!before(heap->entry[child], moved)) break;
        heap->entry[i] = heap->entry[child];
    }
    heap->entry[i] = moved;
}

static void drop_top(heap_t *heap) {
    heap->entry[0] = heap->entry[--heap->n];
    if (heap->n) sink(heap, 0);
}

static double worth(const lc_choice *choice, uint32_t column, bool by_cost) {
    double gain = lc_choice_gain(choice, column);
    return by_cost ? gain / choice->core->cost[column] : gain;
}

lc_status lc_greedy(lc_context *ctx, lc_choice *choice, bool by_cost) {
    const lc_core *core = choice->core;
    heap_t heap = {LC_NEW(entry_t, core->sites.n_columns), 0};
    if (!heap.entry) return lc_fail_memory(ctx);
    for (uint32_t j = 0; j < core->sites.n_columns; j++)
        if (!choice->in[j]) heap.entry[heap.n++] = (entry_t){worth(choice, j, by_cost), j};
    for (size_t i = heap.n / 2; i-- > 0;) sink(&heap, i);
    while (heap.n && heap.entry[0].worth > 0) {
        uint32_t j = heap.entry[0].column;
        if (core->aim == LC_SITING_LEAST && lc_choice_enough(choice)) break;
        if (choice->cost + core->cost[j] > core->budget) { /* too dear from now on */
            drop_top(&heap);
            continue;
        }
        double now = worth(choice, j, by_cost);
        if (now < heap.entry[0].worth) {
            heap.entry[0].worth = now;
            sink(&heap, 0);
            continue;
        }
        lc_choice_add(choice, j);
        drop_top(&heap);
    }
    free(heap.entry);
    return LC_OK;
}

/* The next column to be removed; UINT32_MAX when none is spare. */
static uint32_t find_spare(const lc_choice *choice) {
    uint32_t best = UINT32_MAX;
    double best_loss = 0;
    for (size_t k = 0; k < choice->n; k++) {
        uint32_t j = choice->list[k];
        double loss = lc_choice_loss(choice, j), cost = choice->core->cost[j];
        if (loss > 0) continue;
        bool better = best == UINT32_MAX || cost > choice->core->cost[best] ||
                      (cost == choice->core->cost[best] && (loss < best_loss || (loss == best_loss && j < best)));
        if (better) best = j, best_loss = loss;
    }
    return best;
}

void lc_drop_spare(lc_choice *choice) {
    for (uint32_t j; (j = find_spare(choice)) != UINT32_MAX;) lc_choice_remove(choice, j);
}
