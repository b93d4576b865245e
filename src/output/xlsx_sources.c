/* Where the numbers come from: what is asked, by which clause, known how; the inputs; the warnings. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "output/table.h"
#include "output/xlsx_sheets.h"
#include "report/digits.h"
#include "report/words.h"

enum { HEAD = 2, TEXT_MAX = 1024 };

static const char *metric_text(const lc_xlsx *x, const char *metric) {
    if (strcmp(metric, "network") == 0) return lc_tr(x->ctx, "along paths");
    return strcmp(metric, "straight") == 0 ? lc_tr(x->ctx, "in a straight line") : lc_tr(x->ctx, "walk and line");
}

static const char *denominator_text(const lc_xlsx *x, const char *denominator) {
    if (strcmp(denominator, "residential") == 0) return lc_tr(x->ctx, "residential land");
    return strcmp(denominator, "population") == 0 ? lc_tr(x->ctx, "people") : lc_tr(x->ctx, "the whole area");
}

/* ------------------------------------------------------------ definitions */

enum { TITLE, ID, METRIC, DISTANCE, SHARE_OF, TARGET, COMMUNITY_TARGET, KNOWN, SOURCE, NOTE, DEFINED };

static void put_definition(const lc_xlsx *x, uint32_t row, size_t i) {
    const lc_indicator *indicator = &x->report->indicators[i];
    lc_workbook_text(x->book, row, TITLE, lc_xlsx_title(x, i), LC_STYLE_WRAP);
    lc_workbook_text(x->book, row, ID, indicator->id, LC_STYLE_WRAP);
    lc_workbook_text(x->book, row, METRIC, metric_text(x, indicator->metric), LC_STYLE_WRAP);
    lc_workbook_number(x->book, row, DISTANCE, indicator->distance_m, LC_STYLE_WHOLE);
    lc_workbook_text(x->book, row, SHARE_OF,
                     lc_xlsx_is_share(x, i) ? denominator_text(x, indicator->denominator)
                                            : lc_tr(x->ctx, "no share: what there is for each person"),
                     LC_STYLE_WRAP);
    lc_workbook_number(x->book, row, TARGET, indicator->target, LC_STYLE_PERCENT);
    lc_workbook_number(x->book, row, COMMUNITY_TARGET, indicator->community_target, LC_STYLE_PERCENT);
    lc_workbook_text(x->book, row, KNOWN, lc_verified_text(x->ctx, indicator->verified), LC_STYLE_WRAP);
    lc_workbook_text(x->book, row, SOURCE, indicator->source, LC_STYLE_WRAP);
    lc_workbook_text(x->book, row, NOTE, lc_title_text(x->ctx, indicator->target_note_en, indicator->target_note_zh),
                     LC_STYLE_WRAP);
}

/* Words of the sheets, by the definitions (docs/definitions.md). */
static void put_terms(const lc_xlsx *x, uint32_t row) {
    const char *const terms[] = {
        LC_TEXT(
            "Share within reach: the part of a community from which a facility is within the distance; of its area, "
            "its residential land or its people, as the indicator says."),
        LC_TEXT("Walk: along the paths of the map, from any place by the nearest path. Line: as the crow flies, the "
                "service radius of the codes."),
        LC_TEXT("Off network: too far from any mapped path to tell; a gap in the data, not in the service."),
        LC_TEXT("From the text: the number was read in the text of the clause. From a secondary source: in what others "
                "write of it. Unverified: not found in either; check it before it decides anything."),
    };
    for (size_t k = 0; k < sizeof terms / sizeof *terms; k++)
        lc_workbook_across(x->book, row++, SOURCE, lc_tr(x->ctx, terms[k]), LC_STYLE_WRAP);
}

void lc_xlsx_definitions(const lc_xlsx *x) {
    const char *const head[DEFINED] = {lc_tr(x->ctx, "indicator"),
                                       lc_tr(x->ctx, "id"),
                                       lc_tr(x->ctx, "measured"),
                                       lc_tr(x->ctx, "distance, m"),
                                       lc_tr(x->ctx, "share of"),
                                       lc_tr(x->ctx, "target of the city"),
                                       lc_tr(x->ctx, "target of each community"),
                                       lc_tr(x->ctx, "known"),
                                       lc_tr(x->ctx, "source"),
                                       lc_tr(x->ctx, "on the target")};
    const lc_report *r = x->report;
    lc_workbook_sheet(x->book, lc_tr(x->ctx, "Definitions"), lc_tr(x->ctx, "Definitions"), HEAD);
    for (uint16_t k = 0; k < DEFINED; k++)
        lc_workbook_text(x->book, HEAD, k, head[k],
                         k == DISTANCE || k == TARGET || k == COMMUNITY_TARGET ? LC_STYLE_HEAD_NUMBER : LC_STYLE_HEAD);
    for (size_t i = 0; i < r->n_indicators; i++) put_definition(x, (uint32_t)(HEAD + 1 + i), i);
    lc_workbook_table(x->book, HEAD, (uint32_t)r->n_indicators, DEFINED);
    put_terms(x, (uint32_t)(HEAD + 2 + r->n_indicators));
}

/* ---------------------------------------------------------------- sources */

enum { ROLE, FILE_NAME, LAYER, CRS, ENCODING, FEATURES, SHA, INPUT_COLUMNS };

static uint32_t put_inputs(const lc_xlsx *x, uint32_t row) {
    const char *const head[INPUT_COLUMNS] = {lc_tr(x->ctx, "input"),
                                             lc_tr(x->ctx, "file"),
                                             lc_tr(x->ctx, "layer"),
                                             lc_tr(x->ctx, "CRS"),
                                             lc_tr(x->ctx, "encoding"),
                                             lc_tr(x->ctx, "features"),
                                             "SHA-256"};
    for (uint16_t k = 0; k < INPUT_COLUMNS; k++)
        lc_workbook_text(x->book, row, k, head[k], k == FEATURES ? LC_STYLE_HEAD_NUMBER : LC_STYLE_HEAD);
    for (size_t i = 0; i < x->report->n_inputs; i++) {
        const lc_input_info *input = &x->report->inputs[i];
        char buffer[LC_ROLE_MAX];
        row++;
        lc_workbook_text(x->book, row, ROLE, lc_role_text(x->ctx, input->role, buffer, sizeof buffer), LC_STYLE_WRAP);
        lc_workbook_text(x->book, row, FILE_NAME, input->file, LC_STYLE_WRAP);
        lc_workbook_text(x->book, row, LAYER, input->layer, LC_STYLE_WRAP);
        lc_workbook_text(x->book, row, CRS, input->crs, LC_STYLE_WRAP);
        lc_workbook_text(x->book, row, ENCODING, input->encoding, LC_STYLE_WRAP);
        lc_workbook_number(x->book, row, FEATURES, (double)input->features, LC_STYLE_WHOLE);
        if (input->sha256[0]) lc_workbook_text(x->book, row, SHA, input->sha256, LC_STYLE_WRAP);
    }
    return row + 2;
}

static uint32_t put_parameters(const lc_xlsx *x, uint32_t row) {
    const lc_report *r = x->report;
    char text[TEXT_MAX];
    snprintf(text, sizeof text, lc_tr(x->ctx, "lifecircle %s, profile "), LC_VERSION);
    size_t used = strlen(text);
    snprintf(text + used, sizeof text - used, "%s", r->profile);
    used = strlen(text);
    snprintf(text + used, sizeof text - used,
             lc_tr(x->ctx, "; straight legs up to %s m, error at most %s. The same inputs and options give the same "
                           "report, byte for byte.\n"),
             lc_digits_short(r->link_limit_m).text, lc_digits_short(r->max_error).text);
    text[strcspn(text, "\n")] = '\0';
    lc_workbook_across(x->book, row++, FEATURES, text, LC_STYLE_WRAP);
    if (r->profile_source) lc_workbook_across(x->book, row++, FEATURES, r->profile_source, LC_STYLE_WRAP);
    if (r->walk_cost) {
        char *cost = lc_sprintf(lc_tr(x->ctx, "What walking costs beyond length: %s"), r->walk_cost);
        lc_workbook_made_across(x->book, row++, FEATURES, cost, LC_STYLE_WRAP);
    }
    return row + 1;
}

/* Examples in one text, each on a line. */
static char *join(const lc_warning_entry *entry) {
    char *text = lc_strdup("");
    for (size_t k = 0; text && k < entry->n_examples; k++) {
        char *longer = lc_sprintf("%s%s%s", text, k ? "\n" : "", entry->local_examples[k]);
        free(text);
        text = longer;
    }
    return text;
}

static uint32_t put_warnings(const lc_xlsx *x, uint32_t row) {
    const lc_warnings *warnings = &x->report->warnings;
    if (!warnings->n) return row;
    lc_workbook_text(x->book, row++, 0, lc_tr(x->ctx, "Warnings"), LC_STYLE_SECTION);
    for (size_t i = 0; i < warnings->n; i++, row++) {
        const lc_warning_entry *entry = &warnings->entry[i];
        lc_workbook_text(x->book, row, 0, entry->local, LC_STYLE_WRAP);
        lc_workbook_number(x->book, row, 2, (double)entry->count, LC_STYLE_WHOLE);
        lc_workbook_made(x->book, row, 1, join(entry), LC_STYLE_WRAP);
    }
    return row + 1;
}

void lc_xlsx_sources(const lc_xlsx *x) {
    char text[TEXT_MAX];
    lc_workbook_sheet(x->book, lc_tr(x->ctx, "Sources"), lc_tr(x->ctx, "Sources"), 0);
    uint32_t row = put_inputs(x, HEAD);
    row = put_parameters(x, row);
    row = put_warnings(x, row);
    if (!lc_workbook_replaced(x->book)) return;
    snprintf(text, sizeof text,
             lc_tr(x->ctx, "%zu characters that a workbook cannot hold are written as U+FFFD, the replacement "
                           "character."),
             lc_workbook_replaced(x->book));
    lc_workbook_across(x->book, row, FEATURES, text, LC_STYLE_NOTE);
}
