/* A report for people, in Markdown: fit for a pull request or a planning memo. */
#include "output/report_markdown.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/language.h"
#include "output/command_line.h"
#include "output/markdown.h"
#include "output/markdown_parts.h"
#include "report/advice.h"
#include "report/digits.h"
#include "report/words.h"

enum { WORST = 10, SHA_SHOWN = 12, TEXT_MAX = 512 };

static const char *title_of(const lc_context *ctx, const lc_indicator *indicator) {
    const char *title = lc_title_text(ctx, indicator->title_en, indicator->title_zh);
    return title ? title : indicator->id;
}

static bool is_straight(const lc_indicator *indicator) {
    return strcmp(indicator->metric, "straight") == 0;
}

static void put_ratio(FILE *file, double ratio, int decimals) {
    lc_md_cell(file, lc_digits_fixed(ratio, decimals, false).text);
}

/* ---------------------------------------------------------------- targets */

static bool has_target(const lc_indicator *indicator) {
    return !isnan(indicator->target) || !isnan(indicator->community_target);
}

static void put_target_row(FILE *file, const lc_context *ctx, const lc_indicator *indicator) {
    char text[TEXT_MAX];
    lc_md_cell(file, isnan(indicator->target) ? "–" : lc_verdict_text(ctx, indicator->verdict));
    lc_md_cell(file, title_of(ctx, indicator));
    put_ratio(file, indicator->ratio, 4);
    lc_md_cell(file, isnan(indicator->err) ? "–" : lc_digits_short(lc_bound_rounded_up(indicator->err)).text);
    lc_md_cell(file, isnan(indicator->target) ? "–" : lc_digits_short(indicator->target).text);
    snprintf(text, sizeof text, "–");
    if (!isnan(indicator->community_target))
        snprintf(text, sizeof text, lc_tr(ctx, "%zu met, %zu missed (%s)"), indicator->communities_met,
                 indicator->communities_missed, lc_digits_short(indicator->community_target).text);
    lc_md_cell(file, text);
    lc_md_cell(file, lc_verified_text(ctx, indicator->verified));
    lc_md_cell(file, indicator->source ? indicator->source : "–");
    lc_md_row_end(file);
}

/* What the profile says of its targets, or of there being none: each note once. */
static void put_notes(FILE *file, const lc_context *ctx, const lc_report *report) {
    size_t said = 0;
    for (size_t i = 0; i < report->n_indicators; i++) {
        const lc_indicator *indicator = &report->indicators[i];
        const char *note = lc_title_text(ctx, indicator->target_note_en, indicator->target_note_zh);
        bool before = !note;
        for (size_t k = 0; k < i && !before; k++) {
            const lc_indicator *other = &report->indicators[k];
            const char *text = lc_title_text(ctx, other->target_note_en, other->target_note_zh);
            before = text && strcmp(text, note) == 0;
        }
        if (before) continue;
        fputs(said++ ? "- " : "\n- ", file);
        lc_md_text(file, note);
        fputc('\n', file);
    }
}

/* Missed targets stand before the others. */
static void put_targets(FILE *file, const lc_context *ctx, const lc_report *report) {
    const char *const title[] = {lc_tr(ctx, "verdict"), lc_tr(ctx, "indicator"), lc_tr(ctx, "share"),
                                 lc_tr(ctx, "err"),     lc_tr(ctx, "target"),    lc_tr(ctx, "communities"),
                                 lc_tr(ctx, "known"),   lc_tr(ctx, "source")};
    size_t n = 0;
    lc_md_heading(file, 2, lc_tr(ctx, "Targets"));
    for (size_t i = 0; i < report->n_indicators; i++) n += has_target(&report->indicators[i]);
    if (n == 0) {
        fprintf(file, "%s\n", lc_tr(ctx, "The profile sets none."));
        return;
    }
    lc_md_table(file, title, "llrrrlll");
    for (int missed = 1; missed >= 0; missed--)
        for (size_t i = 0; i < report->n_indicators; i++) {
            const lc_indicator *indicator = &report->indicators[i];
            if (has_target(indicator) && (indicator->verdict == LC_MISSED) == missed)
                put_target_row(file, ctx, indicator);
        }
}

/* Indicators without a ratio: why, and what would give them one. Those of the same answer stand together. */
static void put_no_data(FILE *file, const lc_context *ctx, const lc_report *report) {
    char text[TEXT_MAX], other[TEXT_MAX];
    size_t said = 0;
    for (size_t i = 0; i < report->n_indicators; i++) {
        lc_report_advice(ctx, report, i, text, sizeof text);
        bool before = !*text;
        for (size_t k = 0; k < i && !before; k++) {
            lc_report_advice(ctx, report, k, other, sizeof other);
            before = strcmp(text, other) == 0;
        }
        if (before) continue;
        if (!said++) lc_md_heading(file, 2, lc_tr(ctx, "No data"));
        fputs("- ", file);
        for (size_t k = i; k < report->n_indicators; k++) {
            lc_report_advice(ctx, report, k, other, sizeof other);
            if (strcmp(text, other) != 0) continue;
            if (k > i) fputs(lc_is_chinese(ctx) ? "、" : ", ", file);
            lc_md_text(file, title_of(ctx, &report->indicators[k]));
        }
        fputs(lc_is_chinese(ctx) ? "：" : ": ", file);
        lc_md_text(file, text);
        fputc('\n', file);
    }
}

/* ------------------------------------------------------------- indicators */

static void put_pair(FILE *file, const lc_context *ctx, const lc_report *report, size_t i) {
    static const lc_indicator none = {.ratio = NAN, .mean_ratio = NAN, .offnet = NAN};
    const lc_indicator *self = &report->indicators[i], *other = &none;
    size_t partner = lc_report_partner(report, i);
    bool straight = is_straight(self);
    if (straight && partner != SIZE_MAX) return;
    if (partner != SIZE_MAX) other = &report->indicators[partner];
    const lc_indicator *walk = straight ? &none : self, *line = straight ? self : other;
    char title[TEXT_MAX];
    bool mixed = strcmp(self->metric, "mixed") == 0;
    snprintf(title, sizeof title, mixed ? lc_tr(ctx, "%s (walk and line)") : "%s", title_of(ctx, self));
    lc_md_cell(file, title);
    put_ratio(file, walk->ratio, 3);
    put_ratio(file, line->ratio, 3);
    put_ratio(file, walk->mean_ratio, 3);
    put_ratio(file, line->mean_ratio, 3);
    put_ratio(file, walk->offnet, 3);
    lc_md_row_end(file);
}

static void put_indicators(FILE *file, const lc_context *ctx, const lc_report *report) {
    const char *const title[] = {lc_tr(ctx, "share within reach"), lc_tr(ctx, "city, walk"), lc_tr(ctx, "city, line"),
                                 lc_tr(ctx, "mean, walk"),         lc_tr(ctx, "mean, line"), lc_tr(ctx, "off network")};
    lc_md_heading(file, 2, lc_tr(ctx, "Indicators"));
    lc_md_table(file, title, "lrrrrr");
    for (size_t i = 0; i < report->n_indicators; i++) put_pair(file, ctx, report, i);
    fprintf(file, "\n%s\n",
            lc_tr(ctx,
                  "Walk: along paths. Line: in a straight line, the codes' service radius. Mean: of the communities, "
                  "each counting the same. Off network: too far from any mapped path to tell."));
}

static size_t first_walked(const lc_report *report) {
    for (size_t i = 0; i < report->n_indicators; i++)
        if (!is_straight(&report->indicators[i]) && !isnan(report->indicators[i].ratio)) return i;
    return SIZE_MAX;
}

static void put_worst(FILE *file, const lc_context *ctx, const lc_report *report) {
    const char *const title[] = {lc_tr(ctx, "community"), lc_tr(ctx, "id"), lc_tr(ctx, "walk"), lc_tr(ctx, "line")};
    size_t walk = first_walked(report), worst[WORST];
    if (walk == SIZE_MAX || report->n_communities < 2) return;
    size_t line = lc_report_partner(report, walk), n = lc_report_worst(report, walk, worst, WORST);
    lc_md_heading(file, 2, lc_tr(ctx, "Least served communities"));
    lc_md_text(file, title_of(ctx, &report->indicators[walk]));
    fputs("\n\n", file);
    lc_md_table(file, title, "llrr");
    for (size_t k = 0; k < n; k++) {
        const lc_community *community = &report->communities[worst[k]];
        lc_md_cell(file, community->name);
        lc_md_cell(file, community->id);
        put_ratio(file, lc_report_value(report, worst[k], walk).ratio, 3);
        put_ratio(file, line == SIZE_MAX ? NAN : lc_report_value(report, worst[k], line).ratio, 3);
        lc_md_row_end(file);
    }
}

/* ------------------------------------------------------- warnings, inputs */

static void put_warnings(FILE *file, const lc_context *ctx, const lc_report *report) {
    bool zh = lc_is_chinese(ctx);
    if (report->warnings.n == 0) return;
    lc_md_heading(file, 2, lc_tr(ctx, "Warnings"));
    for (size_t i = 0; i < report->warnings.n; i++) {
        lc_warning warning = lc_report_warning(report, i);
        fprintf(file, "- %zu × ", warning.count);
        lc_md_text(file, warning.message);
        for (size_t k = 0; k < warning.n_examples; k++) {
            fputs(k ? (zh ? "、" : ", ") : (zh ? "（" : " ("), file);
            lc_md_text(file, warning.examples[k]);
        }
        if (warning.n_examples && warning.n_examples < warning.count) fputs(zh ? " 等" : ", …", file);
        if (warning.n_examples) fputs(zh ? "）" : ")", file);
        fputc('\n', file);
    }
}

static void put_inputs(FILE *file, const lc_context *ctx, const lc_report *report) {
    const char *const title[] = {lc_tr(ctx, "input"), lc_tr(ctx, "file"), lc_tr(ctx, "layer"), lc_tr(ctx, "features"),
                                 "SHA-256"};
    lc_md_heading(file, 2, lc_tr(ctx, "Inputs"));
    lc_md_table(file, title, "lllrl");
    for (size_t i = 0; i < report->n_inputs; i++) {
        const lc_input_info *input = &report->inputs[i];
        char buffer[LC_ROLE_MAX], sha[SHA_SHOWN + 4];
        snprintf(sha, sizeof sha, "%.*s…", SHA_SHOWN - 1, input->sha256);
        lc_md_cell(file, lc_role_text(ctx, input->role, buffer, sizeof buffer));
        lc_md_cell(file, input->file);
        lc_md_cell(file, input->layer ? input->layer : "–");
        snprintf(buffer, sizeof buffer, "%zu", input->features);
        lc_md_cell(file, buffer);
        lc_md_cell(file, input->sha256[0] ? sha : "–");
        lc_md_row_end(file);
    }
}

static bool put_reproduce(FILE *file, const lc_context *ctx, const lc_report *report, const lc_write_options *options) {
    lc_md_heading(file, 2, lc_tr(ctx, "How to reproduce"));
    fprintf(file, lc_tr(ctx, "lifecircle %s, profile "), LC_VERSION);
    lc_md_text(file, report->profile);
    fprintf(file,
            lc_tr(ctx, "; straight legs up to %s m, error at most %s. The same inputs and options give the same "
                       "report, byte for byte.\n"),
            lc_digits_short(report->link_limit_m).text, lc_digits_short(report->max_error).text);
    if (!options || !options->city) return true;
    fputs("\n```sh\n", file);
    bool whole = lc_print_command(file, options);
    fputs("```\n", file);
    return whole;
}

/* --------------------------------------------------------------- document */

static void put_head(FILE *file, const lc_context *ctx, const lc_report *report) {
    size_t met = 0, missed = 0;
    const char *title = lc_report_profile_title(report, lc_is_chinese(ctx) ? "zh" : "en");
    lc_md_heading(file, 1, title ? title : report->profile);
    for (size_t i = 0; i < report->n_indicators; i++) {
        met += report->indicators[i].verdict == LC_MET;
        missed += report->indicators[i].verdict == LC_MISSED;
    }
    fprintf(file, lc_tr(ctx, "%zu communities, %zu indicators; targets of the city: %zu met, %zu missed.\n"),
            report->n_communities, report->n_indicators, met, missed);
    if (report->n_edits) fprintf(file, lc_tr(ctx, "What if: the city with edits (%zu).\n"), report->n_edits);
    size_t unjudged = lc_report_unjudged(report);
    if (unjudged)
        fprintf(file, lc_tr(ctx, "Targets of the city that cannot be judged, as there are no data: %zu.\n"), unjudged);
}

bool lc_report_print_markdown(FILE *file, const lc_context *ctx, const lc_report *report,
                              const lc_write_options *options) {
    put_head(file, ctx, report);
    put_targets(file, ctx, report);
    put_notes(file, ctx, report);
    put_no_data(file, ctx, report);
    if (options && options->diff) lc_diff_print_markdown(file, ctx, options->diff, 2);
    put_indicators(file, ctx, report);
    put_worst(file, ctx, report);
    lc_md_combinations(file, ctx, report);
    lc_md_scorecard(file, ctx, report);
    lc_md_inside(file, ctx, report);
    put_warnings(file, ctx, report);
    put_inputs(file, ctx, report);
    return put_reproduce(file, ctx, report, options);
}
