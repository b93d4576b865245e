#include "report/figures.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/text_stream.h"
#include "report/report.h"

/* More than any report: a city of 5,000 communities and 20 indicators has some 100 MB. */
enum { BYTES_MAX = 512 << 20, BYTES_FIRST = 1 << 16 };

const char *const lc_definition_member[LC_DEFINITION_MEMBERS] = {"metric",   "denominator", "rules",
                                                                 "category", "distance_m",  "combines"};

/* ---------------------------------------------------------------- reading */

/* All of an open file, NUL-terminated and malloc'ed. */
static lc_status read_all(lc_context *ctx, FILE *file, const char *path, char **out, size_t *size) {
    char *text = NULL;
    size_t n = 0, capacity = 0, got = 1;
    struct stat st;
    bool large = fstat(fileno(file), &st) == 0 && st.st_size > BYTES_MAX;
    while (got > 0) {
        if (large || n > BYTES_MAX) {
            free(text);
            return lc_fail(ctx, LC_ERR_INPUT, "%s is larger than %d MB; no report is", path, BYTES_MAX >> 20);
        }
        if (!lc_grow((void **)&text, &capacity, n + BYTES_FIRST + 1, 1)) {
            free(text);
            return lc_fail_memory(ctx);
        }
        got = fread(text + n, 1, capacity - n - 1, file);
        n += got;
    }
    if (ferror(file)) {
        free(text);
        return lc_fail(ctx, LC_ERR_IO, "%s cannot be read: %s", path, lc_system_text(ctx, errno));
    }
    text[n] = '\0';
    *out = text;
    *size = n;
    return LC_OK;
}

lc_status lc_figures_read(lc_context *ctx, const char *path, lc_figures **out) {
    char *text = NULL;
    size_t size = 0;
    const char *slash = strrchr(path, '/');
    FILE *file = fopen(path, "rb");
    lc_status status;
    if (file)
        status = read_all(ctx, file, path, &text, &size);
    else
        status = lc_fail(ctx, LC_ERR_IO, "%s: %s; check the path of the report", path, lc_system_text(ctx, errno));
    if (file) fclose(file);
    if (status == LC_OK) status = lc_figures_parse(ctx, text, size, path, slash ? slash + 1 : path, out);
    free(text);
    return lc_fail_at(ctx, status, &(lc_where){LC_WHERE(LC_ERROR_REPORT), .file = path});
}

/* By way of the text: what a report in memory is compared by is then the same as what its file holds. */
lc_status lc_figures_of(lc_context *ctx, const lc_report *report, lc_figures **out) {
    lc_text_stream s;
    if (!lc_text_stream_open(&s)) return lc_fail_memory(ctx);
    lc_status status = lc_report_print(ctx, s.file, report);
    if (!lc_text_stream_close(&s) && status == LC_OK) status = lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_figures_parse(ctx, s.text, s.size, lc_tr(ctx, "the report"), NULL, out);
    free(s.text);
    return status;
}

/* ---------------------------------------------------------------- freeing */

static void free_indicator(lc_figure_indicator *indicator) {
    free(indicator->id);
    free(indicator->title_en);
    free(indicator->title_zh);
    free(indicator->target_text);
    free(indicator->community_target_text);
    for (size_t k = 0; k < LC_DEFINITION_MEMBERS; k++) free(indicator->definition[k]);
    free(indicator->city.reason);
}

static void free_input(lc_figure_input *input) {
    free(input->role);
    free(input->file);
    free(input->layer);
    free(input->crs);
    free(input->encoding);
    free(input->sha256);
}

void lc_figures_free(lc_figures *figures) {
    if (!figures) return;
    size_t n_values = figures->values ? figures->n_communities * figures->n_indicators : 0;
    for (size_t k = 0; k < n_values; k++) free(figures->values[k].reason);
    free(figures->values);
    free(figures->counts);
    for (size_t c = 0; c < figures->n_communities; c++) {
        free(figures->communities[c].id);
        free(figures->communities[c].name);
    }
    free(figures->communities);
    for (size_t k = 0; k < figures->n_categories; k++) free(figures->categories[k]);
    free(figures->categories);
    for (size_t i = 0; i < figures->n_indicators; i++) free_indicator(&figures->indicators[i]);
    free(figures->indicators);
    for (size_t i = 0; i < figures->n_inputs; i++) free_input(&figures->inputs[i]);
    free(figures->inputs);
    for (size_t i = 0; i < figures->n_parameters; i++) {
        free(figures->parameters[i].name);
        free(figures->parameters[i].value);
    }
    free(figures->parameters);
    free(figures->edits);
    free(figures->profile);
    free(figures->version);
    free(figures->file);
    free(figures);
}
