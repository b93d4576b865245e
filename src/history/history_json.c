/* Histories and series as JSON (docs/history.md). */
#include <stdio.h>

#include "base/json.h"
#include "base/memory.h"
#include "base/text_stream.h"
#include "history/history.h"

enum { RATIO_DECIMALS = 6, METRE_DECIMALS = 1, PARAMETER_DECIMALS = 9 };

static void parameter(lc_json *json, const char *key, double value) {
    lc_json_key(json, key);
    lc_json_short(json, value, PARAMETER_DECIMALS);
}

static void put_input(lc_json *json, const lc_run_input *in) {
    static const char *const change[] = {"unchanged", "changed", "added", "removed"};
    lc_json_newline(json);
    lc_json_open(json, '{');
    lc_json_put_text(json, "role", in->role);
    lc_json_put_text(json, "file", in->file);
    lc_json_put_text(json, "layer", in->layer);
    lc_json_put_text(json, "sha256", in->sha256);
    lc_json_put_text(json, "change", change[in->change]);
    lc_json_close(json, '}');
}

static void put_indicator(lc_json *json, const lc_indicator *in) {
    lc_json_newline(json);
    lc_json_open(json, '{');
    lc_json_put_text(json, "id", in->id);
    lc_json_put_fixed(json, "ratio", in->ratio, RATIO_DECIMALS);
    lc_json_put_fixed(json, "err", in->err, RATIO_DECIMALS);
    parameter(json, "target", in->target);
    lc_json_put_text(json, "verdict", lc_verdict_name(in->verdict));
    lc_json_put_count(json, "communities_met", in->communities_met);
    lc_json_put_count(json, "communities_missed", in->communities_missed);
    lc_json_close(json, '}');
}

static void put_run(lc_json *json, const lc_history_run_data *data) {
    const lc_run *r = &data->run;
    lc_json_newline(json);
    lc_json_open(json, '{');
    lc_json_put_count(json, "run", r->number);
    lc_json_put_text(json, "stored", r->stored);
    lc_json_put_text(json, "confirmed", r->confirmed);
    lc_json_put_count(json, "times", r->times);
    lc_json_put_text(json, "profile", r->profile);
    lc_json_put_text(json, "version", r->version);
    lc_json_put_text(json, "sha256", r->sha256);
    lc_json_put_flag(json, "passed", r->passed);
    lc_json_put_count(json, "communities", r->communities);
    lc_json_put_flag(json, "parameters_changed", r->parameters_changed);
    lc_json_put_flag(json, "version_changed", r->version_changed);
    lc_json_open_member(json, "inputs", '[');
    for (size_t k = 0; k < r->inputs; k++) put_input(json, &data->input[k]);
    lc_json_close(json, ']');
    lc_json_open_member(json, "indicators", '[');
    for (size_t k = 0; k < data->n_indicators; k++) put_indicator(json, &data->indicator[k]);
    lc_json_close(json, ']');
    lc_json_close(json, '}');
}

static void put_point(lc_json *json, const lc_series_point *point) {
    lc_json_newline(json);
    lc_json_open(json, '{');
    lc_json_put_count(json, "run", point->run);
    lc_json_put_text(json, "stored", point->stored);
    lc_json_put_text(json, "name", point->name);
    lc_json_put_text(json, "indicator", point->indicator);
    lc_json_put_fixed(json, "ratio", point->value.ratio, RATIO_DECIMALS);
    lc_json_put_fixed(json, "err", point->value.err, RATIO_DECIMALS);
    lc_json_put_fixed(json, "offnet", point->value.offnet, RATIO_DECIMALS);
    lc_json_put_fixed(json, "mean_m", point->value.mean_m, METRE_DECIMALS);
    lc_json_put_text(json, "verdict", lc_verdict_name(point->value.verdict));
    lc_json_put_text(json, "reason", point->value.reason);
    lc_json_close(json, '}');
}

/* A list of things under `key`, with what stands before it. */
typedef struct {
    lc_text_stream stream;
    lc_json json;
} page;

static lc_status begin(lc_context *ctx, page *p, const char *schema) {
    *p = (page){0};
    if (!lc_text_stream_open(&p->stream)) return lc_fail_memory(ctx);
    p->json.file = p->stream.file;
    lc_json_open(&p->json, '{');
    lc_json_put_text(&p->json, "schema", schema);
    return LC_OK;
}

static lc_status end(lc_context *ctx, page *p, char **out) {
    fputc('\n', p->json.file);
    lc_json_close(&p->json, '}');
    if (!lc_text_stream_close(&p->stream)) return lc_fail_memory(ctx);
    *out = p->stream.text;
    return LC_OK;
}

lc_status lc_history_json(lc_context *ctx, const lc_history *history, char **out) {
    page p;
    lc_status status = begin(ctx, &p, "lifecircle-history/1");
    if (status != LC_OK) return status;
    lc_json_open_member(&p.json, "runs", '[');
    for (size_t i = 0; i < history->n; i++) put_run(&p.json, &history->run[i]);
    lc_json_close(&p.json, ']');
    return end(ctx, &p, out);
}

lc_status lc_series_json(lc_context *ctx, const lc_series *series, char **out) {
    page p;
    lc_status status = begin(ctx, &p, "lifecircle-series/1");
    if (status != LC_OK) return status;
    lc_json_put_text(&p.json, "community", series->community);
    lc_json_put_text(&p.json, "name", lc_series_name(series));
    lc_json_open_member(&p.json, "points", '[');
    for (size_t i = 0; i < series->n; i++) put_point(&p.json, &series->point[i]);
    lc_json_close(&p.json, ']');
    return end(ctx, &p, out);
}
