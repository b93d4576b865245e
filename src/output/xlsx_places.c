/* Facilities and gaps. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "output/table.h"
#include "output/xlsx_sheets.h"
#include "report/words.h"

/* Gaps beyond are many, and small: the sheet says so, and where all of them are. */
enum { HEAD = 3, FIRST = HEAD + 1, GAPS_SHOWN = 1000, GAP_COLUMNS = 5 };
static const double HECTARE_M2 = 1e4;

static const char *category_title(const lc_xlsx *x, const char *id) {
    for (size_t k = 0; k < x->report->n_categories; k++) {
        const lc_category *category = &x->report->categories[k];
        const char *title = lc_title_text(x->ctx, category->title_en, category->title_zh);
        if (title && strcmp(category->id, id) == 0) return title;
    }
    return id;
}

static bool counts_area(const lc_indicator *indicator) {
    return strcmp(indicator->denominator, "population") != 0;
}

/* ------------------------------------------------------------- facilities */

enum { NAME, CATEGORY, ID, LEVEL, AREA, LINKED, LON, LAT, FIXED };

static const char *level_text(const lc_xlsx *x, const char *level) {
    if (!level) return NULL;
    if (strcmp(level, "street") == 0) return lc_tr(x->ctx, "street");
    return strcmp(level, "community") == 0 ? lc_tr(x->ctx, "community level") : lc_tr(x->ctx, "station");
}

static void put_facility(const lc_xlsx *x, uint32_t row, const lc_facility *f) {
    const char *name = lc_is_chinese(x->ctx) && f->name_zh ? f->name_zh : f->name;
    lc_workbook_text(x->book, row, NAME, name, LC_STYLE_TEXT);
    lc_workbook_text(x->book, row, CATEGORY, category_title(x, f->category), LC_STYLE_TEXT);
    lc_workbook_text(x->book, row, ID, f->id, LC_STYLE_TEXT);
    lc_workbook_text(x->book, row, LEVEL, level_text(x, f->level), LC_STYLE_TEXT);
    lc_workbook_number(x->book, row, AREA, lc_table_round(f->area_m2, 1), LC_STYLE_WHOLE);
    if (x->report->has_network)
        lc_workbook_text(x->book, row, LINKED, lc_tr(x->ctx, f->linked ? "yes" : "no"),
                         f->linked ? LC_STYLE_TEXT : LC_STYLE_MISSED);
    lc_workbook_number(x->book, row, LON, lc_table_round(f->lon, 7), LC_STYLE_DEGREES);
    lc_workbook_number(x->book, row, LAT, lc_table_round(f->lat, 7), LC_STYLE_DEGREES);
}

/* Demand within an indicator's distance of each facility, in people or hectares. */
static uint16_t put_served(const lc_xlsx *x, uint16_t column) {
    const lc_report *r = x->report;
    for (size_t i = 0; i < r->n_indicators; i++) {
        const lc_indicator *indicator = &r->indicators[i];
        if (!indicator->category && !indicator->combines) continue;
        bool area = counts_area(indicator), any = false;
        for (size_t k = 0; k < r->n_facilities; k++) any = any || isfinite(r->served[k * r->n_indicators + i]);
        if (!any) continue;
        char *head = lc_sprintf(area ? lc_tr(x->ctx, "%s: served, ha") : lc_tr(x->ctx, "%s: served, people"),
                                lc_xlsx_title(x, i));
        lc_workbook_made(x->book, HEAD, column, head, LC_STYLE_HEAD_NUMBER);
        for (size_t k = 0; k < r->n_facilities; k++) {
            double served = lc_table_round(r->served[k * r->n_indicators + i], 1);
            lc_workbook_number(x->book, (uint32_t)(FIRST + k), column, area ? served / HECTARE_M2 : served,
                               area ? LC_STYLE_TENTH : LC_STYLE_WHOLE);
        }
        column++;
    }
    return column;
}

static lc_status put_xy(const lc_xlsx *x, const lc_out_crs *crs, uint16_t *column) {
    lc_style style = lc_out_crs_is_degrees(crs) ? LC_STYLE_DEGREES : LC_STYLE_METRES;
    lc_workbook_text(x->book, HEAD, *column, "x", LC_STYLE_HEAD_NUMBER);
    lc_workbook_text(x->book, HEAD, (uint16_t)(*column + 1), "y", LC_STYLE_HEAD_NUMBER);
    for (size_t k = 0; k < x->report->n_facilities; k++) {
        lc_xy p = {x->report->facilities[k].lon, x->report->facilities[k].lat};
        lc_status status = lc_out_crs_apply(x->ctx, crs, &p, 1);
        if (status != LC_OK) return status;
        int decimals = style == LC_STYLE_DEGREES ? 7 : 3;
        lc_workbook_number(x->book, (uint32_t)(FIRST + k), *column, lc_table_round(p.x, decimals), style);
        lc_workbook_number(x->book, (uint32_t)(FIRST + k), (uint16_t)(*column + 1), lc_table_round(p.y, decimals),
                           style);
    }
    *column = (uint16_t)(*column + 2);
    return LC_OK;
}

lc_status lc_xlsx_facilities(const lc_xlsx *x, const lc_out_crs *crs) {
    const lc_report *r = x->report;
    const char *const head[FIXED] = {lc_tr(x->ctx, "name"),
                                     lc_tr(x->ctx, "category"),
                                     lc_tr(x->ctx, "id"),
                                     lc_tr(x->ctx, "level"),
                                     lc_tr(x->ctx, "area, m²"),
                                     lc_tr(x->ctx, "reached by a path"),
                                     "lon",
                                     "lat"};
    uint16_t column = FIXED;
    lc_workbook_sheet(x->book, lc_tr(x->ctx, "Facilities"), lc_tr(x->ctx, "Facilities"), HEAD);
    lc_workbook_across(x->book, 1, 5,
                       lc_tr(x->ctx, "Served: the demand within reach of a facility, whatever others reach the same."),
                       LC_STYLE_NOTE);
    for (uint16_t k = 0; k < FIXED; k++)
        lc_workbook_text(x->book, HEAD, k, head[k],
                         k == AREA || k == LON || k == LAT ? LC_STYLE_HEAD_NUMBER : LC_STYLE_HEAD);
    for (size_t i = 0; i < r->n_facilities; i++) put_facility(x, (uint32_t)(FIRST + i), &r->facilities[i]);
    column = put_served(x, column);
    lc_status status = crs ? put_xy(x, crs, &column) : LC_OK;
    if (status == LC_OK) lc_workbook_table(x->book, HEAD, (uint32_t)r->n_facilities, column);
    return status;
}

/* ------------------------------------------------------------------- gaps */

void lc_xlsx_gaps(const lc_xlsx *x) {
    const lc_report *r = x->report;
    const char *const head[GAP_COLUMNS] = {lc_tr(x->ctx, "community"), lc_tr(x->ctx, "id"), lc_tr(x->ctx, "indicator"),
                                           lc_tr(x->ctx, "not covered, ha"), lc_tr(x->ctx, "not covered, people")};
    size_t shown = r->n_gaps < GAPS_SHOWN ? r->n_gaps : GAPS_SHOWN;
    char *note = shown == r->n_gaps
                     ? lc_sprintf(lc_tr(x->ctx, "All %zu gaps, the largest first; --gaps writes their shapes."), shown)
                     : lc_sprintf(lc_tr(x->ctx, "The %zu largest of %zu gaps; --gaps writes all of them, with their "
                                                "shapes."),
                                  shown, r->n_gaps);
    lc_workbook_sheet(x->book, lc_tr(x->ctx, "Gaps"), lc_tr(x->ctx, "Gaps"), HEAD);
    lc_workbook_made_across(x->book, 1, GAP_COLUMNS - 1, note, LC_STYLE_NOTE);
    for (uint16_t k = 0; k < GAP_COLUMNS; k++)
        lc_workbook_text(x->book, HEAD, k, head[k], k > 2 ? LC_STYLE_HEAD_NUMBER : LC_STYLE_HEAD);
    for (size_t i = 0; i < shown; i++) {
        const lc_gap *gap = &r->gap[i];
        uint32_t row = (uint32_t)(FIRST + i);
        lc_workbook_text(x->book, row, 0, r->communities[gap->community].name, LC_STYLE_TEXT);
        lc_workbook_text(x->book, row, 1, r->communities[gap->community].id, LC_STYLE_TEXT);
        lc_workbook_text(x->book, row, 2, lc_xlsx_title(x, gap->indicator), LC_STYLE_TEXT);
        lc_workbook_number(x->book, row, 3, lc_table_round(gap->area_m2, 1) / HECTARE_M2, LC_STYLE_HUNDREDTH);
        lc_workbook_number(x->book, row, 4, lc_table_round(gap->weight, 3), LC_STYLE_WHOLE);
    }
    lc_workbook_table(x->book, HEAD, (uint32_t)shown, GAP_COLUMNS);
}
