/* What the charts show, as numbers: two columns an indicator, so that a spreadsheet program draws them at once. */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/language.h"
#include "base/memory.h"
#include "output/xlsx_sheets.h"
#include "report/words.h"

enum { FIRST = 2, WIDTH = 2 };

/* A title that goes on in a further word: "Store within a 500 m walk: within m". */
static lc_status put_head(const lc_xlsx *x, uint32_t row, uint16_t column, size_t i, const char *word) {
    char *head = lc_sprintf("%s: %s", lc_xlsx_title(x, i), word);
    if (!head) return lc_fail_memory(x->ctx);
    lc_workbook_text(x->book, row, column, head, LC_STYLE_HEAD_NUMBER);
    free(head);
    return LC_OK;
}

static lc_status put_distances(const lc_xlsx *x, uint32_t row, uint16_t column, size_t i) {
    const lc_distance_shares *d = &x->report->distances[i];
    lc_status status = put_head(x, row, column, i, lc_tr(x->ctx, "within, m"));
    if (status == LC_OK) status = put_head(x, row, (uint16_t)(column + 1), i, lc_tr(x->ctx, "share"));
    for (size_t k = 0; status == LC_OK && k < d->n; k++) {
        uint32_t at = row + 1 + (uint32_t)k;
        lc_workbook_number(x->book, at, column, d->width_m * (double)(k + 1), LC_STYLE_TENTH);
        lc_workbook_number(x->book, at, (uint16_t)(column + 1), d->share[k], LC_STYLE_PERCENT);
    }
    return status;
}

static lc_status put_lorenz(const lc_xlsx *x, uint32_t row, uint16_t column, size_t i) {
    const lc_lorenz_curve *curve = &x->report->lorenz[i];
    lc_status status = put_head(x, row, column, i, lc_tr(x->ctx, "of people or land"));
    if (status == LC_OK) status = put_head(x, row, (uint16_t)(column + 1), i, lc_tr(x->ctx, "of what is served"));
    for (size_t k = 0; status == LC_OK && k < curve->n; k++) {
        uint32_t at = row + 1 + (uint32_t)k;
        lc_workbook_number(x->book, at, column, curve->point[k].demand, LC_STYLE_PERCENT);
        lc_workbook_number(x->book, at, (uint16_t)(column + 1), curve->point[k].covered, LC_STYLE_PERCENT);
    }
    return status;
}

lc_status lc_xlsx_charts(const lc_xlsx *x) {
    const lc_report *r = x->report;
    uint32_t row = FIRST;
    uint16_t column = 0;
    lc_status status = LC_OK;
    lc_workbook_sheet(x->book, lc_tr(x->ctx, "Charts"), lc_tr(x->ctx, "Charts"), 0);
    lc_workbook_text(x->book, row++, 0, lc_tr(x->ctx, "How far the nearest is: shares of the people or the land"),
                     LC_STYLE_SECTION);
    for (size_t i = 0; status == LC_OK && r->distances && i < r->n_indicators; i++) {
        if (r->distances[i].n == 0) continue;
        status = put_distances(x, row, column, i);
        column = (uint16_t)(column + WIDTH);
    }
    row += LC_DISTANCE_BINS + 2;
    column = 0;
    lc_workbook_text(x->book, row++, 0, lc_tr(x->ctx, "Lorenz curves: shared out, the least served communities first"),
                     LC_STYLE_SECTION);
    for (size_t i = 0; status == LC_OK && r->lorenz && i < r->n_indicators; i++) {
        if (r->lorenz[i].n == 0) continue;
        status = put_lorenz(x, row, column, i);
        column = (uint16_t)(column + WIDTH);
    }
    return status;
}
