#include "siting/with_sites.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "city/select_facilities.h"
#include "city/unite.h"

void lc_with_sites_free(lc_with_sites *with) {
    for (size_t k = 0; with->own && k < with->city.n_facilities; k++) {
        if (!with->own[k]) continue;
        with->city.facilities[k].entrances = (lc_entrances){0}; /* the other city's */
        lc_facilities_free(&with->city.facilities[k]);
    }
    if (with->own) free(with->city.facilities); /* else they are not ours */
    free(with->own);
    *with = (lc_with_sites){0};
}

/* What sites there are of category k join what exists; they have no entrances. */
static lc_status add_sites(lc_context *ctx, const lc_candidates *candidates, const bool *taken, lc_facilities *f) {
    lc_facilities existing = *f, old = {0}, sites = {0};
    bool ok = lc_facilities_select(&existing, NULL, &old) && lc_facilities_select(&candidates->places, taken, &sites);
    lc_status status = ok ? LC_OK : lc_fail_memory(ctx);
    if (status == LC_OK) {
        old.entrances = existing.entrances;
        status = lc_facilities_append(ctx, &old, &sites);
    }
    old.entrances = existing.entrances;
    *f = old; /* whatever became of it, it is to be freed with the others */
    lc_facilities_free(&sites);
    return status;
}

static lc_status unite(lc_context *ctx, const lc_city *city, const lc_candidates *candidates, size_t n,
                       bool *const *taken, lc_with_sites *with) {
    lc_status status = LC_OK;
    for (size_t c = 0; status == LC_OK && c < n; c++)
        for (size_t k = 0; status == LC_OK && k < city->n_facilities; k++) {
            lc_facilities *f = &with->city.facilities[k];
            if (strcmp(f->category, candidates[c].places.category) != 0) continue;
            with->own[k] = true;
            status = add_sites(ctx, &candidates[c], taken[c], f);
        }
    return status;
}

lc_status lc_with_sites_new(lc_context *ctx, const lc_city *city, const lc_candidates *candidates, size_t n,
                            bool *const *taken, lc_with_sites *out) {
    lc_context *quiet = lc_context_beside(ctx); /* facilities drawn twice are no news */
    *out = (lc_with_sites){.city = *city};
    out->city.facilities = LC_NEW(lc_facilities, city->n_facilities);
    out->own = LC_NEW0(bool, city->n_facilities);
    lc_status status = LC_OK;
    if (quiet && out->city.facilities && out->own) {
        memcpy(out->city.facilities, city->facilities, city->n_facilities * sizeof *city->facilities);
        status = unite(quiet, city, candidates, n, taken, out);
        if (status != LC_OK) lc_fail_as(ctx, status, quiet);
    } else {
        free(out->city.facilities);
        free(out->own);
        *out = (lc_with_sites){0};
        status = lc_fail_memory(ctx);
    }
    lc_context_free(quiet);
    if (status != LC_OK) lc_with_sites_free(out);
    return status;
}
