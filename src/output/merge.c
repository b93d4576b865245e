#include "output/merge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/output.h"
#include "base/text_stream.h"
#include "output/geojson.h"
#include "output/json_spans.h"

/* ---------------------------------------------------------------------------------------------------- the summary
 * Members stand as the first part has them; those that are totals are written of the sums, and taken from there. */

/* Other members that are totals; each list ends with NULL. */
static const char *const OF_PARAMETERS[] = {"planes", NULL};
static const char *const OF_INPUTS[] = {"features", NULL};
static const char *const WHOLE[] = {"network", "scorecard", "groups", "warnings", NULL};

static bool is_among(lc_span key, const char *const *list) {
    for (; *list; list++)
        if (lc_span_is(key, *list)) return true;
    return false;
}

/* An object with the members `totals` from another one, which has them. */
static void put_object(lc_json *json, lc_span object, lc_span sums, const char *const *totals) {
    const char *cursor = object.at;
    char name[64];
    lc_span key, value;
    if (*object.at != '{') { /* null */
        lc_span_put(json, object);
        return;
    }
    lc_json_open(json, '{');
    while (lc_span_member(&cursor, &key, &value)) {
        snprintf(name, sizeof name, "%.*s", (int)key.n, key.at);
        bool total = is_among(key, totals);
        lc_span from = total || lc_span_is(key, "combines") ? lc_span_find(sums, name) : value;
        lc_span_put_key(json, key);
        if (lc_span_is(key, "combines"))
            put_object(json, value, from, LC_COMBINES_TOTALS);
        else
            lc_span_put(json, from);
    }
    lc_json_close(json, '}');
}

/* A list of such objects, each on its line. */
static void put_list(lc_json *json, lc_span list, lc_span sums, const char *const *totals) {
    const char *cursor = list.at, *other = sums.at;
    lc_span item = {NULL, 0}, sum = {NULL, 0};
    lc_json_open(json, '[');
    while (lc_span_item(&cursor, &item) && lc_span_item(&other, &sum)) {
        lc_json_newline(json);
        put_object(json, item, sum, totals);
    }
    lc_json_close(json, ']');
}

static void put_summary(lc_json *json, lc_span part, lc_span sums) {
    const char *cursor = part.at;
    char name[64];
    lc_span key, value;
    lc_json_open_member(json, "lifecircle", '{');
    while (lc_span_member(&cursor, &key, &value)) {
        snprintf(name, sizeof name, "%.*s", (int)key.n, key.at);
        if (lc_span_is(key, "shard")) continue;
        lc_span sum = lc_span_find(sums, name);
        lc_span_put_key(json, key);
        if (lc_span_is(key, "parameters"))
            put_object(json, value, sum, OF_PARAMETERS);
        else if (lc_span_is(key, "inputs"))
            put_list(json, value, sum, OF_INPUTS);
        else if (lc_span_is(key, "indicators"))
            put_list(json, value, sum, LC_INDICATOR_TOTALS);
        else if (lc_span_is(key, "categories"))
            put_list(json, value, sum, LC_CATEGORY_TOTALS);
        else
            lc_span_put(json, is_among(key, WHOLE) ? sum : value);
    }
    lc_json_close(json, '}');
}

/* The totals as a summary of their own; malloc'ed. */
static char *write_sums(const lc_report *sums) {
    lc_text_stream s;
    if (!lc_text_stream_open(&s)) return NULL;
    lc_json json = {.file = s.file};
    lc_summary_write(&json, sums);
    return lc_text_stream_close(&s) ? s.text : NULL;
}

/* ------------------------------------------------------------------------------------------------------- the features
 */

/* Copy the next feature of a part: a line. */
static lc_status copy_feature(lc_context *ctx, const lc_shard_file *shard, lc_json *json, char **line, size_t *cap) {
    ssize_t got = getline(line, cap, shard->file);
    while (got > 0 && strchr(",\r\n", (*line)[got - 1])) got--;
    if (got <= 0 || **line != '{' || (*line)[got - 1] != '}')
        return lc_fail(ctx, LC_ERR_INPUT, "%s ends before all of its communities have come; run this part again",
                       shard->path);
    bool sound;
    lc_status status = lc_fail_cancelled(ctx);
    if (status == LC_OK) status = lc_json_is_sound(ctx, shard->path, *line, (size_t)got, &sound);
    if (status != LC_OK) return status;
    if (!sound)
        return lc_fail(ctx, LC_ERR_INPUT, "%s is damaged: what it has of a community is not JSON; run this part again",
                       shard->path);
    lc_json_newline(json);
    lc_span_put(json, (lc_span){*line, (size_t)got});
    return LC_OK;
}

static lc_status copy_features(lc_context *ctx, const lc_shard_file *shard, size_t n, lc_json *json) {
    size_t all = shard[0].sums->shard->n, cap = 0, *owner = lc_shards_owners(shard, n);
    char *line = NULL;
    lc_status status = owner ? LC_OK : lc_fail_memory(ctx);
    for (size_t c = 0; status == LC_OK && c < all; c++) status = copy_feature(ctx, &shard[owner[c]], json, &line, &cap);
    free(line);
    free(owner);
    return status;
}

static lc_status print(lc_context *ctx, FILE *file, const lc_shard_file *shard, size_t n, const char *sums) {
    lc_json json = {.file = file};
    lc_span part = {shard[0].head, strlen(shard[0].head)}, total = {sums + strlen("\"lifecircle\":"), 0};
    lc_json_open(&json, '{');
    lc_json_put_text(&json, "type", "FeatureCollection");
    lc_json_newline(&json);
    put_summary(&json, part, total);
    lc_json_newline(&json);
    lc_json_open_member(&json, "features", '[');
    lc_status status = copy_features(ctx, shard, n, &json);
    fputc('\n', file);
    lc_json_close(&json, ']');
    lc_json_close(&json, '}');
    fputc('\n', file);
    return status;
}

lc_status lc_shards_write(lc_context *ctx, const lc_shard_file *shard, size_t n, const lc_report *sums,
                          const char *path) {
    lc_output output = {0};
    char *text = write_sums(sums);
    if (!text) return lc_fail_memory(ctx);
    lc_status status = lc_output_open(ctx, path, &output);
    if (status == LC_OK) {
        status = print(ctx, output.file, shard, n, text);
        if (status == LC_OK)
            status = lc_output_commit(ctx, &output);
        else
            lc_output_abort(&output);
    }
    free(text);
    return status;
}
