/* The communities: names first, shares in percent, the least served first. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "output/table.h"
#include "output/xlsx_sheets.h"
#include "report/parts.h"
#include "report/words.h"

enum { HEAD = 3, FIRST = HEAD + 1, NAME = 0, ID, FIXED };

typedef struct writer {
    const lc_xlsx *x;
    const size_t *order;
    uint16_t column; /* the next one */
} writer;

static uint32_t row_of(size_t k) {
    return (uint32_t)(FIRST + k);
}

static void head(const writer *w, const char *text) {
    lc_workbook_text(w->x->book, HEAD, w->column, text, LC_STYLE_HEAD_NUMBER);
}

/* "Park within a 500 m walk: mean distance, m" */
static void head_of(const writer *w, const char *title, const char *what) {
    char *text = lc_sprintf(lc_is_chinese(w->x->ctx) ? "%s：%s" : "%s: %s", title, lc_tr(w->x->ctx, what));
    lc_workbook_made(w->x->book, HEAD, w->column, text, LC_STYLE_HEAD_NUMBER);
}

static void put_names(writer *w) {
    const lc_report *r = w->x->report;
    bool populated = false;
    for (size_t c = 0; c < r->n_communities; c++) populated = populated || isfinite(r->communities[c].population);
    lc_workbook_text(w->x->book, HEAD, NAME, lc_tr(w->x->ctx, "community"), LC_STYLE_HEAD);
    lc_workbook_text(w->x->book, HEAD, ID, lc_tr(w->x->ctx, "id"), LC_STYLE_HEAD);
    for (size_t k = 0; k < r->n_communities; k++) {
        lc_workbook_text(w->x->book, row_of(k), NAME, r->communities[w->order[k]].name, LC_STYLE_TEXT);
        lc_workbook_text(w->x->book, row_of(k), ID, r->communities[w->order[k]].id, LC_STYLE_TEXT);
    }
    w->column = FIXED;
    if (populated) {
        head(w, lc_tr(w->x->ctx, "people"));
        for (size_t k = 0; k < r->n_communities; k++)
            lc_workbook_number(w->x->book, row_of(k), w->column,
                               lc_table_round(r->communities[w->order[k]].population, 1), LC_STYLE_WHOLE);
        w->column++;
    }
    head(w, lc_tr(w->x->ctx, "area, km²"));
    for (size_t k = 0; k < r->n_communities; k++)
        lc_workbook_number(w->x->book, row_of(k), w->column,
                           lc_table_round(r->communities[w->order[k]].area_m2, 1) / 1e6, LC_STYLE_HUNDREDTH);
    w->column++;
}

/* A ratio, in green or red where it is held against a target; or that there is none. */
static void put_ratio(const writer *w, uint32_t row, size_t i, const lc_value *value) {
    if (isfinite(value->ratio))
        lc_workbook_number(w->x->book, row, w->column, lc_table_round(value->ratio, 6),
                           lc_xlsx_ratio_style(w->x, i, value->verdict));
    else
        lc_workbook_text(w->x->book, row, w->column, lc_tr(w->x->ctx, "no data"), LC_STYLE_NO_DATA);
}

static void put_shares(writer *w, size_t i) {
    const lc_report *r = w->x->report;
    lc_workbook_made(w->x->book, HEAD, w->column, lc_xlsx_head(w->x, i), LC_STYLE_HEAD_NUMBER);
    for (size_t k = 0; k < r->n_communities; k++)
        put_ratio(w, row_of(k), i, &r->values[w->order[k] * r->n_indicators + i]);
    if (lc_xlsx_is_share(w->x, i)) lc_workbook_bars(w->x->book, FIRST, (uint32_t)r->n_communities, w->column);
    w->column++;
}

/* The walked share and the straight one of the same question stand side by side. */
static void put_all_shares(writer *w) {
    const lc_report *r = w->x->report;
    for (size_t i = 0; i < r->n_indicators; i++) {
        size_t partner = lc_report_partner(r, i);
        if (partner != SIZE_MAX && lc_xlsx_is_straight(w->x, i)) continue;
        put_shares(w, i);
        if (partner != SIZE_MAX) put_shares(w, partner);
    }
}

static void put_distances(writer *w) {
    const lc_report *r = w->x->report;
    for (size_t i = 0; i < r->n_indicators; i++) {
        if (lc_xlsx_is_straight(w->x, i) || r->indicators[i].combines || !isfinite(r->indicators[i].ratio)) continue;
        head_of(w, lc_xlsx_title(w->x, i), LC_TEXT("mean distance, m"));
        for (size_t k = 0; k < r->n_communities; k++)
            lc_workbook_number(w->x->book, row_of(k), w->column,
                               lc_table_round(r->values[w->order[k] * r->n_indicators + i].mean_m, 1), LC_STYLE_WHOLE);
        w->column++;
        head_of(w, lc_xlsx_title(w->x, i), LC_TEXT("off network"));
        for (size_t k = 0; k < r->n_communities; k++)
            lc_workbook_number(w->x->book, row_of(k), w->column,
                               lc_table_round(r->values[w->order[k] * r->n_indicators + i].offnet, 6),
                               LC_STYLE_PERCENT);
        w->column++;
    }
}

static void put_counts(writer *w) {
    const lc_report *r = w->x->report;
    for (size_t k = 0; k < r->n_categories; k++) {
        const lc_category *category = &r->categories[k];
        const char *title = lc_title_text(w->x->ctx, category->title_en, category->title_zh);
        if (!category->known) continue;
        head_of(w, title ? title : category->id, LC_TEXT("number inside"));
        for (size_t c = 0; c < r->n_communities; c++)
            lc_workbook_number(w->x->book, row_of(c), w->column,
                               (double)r->amounts[w->order[c] * r->n_categories + k].count, LC_STYLE_WHOLE);
        w->column++;
    }
}

static void put_scorecard(writer *w) {
    const lc_report *r = w->x->report;
    if (!r->n_scorecard) return;
    head(w, lc_tr(w->x->ctx, "items met"));
    for (size_t k = 0; k < r->n_communities; k++)
        lc_workbook_number(w->x->book, row_of(k), w->column, (double)lc_report_met(r, w->order[k]), LC_STYLE_WHOLE);
    w->column++;
    head(w, lc_tr(w->x->ctx, "items missed"));
    for (size_t k = 0; k < r->n_communities; k++)
        lc_workbook_text(w->x->book, row_of(k), w->column, r->missed_items[w->order[k]], LC_STYLE_TEXT);
    w->column++;
}

static void put_edges(writer *w) {
    const lc_report *r = w->x->report;
    bool any = false;
    for (size_t c = 0; r->edge_effect && c < r->n_communities; c++) any = any || r->edge_effect[c];
    if (!any) return;
    head(w, lc_tr(w->x->ctx, "near the edge of the network"));
    for (size_t k = 0; k < r->n_communities; k++)
        if (r->edge_effect[w->order[k]])
            lc_workbook_text(w->x->book, row_of(k), w->column, lc_tr(w->x->ctx, "yes"), LC_STYLE_TEXT);
    w->column++;
}

lc_status lc_xlsx_communities(const lc_xlsx *x) {
    writer w = {.x = x};
    size_t *order = lc_xlsx_worst_first(x), leading = lc_xlsx_leading(x);
    if (!order) return lc_fail_memory(x->ctx);
    w.order = order;
    lc_workbook_sheet(x->book, lc_tr(x->ctx, "Communities"), lc_tr(x->ctx, "Communities"), HEAD);
    if (leading != SIZE_MAX) {
        char *note = lc_sprintf(lc_tr(x->ctx, "The least served first, by: %s"), lc_xlsx_title(x, leading));
        lc_workbook_made_across(x->book, 1, 5, note, LC_STYLE_NOTE);
    }
    put_names(&w);
    put_all_shares(&w);
    put_distances(&w);
    put_counts(&w);
    put_scorecard(&w);
    put_edges(&w);
    lc_workbook_table(x->book, HEAD, (uint32_t)x->report->n_communities, w.column);
    free(order);
    return LC_OK;
}
