#define _GNU_SOURCE /* memfd_create() */

#include "output/workbook.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/output.h"
#include "base/utf8.h"
#include "output/cell_text.h"
#include "output/workbook_check.h"
#include "output/workbook_style.h"

/* Documents hold a date: the same one in all, so that the same report gives the same bytes. 2000-01-01, UTC. */
static const time_t CREATED = 946684800;
static const double WIDTH_MIN = 7, WIDTH_MAX = 58, HEAD_WIDTH = 13, LINE_HEIGHT = 15.5, PAGE_WIDTH = 210;
enum { A4 = 9 };

typedef struct across {
    uint32_t row;
    uint16_t last;
    char *text;
    lc_style style;
} across;

typedef struct column {
    double text, head; /* widths: of cells, of the head, which may go on several lines */
} column;

struct lc_workbook {
    lc_context *ctx;
    lc_status status;
    lc_output output;
    const char *path;
    int memory;    /* a file in memory that libxlsxwriter writes */
    char name[32]; /* of it */
    lxw_workbook *book;
    lxw_format *format[LC_STYLES];
    size_t replaced;
    /* The sheet in the making. */
    lxw_worksheet *sheet;
    column *columns;
    size_t n_columns, cap_columns;
    across *across;
    size_t n_across, cap_across;
    char **head; /* n_columns of them, as far as there are any */
    size_t cap_head;
    uint32_t head_row;
};

/* ----------------------------------------------------------------- errors */

static void fail(lc_workbook *b, lxw_error error) {
    if (error == LXW_NO_ERROR || b->status) return;
    if (error == LXW_ERROR_MEMORY_MALLOC_FAILED)
        b->status = lc_fail_memory(b->ctx);
    else
        b->status = lc_fail(b->ctx, LC_ERR_IO, "%s cannot be written: %s", b->path, lxw_strerror(error));
}

static bool memory(lc_workbook *b, bool good) {
    if (!good && !b->status) b->status = lc_fail_memory(b->ctx);
    return good;
}

/* ----------------------------------------------------------------- widths */

static column *column_at(lc_workbook *b, uint16_t k) {
    while (b->n_columns <= k) {
        if (!memory(b, LC_ROOM(b->columns, b->cap_columns, b->n_columns + 1) &&
                           LC_ROOM(b->head, b->cap_head, b->n_columns + 1)))
            return NULL;
        b->head[b->n_columns] = NULL;
        b->columns[b->n_columns++] = (column){0};
    }
    return &b->columns[k];
}

static void grow(double *width, double needed) {
    if (needed > *width) *width = needed;
}

/* Heads share the width of what stands below them, and go on as many lines as it takes. */
static double width_of(const column *c) {
    double width = c->text + 2, head = c->head < HEAD_WIDTH ? c->head : HEAD_WIDTH;
    if (head + 3 > width) width = head + 3; /* room for the filter's button */
    return width < WIDTH_MIN ? WIDTH_MIN : width > WIDTH_MAX ? WIDTH_MAX : width;
}

void lc_workbook_widen(lc_workbook *b, uint16_t k, double width) {
    column *c = b->status ? NULL : column_at(b, k);
    if (c) grow(&c->text, width - 2);
}

/* ------------------------------------------------------------------ cells */

/* What the cell is to hold, malloc'ed; NULL, and an error, when it cannot. */
static char *hold(lc_workbook *b, const char *text) {
    char *held = lc_cell_text(text, &b->replaced);
    if (!memory(b, held)) return NULL;
    if (lc_cell_length(held) <= LC_CELL_MAX) return held;
    char begin[64];
    snprintf(begin, sizeof begin, "%s", held);
    lc_utf8_trim(begin);
    b->status =
        lc_fail(b->ctx, LC_ERR_INPUT,
                "%s cannot be written: a text of %zu characters (%s...) is longer than a cell takes, %d; --csv and "
                "--gpkg take it",
                b->path, lc_cell_length(held), begin, LC_CELL_MAX);
    free(held);
    return NULL;
}

static bool fits(lc_workbook *b, uint32_t row, uint16_t k) {
    if (!b->status) b->status = lc_fail_cancelled(b->ctx);
    if (b->status) return false;
    if (row < LXW_ROW_MAX && k < LXW_COL_MAX) return true;
    b->status = lc_fail(b->ctx, LC_ERR_INPUT,
                        "%s cannot be written: a sheet takes %d rows and %d columns, and more are needed; --csv and "
                        "--gpkg take them",
                        b->path, (int)LXW_ROW_MAX, (int)LXW_COL_MAX);
    return false;
}

void lc_workbook_text(lc_workbook *b, uint32_t row, uint16_t k, const char *text, lc_style style) {
    column *c = text && fits(b, row, k) ? column_at(b, k) : NULL;
    char *held = c ? hold(b, text) : NULL;
    if (!held) return;
    fail(b, worksheet_write_string(b->sheet, row, k, held, b->format[style]));
    if (style == LC_STYLE_HEAD || style == LC_STYLE_HEAD_NUMBER) {
        grow(&c->head, lc_cell_width(held));
        free(b->head[k]);
        b->head[k] = held;
        b->head_row = row;
        return;
    }
    bool measured = style != LC_STYLE_TITLE && style != LC_STYLE_SECTION;
    if (measured) grow(&c->text, lc_cell_width(held));
    free(held);
}

/* Digits before the point, with commas, and what the format adds. */
static double number_width(double value, lc_style style) {
    static const double more[LC_STYLES] = {
        [LC_STYLE_PERCENT] = 3,   [LC_STYLE_PERCENT_MET] = 3, [LC_STYLE_PERCENT_MISSED] = 3, [LC_STYLE_TENTH] = 2,
        [LC_STYLE_HUNDREDTH] = 3, [LC_STYLE_TIMES] = 3,       [LC_STYLE_DEGREES] = 7,        [LC_STYLE_METRES] = 4};
    double size = fabs(value) < 1 ? 0 : floor(log10(fabs(value)));
    bool percent = style == LC_STYLE_PERCENT || style == LC_STYLE_PERCENT_MET || style == LC_STYLE_PERCENT_MISSED;
    return percent ? 6 : 2 + size + floor(size / 3) + more[style];
}

void lc_workbook_number(lc_workbook *b, uint32_t row, uint16_t k, double value, lc_style style) {
    column *c = isfinite(value) && fits(b, row, k) ? column_at(b, k) : NULL;
    if (!c) return;
    fail(b, worksheet_write_number(b->sheet, row, k, value, b->format[style]));
    grow(&c->text, number_width(value, style));
}

void lc_workbook_across(lc_workbook *b, uint32_t row, uint16_t last, const char *text, lc_style style) {
    if (!text || !fits(b, row, last) || !memory(b, LC_ROOM(b->across, b->cap_across, b->n_across + 1))) return;
    char *held = hold(b, text);
    if (held) b->across[b->n_across++] = (across){row, last, held, style};
}

void lc_workbook_made(lc_workbook *b, uint32_t row, uint16_t k, char *text, lc_style style) {
    if (memory(b, text)) lc_workbook_text(b, row, k, text, style);
    free(text);
}

void lc_workbook_made_across(lc_workbook *b, uint32_t row, uint16_t last, char *text, lc_style style) {
    if (memory(b, text)) lc_workbook_across(b, row, last, text, style);
    free(text);
}

/* ----------------------------------------------------------------- sheets */

static void set_heights(lc_workbook *b) {
    size_t lines = 0;
    for (size_t k = 0; k < b->n_columns; k++) {
        size_t n = b->head[k] ? lc_cell_lines(b->head[k], width_of(&b->columns[k]) - 3) : 0;
        /* Words do not break: a line more where there are several. */
        if (n > 1) n++;
        if (n > lines) lines = n;
    }
    if (lines) fail(b, worksheet_set_row(b->sheet, b->head_row, (double)lines * LINE_HEIGHT, NULL));
}

static void put_across(lc_workbook *b, const across *a) {
    double width = 0;
    for (uint16_t k = 0; k <= a->last; k++) {
        column *c = column_at(b, k);
        width += c ? width_of(c) : 0;
    }
    double line = LINE_HEIGHT * (lc_workbook_height(a->style));
    if (a->last)
        fail(b, worksheet_merge_range(b->sheet, a->row, 0, a->row, a->last, a->text, b->format[a->style]));
    else
        fail(b, worksheet_write_string(b->sheet, a->row, 0, a->text, b->format[a->style]));
    double needed = (double)lc_cell_lines(a->text, width * 0.95) * line;
    fail(b, worksheet_set_row(b->sheet, a->row, needed < 400 ? needed : 400, NULL));
}

/* As wide as it has to be for columns of this width to be read on A4. */
static void set_pages(lc_workbook *b) {
    double width = 0;
    for (size_t k = 0; k < b->n_columns; k++) width += width_of(&b->columns[k]);
    worksheet_fit_to_pages(b->sheet, (uint16_t)(1 + width / PAGE_WIDTH), 0);
}

static void end_sheet(lc_workbook *b) {
    if (b->sheet && !b->status) {
        set_pages(b);
        for (size_t i = 0; i < b->n_across; i++) put_across(b, &b->across[i]);
        for (size_t k = 0; k < b->n_columns; k++)
            fail(b, worksheet_set_column(b->sheet, (lxw_col_t)k, (lxw_col_t)k, width_of(&b->columns[k]), NULL));
        set_heights(b);
    }
    for (size_t i = 0; i < b->n_across; i++) free(b->across[i].text);
    for (size_t k = 0; k < b->n_columns; k++) free(b->head[k]);
    b->n_across = b->n_columns = 0;
    b->sheet = NULL;
}

void lc_workbook_sheet(lc_workbook *b, const char *name, const char *title, uint32_t head) {
    end_sheet(b);
    if (b->status) return;
    b->sheet = workbook_add_worksheet(b->book, name);
    if (!memory(b, b->sheet)) return;
    worksheet_set_landscape(b->sheet);
    worksheet_set_paper(b->sheet, A4);
    worksheet_set_margins(b->sheet, 0.5, 0.5, 0.6, 0.6);
    worksheet_gridlines(b->sheet, LXW_HIDE_ALL_GRIDLINES);
    if (head) fail(b, worksheet_repeat_rows(b->sheet, 0, head));
    fail(b, worksheet_set_footer(b->sheet, "&L&A&R&P / &N"));
    lc_workbook_across(b, 0, 5, title, LC_STYLE_TITLE);
}

void lc_workbook_table(lc_workbook *b, uint32_t head, uint32_t n_rows, uint16_t n_columns) {
    if (b->status || !n_columns || !fits(b, head + n_rows, (uint16_t)(n_columns - 1))) return;
    fail(b, worksheet_autofilter(b->sheet, head, 0, head + n_rows, (lxw_col_t)(n_columns - 1)));
    worksheet_freeze_panes(b->sheet, head + 1, 1);
    fail(b, worksheet_repeat_columns(b->sheet, 0, 0));
}

void lc_workbook_bars(lc_workbook *b, uint32_t first, uint32_t n_rows, uint16_t k) {
    lxw_conditional_format bar = {.type = LXW_CONDITIONAL_DATA_BAR,
                                  .min_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                  .max_rule_type = LXW_CONDITIONAL_RULE_TYPE_NUMBER,
                                  .min_value = 0,
                                  .max_value = 1,
                                  .bar_color = 0xB9D3EE,
                                  .data_bar_2010 = LXW_TRUE,
                                  .bar_solid = LXW_TRUE};
    if (b->status || !n_rows || !fits(b, first + n_rows - 1, k)) return;
    fail(b, worksheet_conditional_format_range(b->sheet, first, k, first + n_rows - 1, k, &bar));
}

size_t lc_workbook_replaced(const lc_workbook *b) {
    return b->replaced;
}

/* --------------------------------------------------------------- document */

/* libxlsxwriter opens files by their name, and where it cannot write them it prints lines of its own. */
static lc_status open_memory(lc_workbook *b) {
    b->memory = memfd_create("lifecircle-workbook", MFD_CLOEXEC);
    if (b->memory < 0)
        return lc_fail(b->ctx, LC_ERR_IO, "%s cannot be written: %s", b->path, lc_system_text(b->ctx, errno));
    snprintf(b->name, sizeof b->name, "/proc/self/fd/%d", b->memory);
    return LC_OK;
}

static lc_status open_files(lc_workbook *b) {
    lc_status status = lc_output_open(b->ctx, b->path, &b->output);
    if (status != LC_OK) return status;
    status = open_memory(b);
    if (status != LC_OK) lc_output_abort(&b->output);
    return status;
}

lc_status lc_workbook_open(lc_context *ctx, const char *path, const char *title, lc_workbook **out) {
    lc_workbook *b = LC_NEW0(lc_workbook, 1);
    if (!b) return lc_fail_memory(ctx);
    *b = (lc_workbook){.ctx = ctx, .path = path};
    lc_status status = open_files(b);
    if (status) {
        free(b);
        return status;
    }
    b->book = workbook_new(b->name);
    memory(b, b->book && lc_workbook_formats(b->book, b->format));
    char *held = b->status ? NULL : lc_cell_text(title, &b->replaced);
    lxw_doc_properties properties = {.title = held, .created = CREATED};
    if (!b->status && memory(b, held)) fail(b, workbook_set_properties(b->book, &properties));
    free(held);
    *out = b;
    return LC_OK;
}

/* Ends what is open; frees `b`, but for the output. */
static lc_status end(lc_workbook *b) {
    end_sheet(b);
    if (b->status)
        lxw_workbook_free(b->book);
    else
        fail(b, workbook_close(b->book)); /* writes the file, and frees it */
    return b->status;
}

/* From memory to the output; errors are found by its commit. */
static lc_status copy_out(lc_workbook *b) {
    enum { BLOCK = 1 << 16 };
    char *block = LC_NEW(char, BLOCK);
    ssize_t n = -1;
    if (!block) return lc_fail_memory(b->ctx);
    for (off_t at = 0; (n = pread(b->memory, block, BLOCK, at)) > 0; at += n)
        fwrite(block, 1, (size_t)n, b->output.file);
    free(block);
    if (n == 0) return LC_OK;
    return lc_fail(b->ctx, LC_ERR_IO, "%s cannot be written: %s", b->path, lc_system_text(b->ctx, errno));
}

static void release(lc_workbook *b) {
    close(b->memory);
    free(b->columns);
    free(b->across);
    free(b->head);
    free(b);
}

lc_status lc_workbook_close(lc_workbook *b) {
    lc_status status = end(b);
    if (!status) status = lc_workbook_check(b->ctx, b->name, b->path);
    if (!status) status = copy_out(b);
    if (!status)
        status = lc_output_commit(b->ctx, &b->output);
    else
        lc_output_abort(&b->output);
    release(b);
    return status;
}

void lc_workbook_abort(lc_workbook *b) {
    if (!b->status) b->status = LC_ERR_INTERNAL; /* told elsewhere */
    end(b);
    lc_output_abort(&b->output);
    release(b);
}
