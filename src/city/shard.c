#include "city/shard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

lc_status lc_shard_read(lc_context *ctx, const char *text, lc_shard_of *out) {
    char rest;
    unsigned number, of;
    *out = (lc_shard_of){0};
    bool digits = strspn(text, "0123456789/") == strlen(text);
    /* NOLINTNEXTLINE(cert-err34-c): at most five digits */
    if (!digits || sscanf(text, "%5u/%5u%c", &number, &of, &rest) != 2 || number < 1 || number > of)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "shard '%s': write K/N, part K of N, or name a part.yaml that 'lifecircle cut' wrote", text);
    out->number = number;
    out->of = of;
    return LC_OK;
}

/* Planes go to a part until it has its share of the weight, or as few are left as there are parts to come. */
static void divide(const double *weight, size_t n, const lc_shard_of *part, size_t *first, size_t *end) {
    double total = 0, taken = 0;
    for (size_t k = 0; k < n; k++) total += weight[k];
    *end = 0;
    for (size_t p = 1; p <= part->number; p++) {
        *first = *end;
        size_t last = n - (part->of - p); /* each part to come needs one */
        do taken += weight[(*end)++];
        while (*end < last && (p == part->of || taken * (double)part->of < (double)p * total));
    }
}

lc_status lc_shard_planes(lc_context *ctx, const lc_planes *planes, const double *weight, const lc_shard_of *part,
                          size_t *first, size_t *end) {
    if (part->of > planes->n)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "shard %zu/%zu: there are %zu planes with communities; take as many parts at most", part->number,
                       part->of, planes->n);
    double *own = weight ? NULL : LC_NEW(double, planes->n);
    if (!weight && !own) return lc_fail_memory(ctx);
    for (size_t k = 0; own && k < planes->n; k++) own[k] = (double)planes->plane[k].n;
    divide(weight ? weight : own, planes->n, part, first, end);
    free(own);
    return LC_OK;
}

/* ------------------------------------------------------------------------------------------------------------ taking
 */

static int by_number(const void *a, const void *b) {
    const size_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

/* The communities of planes first .. end - 1, in the order of input; malloc'ed. */
static size_t *list_communities(const lc_planes *planes, size_t first, size_t end, size_t *n) {
    *n = 0;
    for (size_t k = first; k < end; k++) *n += planes->plane[k].n;
    size_t *index = LC_NEW(size_t, *n), at = 0;
    for (size_t k = first; index && k < end; k++)
        for (size_t i = 0; i < planes->plane[k].n; i++) index[at++] = planes->plane[k].community[i];
    if (index && at) qsort(index, at, sizeof *index, by_number);
    return index;
}

/* Texts of the communities of `index`, moved to the front; the others are freed. */
static void keep_texts(char **text, size_t n, const size_t *index, size_t n_kept) {
    size_t kept = 0;
    for (size_t c = 0; text && c < n; c++) {
        if (kept < n_kept && index[kept] == c)
            text[kept++] = text[c];
        else
            free(text[c]);
    }
}

static bool keep_shapes(lc_city *city, const size_t *index, size_t n) {
    size_t *first = lc_geoms_of_features(&city->shapes, city->n_communities);
    lc_geoms kept = {0};
    bool ok = first != NULL;
    for (size_t k = 0; ok && k < n; k++)
        for (size_t g = first[index[k]]; ok && g < first[index[k] + 1]; g++)
            ok = lc_geoms_copy(&kept, &city->shapes, g, (uint32_t)k);
    free(first);
    if (!ok) {
        lc_geoms_free(&kept);
        return false;
    }
    lc_geoms_free(&city->shapes);
    city->shapes = kept;
    return true;
}

/* Where all planes lie, for what moves between them. */
static bool know_planes(const lc_planes *planes, lc_planes *out) {
    out->plane = LC_NEW0(lc_plane, planes->n);
    for (; out->plane && out->n < planes->n; out->n++)
        out->plane[out->n] = (lc_plane){.centre = planes->plane[out->n].centre, .box = planes->plane[out->n].box};
    return out->plane;
}

static void keep_planes(lc_planes *planes, size_t first, size_t end, const size_t *index, size_t n) {
    for (size_t k = 0; k < planes->n; k++) {
        lc_plane *plane = &planes->plane[k];
        for (size_t i = 0; k >= first && k < end && i < plane->n; i++) {
            const size_t *at = bsearch(&plane->community[i], index, n, sizeof *index, by_number);
            plane->community[i] = (size_t)(at - index);
        }
        if (k < first || k >= end) free(plane->community);
    }
    memmove(planes->plane, planes->plane + first, (end - first) * sizeof *planes->plane);
    planes->n = end - first;
}

/* A part that was cut says which planes are its own. */
static lc_status take_range(lc_context *ctx, const lc_city *city, size_t *first, size_t *end) {
    lc_shared *shared = city->shared;
    const lc_cut_part *cut = shared->cut;
    if (!cut) {
        lc_status status = lc_shard_read(ctx, shared->options.shard, &shared->part);
        return status == LC_OK ? lc_shard_planes(ctx, &shared->planes, NULL, &shared->part, first, end) : status;
    }
    if (cut->n_planes != shared->planes.n || cut->n_communities != city->n_communities)
        return lc_fail(ctx, LC_ERR_INPUT,
                       "%s was cut for %zu communities in %zu planes, and there are %zu in %zu; cut again", cut->file,
                       cut->n_communities, cut->n_planes, city->n_communities, shared->planes.n);
    shared->part.number = cut->number;
    shared->part.of = cut->of;
    *first = cut->first;
    *end = cut->end;
    return LC_OK;
}

/* The communities and planes of a part that was cut are its own. */
static lc_status check_own(lc_context *ctx, lc_shared *shared) {
    const lc_cut_part *cut = shared->cut;
    shared->part = (lc_shard_of){cut->number, cut->of, cut->n_communities};
    if (shared->planes.n == cut->end - cut->first) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT, "%s has %zu planes, and %s holds communities of %zu; cut again", cut->file,
                   cut->end - cut->first, cut->layers, shared->planes.n);
}

lc_status lc_shard_take(lc_context *ctx, lc_city *city) {
    lc_shared *shared = city->shared;
    size_t first, end, n;
    if (shared->cut_layers) return check_own(ctx, shared);
    lc_status status = take_range(ctx, city, &first, &end);
    if (status != LC_OK) return status;
    size_t *index = shared->index = list_communities(&shared->planes, first, end, &n);
    if (!index || !keep_shapes(city, index, n)) return lc_fail_memory(ctx);
    if (!(shared->cut && shared->cut->extract) && !know_planes(&shared->planes, &shared->all_planes))
        return lc_fail_memory(ctx);
    shared->part.n = city->n_communities;
    keep_texts(city->id, city->n_communities, index, n);
    keep_texts(city->name, city->n_communities, index, n);
    keep_texts(city->group, city->n_communities, index, n);
    for (size_t k = 0; k < n; k++) city->population[k] = city->population[index[k]];
    keep_planes(&shared->planes, first, end, index, n);
    city->n_communities = n;
    return LC_OK;
}
