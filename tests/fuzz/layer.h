/* A file of any vector format, and what is done with it first: its layers, a survey, and features with one field. */
#ifndef LC_TESTS_FUZZ_LAYER_H
#define LC_TESTS_FUZZ_LAYER_H

#include "fuzz.h"
#include "source/layer.h"
#include "source/survey.h"
#include "source/survey_layers.h"

static inline void fuzz_check_layer(const lc_layer *layer) {
    const lc_geoms *geoms = &layer->geoms;
    for (size_t i = 0; i < geoms->n; i++)
        fuzz_assert(geoms->feature[i] < layer->n_features, "geometries are of features");
    for (size_t i = 0; i < geoms->n_xy; i++) {
        fuzz_assert(geoms->xy[i].y >= -90 && geoms->xy[i].y <= 90, "places are on the globe");
        fuzz_assert(geoms->xy[i].x >= -540 && geoms->xy[i].x <= 540, "places are near the globe's sheet");
    }
}

static inline void fuzz_read_layer(lc_context *ctx, const lc_source *source) {
    static const char *const fields[] = {"?name", "?n"};
    lc_survey_layer_info *info = NULL;
    lc_survey survey = {0};
    lc_layer layer = {0};
    size_t n = 0;
    if (fuzz_ok(ctx, lc_survey_layers(ctx, source, &info, &n))) lc_survey_layers_free(info, n);
    if (fuzz_ok(ctx, lc_survey_layer(ctx, source, "facilities", LC_WANT_ALL, &survey))) lc_survey_free(&survey);
    if (fuzz_ok(ctx, lc_layer_read(ctx, source, "facilities", LC_WANT_ALL, fields, 2, &layer))) {
        fuzz_check_layer(&layer);
        fuzz_got_through = fuzz_got_through || layer.geoms.n;
    }
    lc_layer_free(&layer);
}

/* @param suffix of the source, "|crs=…"; "" for none */
static inline void fuzz_layer(const uint8_t *data, size_t size, const char *ending, const char *suffix) {
    fuzz_file file = fuzz_write(data, size, ending);
    char text[sizeof file.path + 64];
    lc_context *ctx = fuzz_context();
    lc_source source = {0};
    snprintf(text, sizeof text, "%s%s", file.path, suffix);
    if (fuzz_ok(ctx, lc_source_parse(ctx, text, &source))) fuzz_read_layer(ctx, &source);
    lc_source_free(&source);
    lc_context_free(ctx);
    fuzz_remove(&file);
}

#endif
