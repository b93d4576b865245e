#include "output/shard_json.h"

#include <math.h>

#include "base/exact.h"
#include "output/json_members.h"
#include "report/shard.h"

static void write_exact(lc_json *json, double value) {
    char text[LC_EXACT_DIGITS + 1];
    lc_exact_print(value, text);
    lc_json_text(json, text);
}

static void write_index(lc_json *json, const lc_report *report) {
    lc_json_open_member(json, "index", '[');
    for (size_t c = 0; c < report->n_communities; c++) lc_json_count(json, report->shard->index[c]);
    lc_json_close(json, ']');
}

static void write_networks(lc_json *json, const lc_shard *shard) {
    lc_json_open_member(json, "networks", '[');
    for (size_t k = 0; k < shard->n_networks; k++) {
        const lc_network_info *n = &shard->network[k];
        lc_json_open(json, '[');
        lc_json_count(json, n->nodes);
        lc_json_count(json, n->edges);
        lc_json_count(json, n->components);
        lc_json_count(json, n->dropped_components);
        lc_json_count(json, n->square_links);
        lc_json_count(json, n->island_joints);
        lc_json_count(json, n->islands);
        write_exact(json, n->length_m);
        write_exact(json, n->dropped_length_m);
        write_exact(json, n->islands_length_m);
        write_exact(json, shard->centre[k].x);
        write_exact(json, shard->centre[k].y);
        write_exact(json, shard->box[k].x0);
        write_exact(json, shard->box[k].y0);
        write_exact(json, shard->box[k].x1);
        write_exact(json, shard->box[k].y1);
        lc_json_close(json, ']');
    }
    lc_json_close(json, ']');
}

static void write_flags(lc_json *json, const lc_report *report) {
    lc_json_open_member(json, "by_plane", '[');
    for (size_t i = 0; i < report->n_inputs; i++) lc_json_bool(json, report->inputs[i].by_plane);
    lc_json_close(json, ']');
    lc_json_open_member(json, "lines", '[');
    for (size_t k = 0; k < report->n_categories; k++) lc_json_bool(json, report->categories[k].lines);
    lc_json_close(json, ']');
    lc_json_open_member(json, "areas", '[');
    for (size_t k = 0; k < report->n_categories; k++) lc_json_bool(json, report->categories[k].areas);
    lc_json_close(json, ']');
}

/* Of one community: its area and population, each indicator's demand, covered, err, offnet and island, each category's
   count, length and area; of each at_least the demand that so many parts or more cover. */
static void write_sums(lc_json *json, const lc_report *r, size_t c) {
    const lc_results *results = &r->shard->results;
    lc_json_newline(json);
    lc_json_open(json, '[');
    write_exact(json, r->communities[c].area_m2);
    write_exact(json, r->communities[c].population);
    for (size_t i = 0; i < r->n_indicators; i++) {
        const lc_result *result = &results->value[c * r->n_indicators + i];
        write_exact(json, result->demand);
        write_exact(json, result->covered);
        write_exact(json, result->err);
        write_exact(json, result->offnet);
        write_exact(json, result->island);
    }
    for (size_t k = 0; k < r->n_categories; k++) {
        const lc_amount *amount = &r->amounts[c * r->n_categories + k];
        write_exact(json, (double)amount->count);
        write_exact(json, amount->length_m);
        write_exact(json, amount->area_m2);
    }
    for (size_t k = 0; k < results->n_counted; k++)
        for (size_t m = 0; m < results->counted[k].n_parts; m++)
            write_exact(json, results->counted[k].within[c * results->counted[k].n_parts + m]);
    lc_json_close(json, ']');
}

static void write_counted(lc_json *json, const lc_results *results) {
    lc_json_open_member(json, "counted", '[');
    for (size_t k = 0; k < results->n_counted; k++) {
        lc_json_open(json, '[');
        lc_json_count(json, results->counted[k].indicator);
        lc_json_count(json, results->counted[k].n_parts);
        lc_json_close(json, ']');
    }
    lc_json_close(json, ']');
}

static void write_groups(lc_json *json, const lc_report *report) {
    if (!report->group_of) return;
    lc_json_open_member(json, "groups", '[');
    for (size_t c = 0; c < report->n_communities; c++) lc_json_text(json, report->group[report->group_of[c]].value);
    lc_json_close(json, ']');
}

static void write_warnings(lc_json *json, const char *key, const lc_warnings *warnings) {
    lc_json_open_member(json, key, '[');
    for (size_t i = 0; i < warnings->n; i++) lc_json_warning(json, &warnings->entry[i]);
    lc_json_close(json, ']');
}

static void write_outcome(lc_json *json, const lc_edit_outcome *outcome) {
    lc_json_open(json, '{');
    lc_json_put_flag(json, "done", outcome->done);
    if (outcome->why) lc_json_put_text(json, "why", outcome->why);
    if (!isnan(outcome->from.x)) {
        lc_json_open_member(json, "from", '[');
        write_exact(json, outcome->from.x);
        write_exact(json, outcome->from.y);
        lc_json_close(json, ']');
    }
    lc_json_close(json, '}');
}

/* What came of each in the part. */
static void write_edits(lc_json *json, const lc_shard_edits *edits) {
    if (!edits->n) return;
    lc_json_open_member(json, "edits", '{');
    lc_json_put_text(json, "digest", edits->digest);
    lc_json_key(json, "margin_m");
    write_exact(json, edits->margin_m);
    lc_json_open_member(json, "of", '[');
    for (size_t i = 0; i < edits->n; i++) {
        lc_json_open(json, '{');
        if (edits->far[i]) lc_json_put_text(json, "far", edits->far[i]);
        lc_json_open_member(json, "outcomes", '[');
        for (size_t k = edits->first[i]; k < edits->first[i + 1]; k++) write_outcome(json, &edits->outcome[k]);
        lc_json_close(json, ']');
        lc_json_close(json, '}');
    }
    lc_json_close(json, ']');
    lc_json_close(json, '}');
}

void lc_json_shard(lc_json *json, const lc_report *report) {
    const lc_shard *shard = report->shard;
    if (!shard) return;
    lc_json_open_member(json, "shard", '{');
    lc_json_put_count(json, "number", shard->number);
    lc_json_put_count(json, "of", shard->of);
    lc_json_put_count(json, "communities", shard->n);
    write_index(json, report);
    write_networks(json, shard);
    write_flags(json, report);
    write_counted(json, &shard->results);
    write_groups(json, report);
    write_edits(json, &shard->edits);
    write_warnings(json, "sources", &shard->sources);
    write_warnings(json, "planes", &shard->planes);
    lc_json_open_member(json, "sums", '[');
    for (size_t c = 0; c < report->n_communities; c++) write_sums(json, report, c);
    lc_json_close(json, ']');
    lc_json_close(json, '}');
}
