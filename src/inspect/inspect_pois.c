/* A table of points of interest: which categories its rows belong to, and which types belong to none. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "city/pois.h"
#include "inspect/inspection.h"

typedef struct {
    char text[64];
    size_t n;
} tally_t;

static int by_text(const void *a, const void *b) {
    return strcmp(((const tally_t *)a)->text, ((const tally_t *)b)->text);
}

static int most_first(const void *a, const void *b) {
    const tally_t *p = a, *q = b;
    if (p->n != q->n) return p->n > q->n ? -1 : 1;
    return strcmp(p->text, q->text);
}

static void count_categories(lc_inspection *out, const lc_pois *pois, const lc_poi_rules *rules, bool *mapped) {
    for (size_t r = 0; r < rules->n; r++) {
        const lc_poi_rule *rule = &rules->rule[r];
        size_t n = 0;
        for (size_t i = 0; i < pois->n; i++) {
            if (!lc_poi_row_matches(pois, i, rule)) continue;
            mapped[i] = true;
            n++;
        }
        if (!n) continue;
        lc_found_named(out, "category", rule->category, "%zu", n);
        lc_found_number(out, "poi_categories", rule->category, (double)n, 0);
    }
}

/* The types of the rows that belong nowhere, one entry each; codes are what is counted where a row has any. */
static bool list_types(const lc_pois *pois, const bool *mapped, tally_t **list, size_t *n) {
    size_t capacity = 0;
    for (size_t i = 0; i < pois->n; i++) {
        if (mapped[i]) continue;
        const char *const *cells = (const char *const *)&pois->cell[i * LC_POI_CELLS];
        const char *at = cells[LC_POI_TYPES] ? cells[LC_POI_TYPES] : cells[LC_POI_TAG];
        lc_poi_type type;
        while (at && lc_poi_type_next(&at, &type)) {
            if (!LC_ROOM(*list, capacity, *n + 1)) return false;
            tally_t *tally = &(*list)[(*n)++];
            *tally = (tally_t){.n = 1};
            memcpy(tally->text, type.text, sizeof tally->text);
        }
    }
    return true;
}

static void merge_equal(tally_t *list, size_t *n) {
    size_t kept = 0;
    if (*n) qsort(list, *n, sizeof *list, by_text);
    for (size_t i = 0; i < *n; i++) {
        if (kept && strcmp(list[kept - 1].text, list[i].text) == 0)
            list[kept - 1].n++;
        else
            list[kept++] = list[i];
    }
    *n = kept;
    if (kept) qsort(list, kept, sizeof *list, most_first);
}

static lc_status tell_unmapped(lc_inspection *out, const lc_pois *pois, const bool *mapped) {
    tally_t *list = NULL;
    size_t n = 0, rows = 0;
    for (size_t i = 0; i < pois->n; i++) rows += !mapped[i];
    bool ok = list_types(pois, mapped, &list, &n);
    if (ok) merge_equal(list, &n);
    if (ok && rows) {
        lc_found_problem *problem =
            lc_found_problem_of(out, LC_NOTE, "poi_unmapped", "rows whose types belong to no category",
                                "add the types that you need to rules/poi.yaml", rows);
        for (size_t i = 0; i < n && i < LC_EXAMPLES_MAX; i++)
            lc_found_example(out, problem, "%s (%zu)", list[i].text, list[i].n);
    }
    lc_found_number(out, "poi_table", "unmapped", (double)rows, 0);
    free(list);
    return ok ? LC_OK : lc_fail_memory(out->ctx);
}

static lc_status describe(lc_inspection *out, const lc_pois *pois, const lc_poi_rules *rules) {
    bool *mapped = LC_NEW0(bool, pois->n);
    if (!mapped) return lc_fail_memory(out->ctx);
    count_categories(out, pois, rules, mapped);
    lc_found_number(out, "poi_table", "rows", (double)pois->n, 0);
    lc_found_number(out, "poi_table", "repeated", (double)pois->repeated, 0);
    if (pois->repeated) {
        lc_found_problem_of(out, LC_NOTE, "poi_repeated_id", "rows with the id of an earlier one; --pois drops them",
                            NULL, pois->repeated);
    }
    lc_status status = tell_unmapped(out, pois, mapped);
    free(mapped);
    return status;
}

static bool has_types(const lc_pois *pois) {
    for (size_t i = 0; i < pois->n; i++) {
        const char *types = pois->cell[i * LC_POI_CELLS + LC_POI_TYPES],
                   *tag = pois->cell[i * LC_POI_CELLS + LC_POI_TAG];
        lc_poi_type type;
        if ((types && lc_poi_type_next(&types, &type)) || (tag && strpbrk(tag, ";|"))) return true;
    }
    return false;
}

lc_status lc_inspect_pois(lc_inspection *out, const char *data_dir, const lc_source *source) {
    lc_context *ctx = out->ctx;
    lc_poi_rules *rules = NULL;
    lc_pois pois = {0};
    lc_layer layer = {0};
    const char *fields[LC_POI_FIELDS];
    lc_warnings told = ctx->warnings; /* this reading tells the same again */
    ctx->warnings = (lc_warnings){0};
    lc_poi_fields(source, fields);
    lc_status status = lc_layer_read(ctx, source, "pois", LC_WANT_ALL, fields, LC_POI_FIELDS, &layer);
    if (status == LC_OK) status = lc_pois_add(ctx, source, &layer, &pois);
    bool is_table = status == LC_OK && has_types(&pois);
    if (status == LC_ERR_INPUT) { /* no types: a table of something else */
        status = LC_OK;
        lc_error_clear(&ctx->error);
    }
    if (is_table) status = lc_poi_rules_load(ctx, data_dir, &rules);
    if (is_table && status == LC_OK) status = lc_pois_dedupe(ctx, &pois);
    lc_warnings_clear(&ctx->warnings);
    ctx->warnings = told;
    if (is_table && status == LC_OK) status = describe(out, &pois, rules);
    lc_poi_rules_free(rules);
    lc_pois_free(&pois);
    return status;
}
