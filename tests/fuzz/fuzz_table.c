/* CSV tables of points of interest: columns, numbers, encodings, types. The first line is the source's suffixes. */
#include "base/memory.h"
#include "city/pois.h"
#include "fuzz.h"
#include "source/survey.h"

static void read_pois(lc_context *ctx, const lc_source *source) {
    const char *fields[LC_POI_FIELDS];
    lc_layer layer = {0};
    lc_pois pois = {0};
    lc_poi_fields(source, fields);
    lc_status status = lc_layer_read(ctx, source, "pois", LC_WANT_POINTS, fields, LC_POI_FIELDS, &layer);
    if (fuzz_ok(ctx, status) && fuzz_ok(ctx, lc_pois_add(ctx, source, &layer, &pois)) &&
        fuzz_ok(ctx, lc_pois_dedupe(ctx, &pois)))
        for (size_t i = 0; i < pois.geoms.n_xy; i++)
            fuzz_assert(pois.geoms.xy[i].y >= -90 && pois.geoms.xy[i].y <= 90, "places are on the globe");
    if (pois.geoms.n) fuzz_got_through = true;
    lc_pois_free(&pois);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const uint8_t *line = size ? memchr(data, '\n', size) : NULL;
    size_t n = line ? (size_t)(line - data) : 0;
    fuzz_file file = fuzz_write(line ? line + 1 : data, line ? size - n - 1 : size, ".csv");
    lc_context *ctx = fuzz_context();
    lc_source source = {0};
    lc_survey survey = {0};
    char *text = lc_sprintf("%s%.*s", file.path, (int)n, (const char *)data);
    fuzz_assert(text != NULL, "there is memory");
    bool same_file = fuzz_ok(ctx, lc_source_parse(ctx, text, &source)) && strcmp(source.path, file.path) == 0;
    if (same_file) {
        read_pois(ctx, &source);
        if (fuzz_ok(ctx, lc_survey_layer(ctx, &source, "pois", LC_WANT_POINTS, &survey))) lc_survey_free(&survey);
    }
    lc_source_free(&source);
    free(text);
    lc_context_free(ctx);
    fuzz_remove(&file);
    return 0;
}
