#include "source/name_set.h"

#include "base/memory.h"

bool lc_name_set_init(lc_name_set *set, size_t most) {
    *set = (lc_name_set){.n_slots = 64};
    while (set->n_slots < 2 * (most + 2)) set->n_slots *= 2;
    set->slot = LC_NEW0(uint64_t, set->n_slots);
    return set->slot != NULL;
}

void lc_name_set_add(lc_name_set *set, uint64_t hash) {
    if (!hash) hash = 1;
    size_t k = (size_t)hash & (set->n_slots - 1);
    while (set->slot[k] && set->slot[k] != hash) k = (k + 1) & (set->n_slots - 1);
    if (set->slot[k]) return;
    set->slot[k] = hash;
    set->n++;
}

void lc_name_set_free(lc_name_set *set) {
    free(set->slot);
    set->slot = NULL;
}
