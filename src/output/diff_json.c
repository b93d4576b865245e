/* A comparison as JSON, lifecircle-diff/1 (docs/diff.md). */
#include "output/diff_write.h"

#include <math.h>

#include "base/json.h"

enum { RATIO_DECIMALS = 6 };

static const char *const EFFECT[] = {[LC_WORSE] = "worse", [LC_BETTER] = "better", [LC_NEITHER] = "neither"};

/* Texts that a thing of this kind does not have are left out. */
static void optional(lc_json *json, const char *key, const char *value) {
    if (value) lc_json_put_text(json, key, value);
}

static void write_side(lc_json *json, const char *key, const lc_figures *figures) {
    lc_json_key(json, key);
    lc_json_open(json, '{');
    lc_json_put_text(json, "file", figures->file);
    lc_json_put_text(json, "version", figures->version);
    lc_json_put_text(json, "profile", figures->profile);
    lc_json_put_count(json, "communities", figures->n_communities);
    lc_json_put_count(json, "indicators", figures->n_indicators);
    lc_json_close(json, '}');
}

static bool is_figure(const lc_change *change) {
    return change->kind <= LC_CHANGE_DATA_FOUND;
}

static void write_change(lc_json *json, const lc_change *change) {
    bool renamed = change->kind == LC_CHANGE_COMMUNITY_RENAMED;
    lc_json_open(json, '{');
    lc_json_put_text(json, "kind", lc_change_kind_name(change->kind));
    lc_json_put_text(json, "effect", EFFECT[change->effect]);
    lc_json_put_text(json, "indicator", change->indicator);
    lc_json_put_text(json, "community", change->community);
    optional(json, "name", change->name);
    optional(json, "category", change->category);
    if (renamed) {
        lc_json_put_text(json, "before", change->text_before);
        lc_json_put_text(json, "after", change->text_after);
    } else {
        lc_json_key(json, "before");
        lc_json_short(json, change->before, RATIO_DECIMALS);
        lc_json_key(json, "after");
        lc_json_short(json, change->after, RATIO_DECIMALS);
    }
    if (is_figure(change)) {
        lc_json_put_text(json, "verdict_before", lc_verdict_name(change->verdict_before));
        lc_json_put_text(json, "verdict_after", lc_verdict_name(change->verdict_after));
        lc_json_key(json, "target");
        lc_json_short(json, change->target, RATIO_DECIMALS);
    }
    if (!renamed) optional(json, change->kind == LC_CHANGE_DEFINITION ? "members" : "reason", change->text_after);
    lc_json_close(json, '}');
}

static void write_features(lc_json *json, const char *key, double features) {
    lc_json_key(json, key);
    lc_json_short(json, features, 0);
}

static void write_cause(lc_json *json, const lc_cause *cause) {
    lc_json_open(json, '{');
    lc_json_put_text(json, "kind", lc_cause_kind_name(cause->kind));
    lc_json_put_text(json, "subject", cause->subject);
    optional(json, "member", cause->member);
    lc_json_put_text(json, "before", cause->before);
    lc_json_put_text(json, "after", cause->after);
    if (cause->kind <= LC_CAUSE_INPUT_UNKNOWN && !cause->member) {
        lc_json_put_text(json, "sha256_before", cause->sha_before);
        lc_json_put_text(json, "sha256_after", cause->sha_after);
        write_features(json, "features_before", cause->features_before);
        write_features(json, "features_after", cause->features_after);
    }
    lc_json_close(json, '}');
}

void lc_diff_print_json(FILE *file, const lc_diff *diff) {
    lc_json json = {.file = file};
    lc_json_open(&json, '{');
    lc_json_put_text(&json, "schema", "lifecircle-diff/1");
    lc_json_put_text(&json, "version", LC_VERSION);
    write_side(&json, "before", diff->before);
    write_side(&json, "after", diff->after);
    lc_json_key(&json, "tolerance");
    lc_json_short(&json, diff->tolerance, 9);
    lc_json_put_count(&json, "communities_compared", lc_diff_communities(diff));
    lc_json_put_count(&json, "indicators_compared", lc_diff_indicators(diff));
    lc_json_put_count(&json, "worse", lc_diff_count(diff, LC_WORSE));
    lc_json_put_count(&json, "better", lc_diff_count(diff, LC_BETTER));
    lc_json_open_member(&json, "changes", '[');
    for (size_t i = 0; i < diff->n_changes; i++) {
        lc_json_newline(&json);
        write_change(&json, &diff->changes[i].change);
    }
    lc_json_close(&json, ']');
    lc_json_open_member(&json, "causes", '[');
    for (size_t i = 0; i < diff->n_causes; i++) {
        lc_json_newline(&json);
        write_cause(&json, &diff->causes[i]);
    }
    lc_json_close(&json, ']');
    lc_json_close(&json, '}');
    fputc('\n', file);
}
