/* An inspection as one JSON object. */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/memory.h"
#include "base/text_stream.h"
#include "inspect/inspection.h"

static const char *fitness_name(lc_fitness fitness) {
    return fitness == LC_FIT ? "fit" : fitness == LC_USABLE ? "usable" : "unusable";
}

static const char *severity_name(lc_severity severity) {
    return severity == LC_NOTE ? "note" : severity == LC_WARNING ? "warning" : "error";
}

static void put_extent(lc_json *json, const lc_box *box) {
    lc_json_key(json, "extent");
    if (box->x0 > box->x1) {
        lc_json_null(json);
        return;
    }
    lc_json_open(json, '[');
    lc_json_fixed(json, box->x0, 6);
    lc_json_fixed(json, box->y0, 6);
    lc_json_fixed(json, box->x1, 6);
    lc_json_fixed(json, box->y1, 6);
    lc_json_close(json, ']');
}

static void put_fields(lc_json *json, const lc_survey *survey) {
    lc_json_open_member(json, "fields", '[');
    for (size_t f = 0; f < survey->n_fields; f++) {
        const lc_survey_field *field = &survey->field[f];
        lc_json_newline(json);
        lc_json_open(json, '{');
        lc_json_put_text(json, "name", field->name);
        lc_json_put_text(json, "type", field->type);
        lc_json_put_count(json, "filled", field->filled);
        lc_json_open_member(json, "samples", '[');
        for (size_t i = 0; i < field->n_samples; i++) lc_json_text(json, field->sample[i]);
        lc_json_close(json, ']');
        lc_json_close(json, '}');
    }
    lc_json_close(json, ']');
}

static void put_survey(lc_json *json, const lc_inspection *in) {
    const lc_survey *survey = &in->survey;
    lc_json_put_text(json, "format", survey->format);
    lc_json_put_text(json, "layer", survey->layer);
    lc_json_put_text(json, "crs", survey->crs);
    lc_json_put_text(json, "encoding", survey->encoding);
    lc_json_put_count(json, "features", survey->n_features);
    lc_json_put_count(json, "fit", in->fit);
    lc_json_open_member(json, "geometry", '{');
    lc_json_put_count(json, "points", survey->points);
    lc_json_put_count(json, "lines", survey->lines);
    lc_json_put_count(json, "polygons", survey->polygons);
    lc_json_put_count(json, "mixed", survey->mixed);
    lc_json_put_count(json, "none", survey->empty.n);
    lc_json_put_count(json, "multi", survey->multi);
    lc_json_put_count(json, "curves", survey->curves);
    lc_json_put_count(json, "heights", survey->heights);
    lc_json_put_count(json, "repeated", survey->repeated);
    lc_json_put_count(json, "invalid", survey->invalid.n);
    lc_json_close(json, '}');
    put_fields(json, survey);
}

static void put_layers(lc_json *json, const lc_inspection *in) {
    lc_json_newline(json);
    lc_json_open_member(json, "layers", '[');
    for (size_t i = 0; i < in->n_layers; i++) {
        lc_json_open(json, '{');
        lc_json_put_text(json, "name", in->layer[i].name);
        lc_json_put_text(json, "geometry", in->layer[i].geometry);
        lc_json_key(json, "features");
        lc_json_fixed(json, in->layer[i].features < 0 ? NAN : (double)in->layer[i].features, 0);
        lc_json_close(json, '}');
    }
    lc_json_close(json, ']');
}

/* The numbers of a section stand together. */
static void put_findings(lc_json *json, const lc_inspection *in) {
    const char *section = NULL;
    for (size_t i = 0; i < in->n_findings; i++) {
        const lc_finding *finding = &in->finding[i];
        if (!section || strcmp(section, finding->section) != 0) {
            if (section) lc_json_close(json, '}');
            section = finding->section;
            lc_json_newline(json);
            lc_json_key(json, section);
            lc_json_open(json, '{');
        }
        lc_json_key(json, finding->key ? finding->key : "");
        lc_json_fixed(json, finding->value, finding->decimals);
    }
    if (section) lc_json_close(json, '}');
}

static void put_problem(lc_json *json, const lc_found_problem *problem) {
    lc_json_newline(json);
    lc_json_open(json, '{');
    lc_json_put_text(json, "code", problem->code);
    lc_json_put_text(json, "severity", severity_name(problem->severity));
    lc_json_put_text(json, "message", problem->message);
    lc_json_put_text(json, "fix", problem->fix);
    lc_json_put_count(json, "count", problem->count);
    lc_json_open_member(json, "examples", '[');
    for (size_t i = 0; i < problem->n_examples; i++) lc_json_text(json, problem->example[i]);
    lc_json_close(json, ']');
    if (problem->n_at) {
        lc_json_open_member(json, "places", '[');
        for (size_t i = 0; i < problem->n_at; i++) {
            lc_json_open(json, '[');
            lc_json_fixed(json, problem->at[i].x, 6);
            lc_json_fixed(json, problem->at[i].y, 6);
            lc_json_close(json, ']');
        }
        lc_json_close(json, ']');
    }
    lc_json_close(json, '}');
}

static void put_all(lc_json *json, const lc_inspection *in) {
    lc_json_open(json, '{');
    lc_json_put_text(json, "file", in->file);
    lc_json_put_text(json, "role", in->role);
    lc_json_put_text(json, "fitness", fitness_name(in->fitness));
    lc_json_put_text(json, "reason", in->reason);
    put_extent(json, &in->extent);
    if (in->surveyed) put_survey(json, in);
    if (in->n_layers) put_layers(json, in);
    put_findings(json, in);
    lc_json_newline(json);
    lc_json_open_member(json, "problems", '[');
    for (size_t i = 0; i < in->n_problems; i++) put_problem(json, &in->problem[i]);
    lc_json_close(json, ']');
    lc_json_close(json, '}');
}

bool lc_inspection_write_json(lc_inspection *in) {
    lc_text_stream s;
    if (!lc_text_stream_open(&s)) return false;
    lc_json json = {.file = s.file};
    put_all(&json, in);
    bool ok = lc_text_stream_close(&s);
    in->json = s.text;
    return ok;
}
