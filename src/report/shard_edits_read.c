#include "report/shard_edits_read.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "report/exact.h"

static char *text_of(const cJSON *object, const char *key) {
    const cJSON *item = lc_json_find(object, key);
    return cJSON_IsString(item) ? item->valuestring : NULL;
}

bool lc_shard_edit(const cJSON *item, lc_edit *out) {
    const char *op = text_of(item, "op");
    *out = (lc_edit){.category = text_of(item, "category"), .id = text_of(item, "id"), .file = text_of(item, "file")};
    return op && lc_edit_op_of(op, &out->op) && lc_exact_count(lc_json_find(item, "number"), &out->number);
}

static bool read_from(const cJSON *list, lc_xy *out) {
    *out = (lc_xy){NAN, NAN};
    const cJSON *at = list ? list->child : NULL;
    return !list || (lc_exact_next(&at, &out->x) && lc_exact_next(&at, &out->y) && !at);
}

static lc_status read_outcome(lc_context *ctx, const cJSON *item, lc_edit_outcome *out, bool *sound) {
    const char *why = text_of(item, "why");
    const cJSON *done = lc_json_find(item, "done");
    *sound = cJSON_IsBool(done) && read_from(lc_json_find(item, "from"), &out->from);
    out->done = cJSON_IsTrue(done);
    out->why = lc_strdup(why);
    return out->why || !why ? LC_OK : lc_fail_memory(ctx);
}

/* '0' and '1', or nothing. */
static lc_status read_far(lc_context *ctx, const cJSON *item, char **out, bool *sound) {
    const char *far = text_of(item, "far");
    *sound = !far || (*far && strspn(far, "01") == strlen(far));
    *out = lc_strdup(far);
    return *out || !far ? LC_OK : lc_fail_memory(ctx);
}

/* All outcomes lie one behind the other; they are counted first. */
static lc_status make_room(lc_context *ctx, const cJSON *list, size_t n, lc_shard_edits *out, bool *sound) {
    const cJSON *item;
    out->first = LC_NEW0(size_t, n + 1);
    out->far = LC_NEW0(char *, n);
    if (!out->first || !out->far) return lc_fail_memory(ctx);
    cJSON_ArrayForEach(item, list) {
        const cJSON *outcomes = lc_json_find(item, "outcomes");
        size_t of_edit = (size_t)cJSON_GetArraySize(outcomes);
        *sound = *sound && cJSON_IsArray(outcomes) && of_edit;
        out->first[out->n + 1] = out->first[out->n] + of_edit;
        out->n++;
    }
    out->outcome = LC_NEW0(lc_edit_outcome, out->first[n]);
    return out->outcome ? LC_OK : lc_fail_memory(ctx);
}

static lc_status read_edit(lc_context *ctx, const cJSON *item, size_t i, lc_shard_edits *out, bool *sound) {
    const cJSON *one = lc_json_find(item, "outcomes")->child;
    lc_status status = read_far(ctx, item, &out->far[i], sound);
    for (size_t k = out->first[i]; status == LC_OK && *sound && k < out->first[i + 1]; k++, one = one->next)
        status = read_outcome(ctx, one, &out->outcome[k], sound);
    return status;
}

static bool are_edits(const cJSON *list) {
    const cJSON *item;
    lc_edit edit;
    cJSON_ArrayForEach(item, list) if (!lc_shard_edit(item, &edit)) return false;
    return true;
}

lc_status lc_shard_edits_read(lc_context *ctx, const cJSON *shard, const cJSON *about, lc_shard_edits *out,
                              bool *sound) {
    const cJSON *edits = lc_json_find(shard, "edits"), *list = lc_json_find(edits, "of"),
                *named = lc_json_find(about, "edits");
    size_t n = (size_t)cJSON_GetArraySize(named), i = 0;
    const char *digest = text_of(edits, "digest");
    *sound = n || !edits;
    if (n == 0) return LC_OK;
    *sound = digest && strlen(digest) == 64 && lc_exact_read(lc_json_find(edits, "margin_m"), &out->margin_m) &&
             cJSON_IsArray(list) && (size_t)cJSON_GetArraySize(list) == n && are_edits(named);
    if (!*sound) return LC_OK;
    memcpy(out->digest, digest, sizeof out->digest);
    lc_status status = make_room(ctx, list, n, out, sound);
    for (const cJSON *item = list->child; status == LC_OK && *sound && item; item = item->next)
        status = read_edit(ctx, item, i++, out, sound);
    return status;
}
