/*
 * A workbook in the making: sheets for people, over libxlsxwriter.
 *
 * Errors are sticky: the first one is kept, what follows does nothing, and lc_workbook_close() tells it. Texts stay
 * texts, whatever they look like; what a cell cannot hold is an error or told, never cut. The same calls give the same
 * bytes.
 */
#ifndef LC_OUTPUT_WORKBOOK_H
#define LC_OUTPUT_WORKBOOK_H

#include "base/context.h"
#include "output/workbook_style.h"

typedef struct lc_workbook lc_workbook;

/* `title` is the document's. */
lc_status lc_workbook_open(lc_context *ctx, const char *path, const char *title, lc_workbook **out);
/* Write it out, or, on an error, leave nothing behind; frees it. */
lc_status lc_workbook_close(lc_workbook *book);
/* Give it up, and free it. */
void lc_workbook_abort(lc_workbook *book);

/* Begin a sheet, in the print of which rows up to `head` are on every page; the one before ends. */
void lc_workbook_sheet(lc_workbook *book, const char *name, const char *title, uint32_t head);
/* NULL writes nothing, as NaN does. */
void lc_workbook_text(lc_workbook *book, uint32_t row, uint16_t column, const char *text, lc_style style);
void lc_workbook_number(lc_workbook *book, uint32_t row, uint16_t column, double value, lc_style style);
/* A text across columns 0 to `last`, as high as it needs. */
void lc_workbook_across(lc_workbook *book, uint32_t row, uint16_t last, const char *text, lc_style style);
/* The same of a text that was made for it and is freed here; NULL is want of memory. */
void lc_workbook_made(lc_workbook *book, uint32_t row, uint16_t column, char *text, lc_style style);
void lc_workbook_made_across(lc_workbook *book, uint32_t row, uint16_t last, char *text, lc_style style);
/* Rows below `head` are a table: the head and the first column stay in sight, and rows can be filtered. */
void lc_workbook_table(lc_workbook *book, uint32_t head, uint32_t n_rows, uint16_t n_columns);
/* Bars from 0 to 1 behind the shares of a column. */
void lc_workbook_bars(lc_workbook *book, uint32_t first, uint32_t n_rows, uint16_t column);
/* A column is at least this wide, in characters. */
void lc_workbook_widen(lc_workbook *book, uint16_t column, double width);
/* Characters so far that a workbook cannot hold, and that were written as U+FFFD. */
size_t lc_workbook_replaced(const lc_workbook *book);

#endif
