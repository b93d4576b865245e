#include "report/merge_sums.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/fill.h"
#include "report/fill_equality.h"
#include "report/fill_groups.h"
#include "report/fill_parts.h"
#include "report/join.h"
#include "report/merge_edits.h"

/* ------------------------------------------------------------------------------------------------- what goes together
 */

static int by_number(const void *a, const void *b) {
    const lc_shard_file *x = a, *y = b;
    return (x->sums->shard->number > y->sums->shard->number) - (x->sums->shard->number < y->sums->shard->number);
}

static lc_status check_numbers(lc_context *ctx, const lc_shard_file *shard, size_t n) {
    for (size_t k = 0; k < n; k++) {
        const lc_shard *s = shard[k].sums->shard;
        if (s->of != shard[0].sums->shard->of || s->n != shard[0].sums->shard->n)
            return lc_fail(
                ctx, LC_ERR_INPUT, "%s is part of another division (%zu parts of %zu communities) than %s (%zu of %zu)",
                shard[k].path, s->of, s->n, shard[0].path, shard[0].sums->shard->of, shard[0].sums->shard->n);
        if (k && s->number == shard[k - 1].sums->shard->number)
            return lc_fail(ctx, LC_ERR_INPUT, "%s and %s are both part %zu of %zu", shard[k - 1].path, shard[k].path,
                           s->number, s->of);
    }
    for (size_t k = 0; k < shard[0].sums->shard->of; k++)
        if (k >= n || shard[k].sums->shard->number != k + 1)
            return lc_fail(ctx, LC_ERR_INPUT, "part %zu of %zu is missing: run it (again), and merge then", k + 1,
                           shard[0].sums->shard->of);
    return LC_OK;
}

static void drop_members(cJSON *object, const char *const *key) {
    for (; *key; key++) cJSON_DeleteItemFromObject(object, *key);
}

const char *const LC_INDICATOR_TOTALS[] = {"ratio",
                                           "err",
                                           "offnet",
                                           "demand",
                                           "covered",
                                           "mean_ratio",
                                           "verdict",
                                           "communities_met",
                                           "communities_missed",
                                           "reason",
                                           "measured_communities",
                                           "measured_area_share",
                                           "island",
                                           "gini",
                                           "theil",
                                           "gini_distance",
                                           "lorenz",
                                           NULL};
const char *const LC_COMBINES_TOTALS[] = {"services", "shares", NULL};
const char *const LC_CATEGORY_TOTALS[] = {"count", "length_m", "area_m2", "share", "m2_per_person", NULL};

static const char *const ALIKE[] = {"schema",     "version",   "profile", "parameters", "inputs",
                                    "indicators", "scorecard", "groups",  "categories", "edits"};
enum { N_ALIKE = sizeof ALIKE / sizeof *ALIKE };

/* Members that are alike in all parts, without the totals in them; NULL when memory is out. */
static cJSON *alike_of(const lc_shard_file *shard) {
    static const char *const counts[] = {"communities_met", "share", NULL};
    cJSON *all = cJSON_CreateObject(), *item;
    for (size_t k = 0; all && k < N_ALIKE; k++)
        cJSON_AddItemToObject(all, ALIKE[k], cJSON_Duplicate(lc_json_find(shard->about, ALIKE[k]), true));
    cJSON_DeleteItemFromObject(cJSON_GetObjectItem(all, "parameters"), "planes");
    cJSON_DeleteItemFromObject(cJSON_GetObjectItem(all, "groups"), "values");
    drop_members(cJSON_GetObjectItem(all, "scorecard"), counts);
    cJSON_ArrayForEach(item, cJSON_GetObjectItem(all, "indicators")) {
        drop_members(item, LC_INDICATOR_TOTALS);
        drop_members(cJSON_GetObjectItem(item, "combines"), LC_COMBINES_TOTALS);
    }
    cJSON_ArrayForEach(item, cJSON_GetObjectItem(all, "categories")) drop_members(item, LC_CATEGORY_TOTALS);
    size_t i = 0;
    cJSON_ArrayForEach(item, cJSON_GetObjectItem(all, "inputs")) if (shard->sums->inputs[i++].by_plane)
        cJSON_DeleteItemFromObject(item, "features");
    return all;
}

/* The first member in which two parts differ; NULL when there is none. */
static const char *difference(const cJSON *a, const cJSON *b) {
    for (size_t k = 0; k < N_ALIKE; k++) {
        const cJSON *one = lc_json_find(a, ALIKE[k]), *other = lc_json_find(b, ALIKE[k]);
        if (!one && !other) continue; /* without groups, without edits */
        if (!cJSON_Compare(one, other, true)) return ALIKE[k];
    }
    return NULL;
}

/* Do the numbers of communities say as much of the same combinations? */
static bool counts_same(const lc_results *a, const lc_results *b) {
    bool same = a->n_counted == b->n_counted;
    for (size_t k = 0; same && k < a->n_counted; k++)
        same = a->counted[k].indicator == b->counted[k].indicator && a->counted[k].n_parts == b->counted[k].n_parts;
    return same;
}

static lc_status check_alike(lc_context *ctx, const lc_shard_file *shard, size_t n) {
    cJSON *first = alike_of(&shard[0]);
    lc_status status = first ? LC_OK : lc_fail_memory(ctx);
    for (size_t k = 1; status == LC_OK && k < n; k++) {
        cJSON *other = alike_of(&shard[k]);
        const char *member = other ? difference(first, other) : NULL;
        if (!member && !counts_same(&shard[0].sums->shard->results, &shard[k].sums->shard->results))
            member = "shard.counted";
        if (!member && !lc_shards_same_edits(&shard[0].sums->shard->edits, &shard[k].sums->shard->edits))
            member = "shard.edits";
        if (!other)
            status = lc_fail_memory(ctx);
        else if (member)
            status = lc_fail(ctx, LC_ERR_INPUT,
                             "%s and %s are not of one check: they differ in lifecircle.%s; run the older one again",
                             shard[0].path, shard[k].path, member);
        cJSON_Delete(other);
    }
    cJSON_Delete(first);
    return status;
}

/* Every community of the whole in one part. */
static lc_status check_index(lc_context *ctx, const lc_shard_file *shard, size_t n) {
    size_t all = shard[0].sums->shard->n, seen = 0, given = 0;
    for (size_t k = 0; k < n; k++) given += shard[k].sums->n_communities;
    bool *there = LC_NEW0(bool, given), good = given == all;
    if (!there) return lc_fail_memory(ctx);
    for (size_t k = 0; k < n; k++)
        for (size_t c = 0; good && c < shard[k].sums->n_communities; c++) {
            size_t at = shard[k].sums->shard->index[c];
            good = at < all && !there[at] && (c == 0 || at > shard[k].sums->shard->index[c - 1]);
            if (good) there[at] = true, seen++;
        }
    free(there);
    if (good) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT,
                   "the parts hold %zu of %zu communities, or some of them twice; cut and run them again",
                   given == all ? seen : given, all);
}

size_t *lc_shards_owners(const lc_shard_file *shard, size_t n) {
    size_t *owner = LC_NEW(size_t, shard[0].sums->shard->n);
    for (size_t k = 0; owner && k < n; k++)
        for (size_t c = 0; c < shard[k].sums->n_communities; c++) owner[shard[k].sums->shard->index[c]] = k;
    return owner;
}

lc_status lc_shards_check(lc_context *ctx, lc_shard_file *shard, size_t n) {
    qsort(shard, n, sizeof *shard, by_number);
    lc_status status = check_numbers(ctx, shard, n);
    if (status == LC_OK) status = check_alike(ctx, shard, n);
    if (status == LC_OK) status = check_index(ctx, shard, n);
    return status == LC_OK ? lc_shards_check_edits(ctx, shard, n) : status;
}

/* -------------------------------------------------------------------------------------------------------------- sums
 */

#define MOVE(to, from, member) ((to)->member = (from)->member, (from)->member = NULL)

/* What of the first part is the frame of all: indicators, parts, scorecard, categories, inputs. */
static bool start(lc_report *all, lc_report *first, size_t n) {
    MOVE(all, first, indicators);
    all->n_indicators = first->n_indicators;
    MOVE(all, first, parts);
    MOVE(all, first, scorecard);
    all->n_scorecard = first->n_scorecard;
    MOVE(all, first, categories);
    all->n_categories = first->n_categories;
    MOVE(all, first, inputs);
    all->n_inputs = first->n_inputs;
    all->n_communities = n;
    all->communities = LC_NEW0(lc_community, n);
    all->values = LC_NEW0(lc_value, n * all->n_indicators);
    all->amounts = LC_NEW0(lc_amount, n * all->n_categories);
    return all->communities && all->values && all->amounts;
}

static bool add_shard(lc_report *all, lc_results *results, lc_report *from) {
    const lc_shard *shard = from->shard;
    size_t q = all->n_categories;
    for (size_t k = 0; k < from->n_communities; k++) {
        size_t c = shard->index[k];
        all->communities[c] = from->communities[k]; /* numbers alone */
        memcpy(all->amounts + c * q, from->amounts + k * q, q * sizeof *all->amounts);
    }
    lc_results_put(results, &shard->results, shard->index);
    for (size_t k = 0; k < shard->n_networks; k++) lc_join_network(all, &shard->network[k]);
    all->n_planes += shard->n_networks;
    all->has_network = all->has_network || from->has_network;
    if (from->categories) lc_join_categories(all, from->categories); /* the first part's are those */
    for (size_t i = 0; from->inputs && i < all->n_inputs; i++)
        if (all->inputs[i].by_plane) all->inputs[i].features += from->inputs[i].features;
    return lc_join_warnings_copy(&all->warnings, &shard->planes);
}

bool lc_shards_groups(const lc_shard_file *shard, size_t n, char ***out) {
    *out = NULL;
    if (!shard[0].group) return true;
    *out = LC_NEW0(char *, shard[0].sums->shard->n);
    for (size_t k = 0; *out && k < n; k++)
        for (size_t c = 0; c < shard[k].sums->n_communities; c++)
            (*out)[shard[k].sums->shard->index[c]] = shard[k].group[c];
    return *out;
}

static lc_status fill_totals(lc_context *ctx, const lc_shard_file *shard, size_t n, lc_report *all,
                             lc_results *results) {
    const cJSON *field = lc_json_find(lc_json_find(shard[0].about, "groups"), "field");
    char **group = NULL;
    lc_results_sum(results);
    lc_report_fill_totals(ctx, all, shard[0].reason, results);
    lc_report_fill_total_parts(all, results);
    for (size_t k = 0; k < all->n_categories; k++) lc_join_category(all, k);
    bool ok = lc_report_fill_equality(ctx, all, results, NULL) && lc_shards_groups(shard, n, &group) &&
              lc_report_fill_groups(all, group ? field->valuestring : NULL, group, shard[0].reason, results);
    free(group);
    ok = ok && lc_warnings_join(&all->warnings, &ctx->warnings);
    return ok ? LC_OK : lc_fail_memory(ctx);
}

lc_status lc_shards_settled(lc_context *ctx, const lc_report *all) {
    for (size_t i = 0; i < all->n_indicators; i++) {
        const lc_indicator *ind = &all->indicators[i];
        if (ind->err > 1e-6 && fabs(ind->ratio - ind->target) <= ind->err)
            return lc_fail(ctx, LC_ERR_INPUT,
                           "the errors of the parts leave open whether %s meets its target: run all parts again with "
                           "--max-error 0.00001",
                           ind->id);
    }
    return LC_OK;
}

lc_status lc_shards_sum(lc_context *ctx, lc_shard_file *shard, size_t n, lc_report **out) {
    lc_report *all = LC_NEW0(lc_report, 1);
    lc_results results = {0};
    size_t n_all = shard[0].sums->shard->n;
    bool ok = all && start(all, shard[0].sums, n_all) &&
              lc_results_start(&results, &shard[0].sums->shard->results, n_all) &&
              lc_warnings_copy(&all->warnings, &shard[0].sums->shard->sources);
    for (size_t k = 0; ok && k < n; k++) ok = add_shard(all, &results, shard[k].sums);
    lc_status status = ok ? fill_totals(ctx, shard, n, all, &results) : lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_shards_settled(ctx, all);
    lc_results_free(&results);
    if (status == LC_OK)
        *out = all;
    else
        lc_report_free(all);
    return status;
}
