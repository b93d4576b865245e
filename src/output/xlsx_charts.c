/* What the charts show, as numbers: two columns an indicator, so that a spreadsheet program draws them at once. */
#include <stdint.h>

#include "base/language.h"
#include "base/memory.h"
#include "output/xlsx_sheets.h"
#include "report/words.h"

enum { FIRST = 2, WIDTH = 2 };

/* A title that goes on in a further word: "Store within a 500 m walk: within m". */
static void put_head(const lc_xlsx *x, uint32_t row, uint16_t column, size_t i, const char *word) {
    lc_workbook_made(x->book, row, column, lc_sprintf("%s: %s", lc_xlsx_title(x, i), word), LC_STYLE_HEAD_NUMBER);
}

static void put_distances(const lc_xlsx *x, uint32_t row, uint16_t column, size_t i) {
    const lc_distance_shares *d = &x->report->distances[i];
    put_head(x, row, column, i, lc_tr(x->ctx, "within, m"));
    put_head(x, row, (uint16_t)(column + 1), i, lc_tr(x->ctx, "share"));
    for (size_t k = 0; k < d->n; k++) {
        uint32_t at = row + 1 + (uint32_t)k;
        lc_workbook_number(x->book, at, column, d->width_m * (double)(k + 1), LC_STYLE_TENTH);
        lc_workbook_number(x->book, at, (uint16_t)(column + 1), d->share[k], LC_STYLE_PERCENT);
    }
}

static void put_lorenz(const lc_xlsx *x, uint32_t row, uint16_t column, size_t i) {
    const lc_lorenz_curve *curve = &x->report->lorenz[i];
    put_head(x, row, column, i, lc_tr(x->ctx, "of people or land"));
    put_head(x, row, (uint16_t)(column + 1), i, lc_tr(x->ctx, "of what is served"));
    for (size_t k = 0; k < curve->n; k++) {
        uint32_t at = row + 1 + (uint32_t)k;
        lc_workbook_number(x->book, at, column, curve->point[k].demand, LC_STYLE_PERCENT);
        lc_workbook_number(x->book, at, (uint16_t)(column + 1), curve->point[k].covered, LC_STYLE_PERCENT);
    }
}

void lc_xlsx_charts(const lc_xlsx *x) {
    const lc_report *r = x->report;
    uint32_t row = FIRST;
    uint16_t column = 0;
    lc_workbook_sheet(x->book, lc_tr(x->ctx, "Charts"), lc_tr(x->ctx, "Charts"), 0);
    lc_workbook_text(x->book, row++, 0, lc_tr(x->ctx, "How far the nearest is: shares of the people or the land"),
                     LC_STYLE_SECTION);
    for (size_t i = 0; r->distances && i < r->n_indicators; i++) {
        if (r->distances[i].n == 0) continue;
        put_distances(x, row, column, i);
        column = (uint16_t)(column + WIDTH);
    }
    row += LC_DISTANCE_BINS + 2;
    column = 0;
    lc_workbook_text(x->book, row++, 0, lc_tr(x->ctx, "Lorenz curves: shared out, the least served communities first"),
                     LC_STYLE_SECTION);
    for (size_t i = 0; r->lorenz && i < r->n_indicators; i++) {
        if (r->lorenz[i].n == 0) continue;
        put_lorenz(x, row, column, i);
        column = (uint16_t)(column + WIDTH);
    }
}
