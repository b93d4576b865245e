/* The first sheet: what a decision needs, on one page. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "output/xlsx_sheets.h"
#include "report/advice.h"
#include "report/words.h"

enum { TEXT_MAX = 1024, WORST = 10 };
enum { TITLE, WALK, LINE, TIMES, MEAN_WALK, MEAN_LINE, TARGET, VERDICT, KNOWN, MET, COLUMNS };

static const lc_indicator NONE = {.ratio = NAN, .mean_ratio = NAN, .target = NAN, .community_target = NAN};

/* "12 communities; targets of the city: 2 met, 1 missed." */
static void put_counts(const lc_xlsx *x, uint32_t *row) {
    const lc_report *r = x->report;
    size_t met = 0, missed = 0, unjudged = lc_report_unjudged(r);
    char text[TEXT_MAX];
    for (size_t i = 0; i < r->n_indicators; i++) {
        met += r->indicators[i].verdict == LC_MET;
        missed += r->indicators[i].verdict == LC_MISSED;
    }
    snprintf(text, sizeof text,
             lc_tr(x->ctx, "%zu communities, %zu indicators; targets of the city: %zu met, %zu missed.\n"),
             r->n_communities, r->n_indicators, met, missed);
    text[strcspn(text, "\n")] = '\0';
    lc_workbook_across(x->book, (*row)++, KNOWN, text, LC_STYLE_NOTE);
    if (!unjudged) return;
    snprintf(text, sizeof text,
             lc_tr(x->ctx, "Targets of the city that cannot be judged, as there are no data: %zu.\n"), unjudged);
    text[strcspn(text, "\n")] = '\0';
    lc_workbook_across(x->book, (*row)++, KNOWN, text, LC_STYLE_NOTE);
}

static void put_verdict(const lc_xlsx *x, uint32_t row, lc_verdict verdict) {
    static const lc_style style[] = {[LC_NO_TARGET] = LC_STYLE_NO_DATA,
                                     [LC_MET] = LC_STYLE_MET,
                                     [LC_MISSED] = LC_STYLE_MISSED,
                                     [LC_NO_DATA] = LC_STYLE_NO_DATA};
    if (verdict == LC_NO_TARGET) return;
    lc_workbook_text(x->book, row, VERDICT, lc_verdict_text(x->ctx, verdict), style[verdict]);
}

/* A ratio, in green or red where it is held against a target, with a bar where it is a share. */
static void put_ratio(const lc_xlsx *x, uint32_t row, uint16_t column, size_t i, double ratio, lc_verdict verdict) {
    lc_workbook_number(x->book, row, column, ratio, lc_xlsx_ratio_style(x, i, verdict));
    if (lc_xlsx_is_share(x, i)) lc_workbook_bars(x->book, row, 1, column);
}

static bool has_target(const lc_indicator *indicator) {
    return !isnan(indicator->target) || !isnan(indicator->community_target);
}

/* The target of one indicator, its verdict, and how the number is known. */
static void put_target(const lc_xlsx *x, uint32_t row, const lc_indicator *indicator) {
    char text[TEXT_MAX];
    lc_workbook_number(x->book, row, TARGET, indicator->target,
                       lc_xlsx_ratio_style(x, (size_t)(indicator - x->report->indicators), LC_NO_TARGET));
    put_verdict(x, row, indicator->verdict);
    if (has_target(indicator))
        lc_workbook_text(x->book, row, KNOWN, lc_verified_text(x->ctx, indicator->verified), LC_STYLE_TEXT);
    if (isnan(indicator->community_target)) return;
    snprintf(text, sizeof text, lc_tr(x->ctx, "%zu met, %zu missed (target %.4g %%)"), indicator->communities_met,
             indicator->communities_missed, indicator->community_target * 100);
    lc_workbook_text(x->book, row, MET, text, LC_STYLE_TEXT);
}

/* Walk and line of one question in one row; with targets of both a second row for that of the line. */
static uint32_t put_pair(const lc_xlsx *x, uint32_t row, size_t i) {
    const lc_report *r = x->report;
    const lc_indicator *self = &r->indicators[i], *other = &NONE;
    size_t partner = lc_report_partner(r, i);
    bool straight = lc_xlsx_is_straight(x, i);
    if (partner != SIZE_MAX) other = &r->indicators[partner];
    const lc_indicator *walk = straight ? other : self, *line = straight ? self : other;
    lc_workbook_made(x->book, row, TITLE, lc_xlsx_head(x, i), LC_STYLE_WRAP);
    put_ratio(x, row, WALK, i, walk->ratio, walk->verdict);
    put_ratio(x, row, LINE, i, line->ratio, line->verdict);
    lc_workbook_number(x->book, row, TIMES, line->ratio / walk->ratio, LC_STYLE_TIMES);
    put_ratio(x, row, MEAN_WALK, i, walk->mean_ratio, LC_NO_TARGET);
    put_ratio(x, row, MEAN_LINE, i, line->mean_ratio, LC_NO_TARGET);
    put_target(x, row, has_target(self) || !has_target(other) ? self : other);
    if (!has_target(self) || !has_target(other)) return row + 1;
    lc_workbook_text(x->book, row + 1, TITLE, lc_xlsx_title(x, partner), LC_STYLE_WRAP);
    put_target(x, row + 1, other);
    return row + 2;
}

static bool any_target(const lc_report *r) {
    bool any = false;
    for (size_t i = 0; i < r->n_indicators; i++) any = any || has_target(&r->indicators[i]);
    return any;
}

static uint32_t put_indicators(const lc_xlsx *x, uint32_t row) {
    const lc_context *ctx = x->ctx;
    const char *const head[COLUMNS] = {lc_tr(ctx, "share within reach"),
                                       lc_tr(ctx, "city, walk"),
                                       lc_tr(ctx, "city, line"),
                                       lc_tr(ctx, "line/walk"),
                                       lc_tr(ctx, "mean, walk"),
                                       lc_tr(ctx, "mean, line"),
                                       lc_tr(ctx, "target"),
                                       lc_tr(ctx, "verdict"),
                                       lc_tr(ctx, "known"),
                                       lc_tr(ctx, "communities")};
    uint32_t first = row + 1;
    uint16_t columns = any_target(x->report) ? COLUMNS : TARGET;
    for (uint16_t k = 0; k < columns; k++)
        lc_workbook_text(x->book, row, k, head[k], k >= WALK && k <= TARGET ? LC_STYLE_HEAD_NUMBER : LC_STYLE_HEAD);
    row = first;
    for (size_t i = 0; i < x->report->n_indicators; i++) {
        bool shown = lc_xlsx_is_straight(x, i) && lc_report_partner(x->report, i) != SIZE_MAX;
        if (!shown) row = put_pair(x, row, i);
    }
    lc_workbook_across(x->book, row, KNOWN,
                       lc_tr(ctx,
                             "Walk: along paths. Line: in a straight line, the codes' service radius. Mean: of the "
                             "communities, each counting the same. Off network: too far from any mapped path to "
                             "tell."),
                       LC_STYLE_NOTE);
    return row + 2;
}

/* What the profile says of its targets, or of there being none: each note once. */
static uint32_t put_notes(const lc_xlsx *x, uint32_t row) {
    const lc_report *r = x->report;
    bool said = false;
    for (size_t i = 0; i < r->n_indicators; i++) {
        const char *note = lc_title_text(x->ctx, r->indicators[i].target_note_en, r->indicators[i].target_note_zh);
        bool before = !note;
        for (size_t k = 0; k < i && !before; k++) {
            const char *other = lc_title_text(x->ctx, r->indicators[k].target_note_en, r->indicators[k].target_note_zh);
            before = other && strcmp(other, note) == 0;
        }
        if (before) continue;
        if (!said) lc_workbook_text(x->book, row++, 0, lc_tr(x->ctx, "On targets"), LC_STYLE_SECTION);
        said = true;
        lc_workbook_across(x->book, row++, KNOWN, note, LC_STYLE_WRAP);
    }
    return said ? row + 1 : row;
}

static uint32_t put_unmeasured(const lc_xlsx *x, uint32_t row) {
    char text[TEXT_MAX];
    bool said = false;
    for (size_t i = 0; i < x->report->n_indicators; i++) {
        lc_report_advice(x->ctx, x->report, i, text, sizeof text);
        if (!*text) continue;
        if (!said)
            lc_workbook_text(x->book, row++, 0, lc_tr(x->ctx, "What could not be measured, and why"), LC_STYLE_SECTION);
        said = true;
        char *line = lc_sprintf(lc_is_chinese(x->ctx) ? "%s：%s" : "%s: %s", lc_xlsx_title(x, i), text);
        lc_workbook_made_across(x->book, row++, KNOWN, line, LC_STYLE_WRAP);
    }
    return said ? row + 1 : row;
}

static uint32_t put_scorecard(const lc_xlsx *x, uint32_t row) {
    lc_scorecard card = lc_report_scorecard(x->report);
    char text[TEXT_MAX];
    if (!card.n_items) return row;
    lc_workbook_text(x->book, row, 0, lc_tr(x->ctx, "Scorecard"), LC_STYLE_SECTION);
    snprintf(text, sizeof text, lc_tr(x->ctx, "%zu of %zu communities meet all %zu items."), card.communities_met,
             x->report->n_communities, card.n_items);
    lc_workbook_across(x->book, row + 1, KNOWN, text, LC_STYLE_WRAP);
    return row + 3;
}

static void put_worst(const lc_xlsx *x, uint32_t row) {
    const lc_report *r = x->report;
    size_t walk = lc_xlsx_leading(x), worst[WORST];
    if (walk == SIZE_MAX || r->n_communities < 2) return;
    size_t line = lc_report_partner(r, walk), n = lc_report_worst(r, walk, worst, WORST);
    bool straight = lc_xlsx_is_straight(x, walk);
    lc_workbook_text(x->book, row++, 0, lc_tr(x->ctx, "Least served communities"), LC_STYLE_SECTION);
    lc_workbook_across(x->book, row++, KNOWN, lc_xlsx_title(x, walk), LC_STYLE_NOTE);
    for (size_t k = 0; k < n; k++, row++) {
        lc_value value = lc_report_value(r, worst[k], walk);
        lc_workbook_text(x->book, row, TITLE, r->communities[worst[k]].name, LC_STYLE_TEXT);
        put_ratio(x, row, straight ? LINE : WALK, walk, value.ratio, value.verdict);
        if (line != SIZE_MAX) put_ratio(x, row, LINE, line, lc_report_value(r, worst[k], line).ratio, LC_NO_TARGET);
    }
}

void lc_xlsx_summary(const lc_xlsx *x) {
    const lc_report *r = x->report;
    const char *title = lc_title_text(x->ctx, r->profile_title_en, r->profile_title_zh);
    uint32_t row = 1;
    lc_workbook_sheet(x->book, lc_tr(x->ctx, "Summary"), title ? title : r->profile, 0);
    lc_workbook_widen(x->book, TITLE, 44);
    put_counts(x, &row);
    row = put_indicators(x, row + 1);
    row = put_unmeasured(x, row);
    row = put_notes(x, row);
    row = put_scorecard(x, row);
    put_worst(x, row);
}
