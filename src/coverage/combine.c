#include "coverage/combine.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

void lc_combining_free(lc_combining *c) {
    free(c->covers);
    free(c->before);
    free(c->offnet);
    free(c->excess);
    free(c->sorted);
    free(c->open);
    free(c->linear);
    free(c->leaf);
    free(c->cut);
    *c = (lc_combining){0};
}

bool lc_combining_room(lc_combining *c, const lc_pass *pass) {
    size_t most = 0, all = pass->n_leaves + pass->n_combos;
    for (size_t k = 0; k < pass->n_combos; k++)
        if (pass->combo[k].n_parts > most) most = pass->combo[k].n_parts;
    return LC_ROOM(c->covers, c->cap_covers, all) && LC_ROOM(c->before, c->cap_before, pass->n_leaves) &&
           LC_ROOM(c->offnet, c->cap_offnet, pass->n_leaves) && LC_ROOM(c->excess, c->cap_excess, all) &&
           LC_ROOM(c->sorted, c->cap_sorted, most) && LC_ROOM(c->leaf, c->cap_leaf, pass->n_leaves) &&
           LC_ROOM(c->open, c->cap_open, pass->n_combos);
}

void lc_combine_add(const lc_sums *sums, size_t combo, size_t m, double area, double err) {
    for (int d = 0; d <= (int)sums->residential; d++) {
        lc_tally_limit *t = lc_tally_of_combo(&sums->pass->combo[combo], sums->tally, m, d);
        t->covered += area;
        t->err += err;
    }
}

static void add_offnet(const lc_sums *sums, size_t combo, double area) {
    for (int d = 0; d <= (int)sums->residential; d++)
        *lc_tally_offnet_of_combo(&sums->pass->combo[combo], sums->tally, d) += area;
}

/* ---------------------------------------------------------------------------------------------------------- cells */

static lc_covers leaf_covers(const lc_pass *pass, size_t leaf, const lc_known *known) {
    size_t g = pass->leaf[leaf].group;
    double limit = pass->group[g].limit_m[pass->leaf[leaf].limit];
    if (pass->group[g].layer & known->inside) return LC_COVERS_ALL;
    if (known->off || !(known->live >> g & 1)) return LC_COVERS_NOWHERE;
    if (!known->low) return LC_COVERS_OPEN;
    return known->high[g] <= limit ? LC_COVERS_ALL : known->low[g] > limit ? LC_COVERS_NOWHERE : LC_COVERS_OPEN;
}

/* How many parts cover all of the cell, and how many may cover some of it. */
static void count_parts(const lc_combining *c, const lc_combo *combo, size_t *low, size_t *high) {
    *low = *high = 0;
    for (size_t p = 0; p < combo->n_parts; p++) {
        *low += c->covers[combo->part[p]] == LC_COVERS_ALL;
        *high += c->covers[combo->part[p]] != LC_COVERS_NOWHERE;
    }
}

/* Put a combination that is open on the list, those with several open leaves before the others. */
static void add_open(lc_combining *c, const lc_pass *pass, lc_open_combo open) {
    for (size_t l = 0; l < pass->n_leaves; l++) {
        if (c->covers[l] != LC_COVERS_OPEN || !pass->combo[open.combo].leans[l]) continue;
        open.n_open++;
        open.leaf = l;
    }
    size_t at = c->n_open++;
    if (open.n_open > 1 && open.high >= pass->combo[open.combo].first) {
        c->open[at] = c->open[c->n_several];
        at = c->n_several++;
        for (size_t l = 0; l < pass->n_leaves; l++)
            if (c->covers[l] == LC_COVERS_OPEN && pass->combo[open.combo].leans[l])
                c->groups |= (lc_layers)1 << pass->leaf[l].group;
    }
    c->open[at] = open;
}

/* Remember what the sums of the open leaves are before the cell. */
static void remember(lc_combining *c, const lc_sums *sums) {
    const lc_pass *pass = sums->pass;
    for (size_t l = 0; c->n_open && l < pass->n_leaves; l++) {
        if (c->covers[l] != LC_COVERS_OPEN) continue;
        const lc_group *group = &pass->group[pass->leaf[l].group];
        int demand = sums->residential ? LC_DEMAND_RESIDENTIAL : LC_DEMAND_AREA;
        c->before[l] = *lc_tally_of_limit(group, sums->tally, pass->leaf[l].limit, demand);
        c->offnet[l] = lc_tally_of_group(group, sums->tally, demand)->offnet;
    }
}

void lc_combine_begin(lc_combining *c, const lc_sums *sums, double area, const lc_known *known) {
    const lc_pass *pass = sums->pass;
    c->n_open = c->n_several = 0;
    c->groups = 0;
    for (size_t l = 0; l < pass->n_leaves; l++) c->covers[l] = (unsigned char)leaf_covers(pass, l, known);
    for (size_t k = 0; k < pass->n_combos; k++) {
        const lc_combo *combo = &pass->combo[k];
        size_t low, high;
        count_parts(c, combo, &low, &high);
        lc_covers covers = low >= combo->least   ? LC_COVERS_ALL
                           : high < combo->least ? LC_COVERS_NOWHERE
                                                 : LC_COVERS_OPEN;
        c->covers[pass->n_leaves + k] = (unsigned char)covers;
        if (!combo->first || !(sums->residential || combo->everywhere)) continue;
        for (size_t m = combo->first; m <= low; m++) lc_combine_add(sums, k, m, area, 0);
        if (known->off && low < combo->least) add_offnet(sums, k, area);
        bool open = high > low && high >= combo->first, apart = !known->low && low < combo->least && high > low;
        if (open || apart) add_open(c, pass, (lc_open_combo){.combo = k, .low = low, .high = high});
    }
    remember(c, sums);
}

/* How many parts cover where the one open leaf of a combination does; leaves and combinations of it alone. */
static size_t count_with(lc_combining *c, const lc_pass *pass, const lc_open_combo *open) {
    const lc_combo *combo = &pass->combo[open->combo];
    size_t low, high;
    c->covers[open->leaf] = LC_COVERS_ALL;
    for (size_t k = 0; k < combo->n_inner; k++) {
        count_parts(c, &pass->combo[combo->inner[k]], &low, &high);
        c->covers[pass->n_leaves + combo->inner[k]] =
            low >= pass->combo[combo->inner[k]].least ? LC_COVERS_ALL : LC_COVERS_NOWHERE;
    }
    count_parts(c, combo, &low, &high);
    c->covers[open->leaf] = LC_COVERS_OPEN;
    return low;
}

void lc_combine_finish(lc_combining *c, const lc_sums *sums) {
    const lc_pass *pass = sums->pass;
    int demand = sums->residential ? LC_DEMAND_RESIDENTIAL : LC_DEMAND_AREA;
    for (size_t i = 0; i < c->n_open; i++) {
        const lc_open_combo *open = &c->open[i];
        const lc_combo *combo = &pass->combo[open->combo];
        const lc_group *group = &pass->group[pass->leaf[open->leaf].group];
        if (open->low < combo->least)
            add_offnet(sums, open->combo,
                       lc_tally_of_group(group, sums->tally, demand)->offnet - c->offnet[open->leaf]);
        if (i < c->n_several) continue;
        const lc_tally_limit *now = lc_tally_of_limit(group, sums->tally, pass->leaf[open->leaf].limit, demand);
        double area = now->covered - c->before[open->leaf].covered, err = now->err - c->before[open->leaf].err;
        size_t with = combo->n_inner ? count_with(c, pass, open) : open->high;
        for (size_t m = open->low + 1 > combo->first ? open->low + 1 : combo->first; m <= with; m++)
            lc_combine_add(sums, open->combo, m, area, err);
    }
}

/* ---------------------------------------------------------------------------------------------- order statistics */

static int by_value(const void *a, const void *b) {
    const lc_excess *p = a, *q = b;
    return p->value < q->value ? -1 : p->value > q->value;
}

static void sort_parts(lc_combining *c, const lc_combo *combo) {
    for (size_t p = 0; p < combo->n_parts; p++) c->sorted[p] = c->excess[combo->part[p]];
    qsort(c->sorted, combo->n_parts, sizeof *c->sorted, by_value);
}

const lc_excess *lc_combine_sorted(lc_combining *c, const lc_pass *pass, size_t combo) {
    const lc_combo *k = &pass->combo[combo];
    for (size_t i = 0; i < k->n_inner; i++) {
        const lc_combo *inner = &pass->combo[k->inner[i]];
        sort_parts(c, inner);
        c->excess[pass->n_leaves + k->inner[i]] = c->sorted[inner->least - 1];
    }
    sort_parts(c, k);
    return c->sorted;
}
