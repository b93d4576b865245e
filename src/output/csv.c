/* The communities as comma-separated values, RFC 4180 (docs/tables.md). */
#include "output/csv.h"

#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/output.h"
#include "base/utf8.h"
#include "output/columns.h"

/* Is all of the text a plain decimal number, such as -5 or +0.25? */
static bool is_number(const char *text) {
    static const char digits[] = "0123456789";
    text += *text == '+' || *text == '-';
    size_t whole = strspn(text, digits), part = 0;
    text += whole;
    if (*text == '.') {
        part = strspn(text + 1, digits);
        text += 1 + part;
    }
    return !*text && whole + part > 0;
}

/* Spreadsheet programs take texts that begin so for formulas, and run them. */
static bool looks_like_formula(const char *text) {
    return *text && strchr("=+-@\t\r", *text) && !is_number(text);
}

/* Bytes that are not UTF-8 become U+FFFD. */
static void put_text(FILE *file, const char *text) {
    bool formula = looks_like_formula(text), quoted = strpbrk(text, ",\"\r\n");
    if (quoted) fputc('"', file);
    if (formula) fputc('\'', file);
    for (const unsigned char *s = (const unsigned char *)text; *s;) {
        size_t n = lc_utf8_length((const char *)s);
        if (*s == '"') fputc('"', file);
        if (n)
            fwrite(s, 1, n, file);
        else
            fputs("\xEF\xBF\xBD", file);
        s += n ? n : 1;
    }
    if (quoted) fputc('"', file);
}

static void put_cell(FILE *file, const lc_column *column, size_t row) {
    if (column->text) {
        if (column->text[row]) put_text(file, column->text[row]);
    } else if (isfinite(column->number[row])) {
        if (column->type == LC_COLUMN_BOOL)
            fputs(column->number[row] != 0 ? "true" : "false", file);
        else
            lc_number_put(file, column->number[row], column->decimals, false);
    }
}

void lc_csv_rows(FILE *file, const lc_table *table) {
    for (size_t k = 0; k < table->n_columns; k++) {
        if (k) fputc(',', file);
        put_text(file, table->column[k].name);
    }
    fputs("\r\n", file);
    for (size_t row = 0; row < table->n_rows; row++) {
        for (size_t k = 0; k < table->n_columns; k++) {
            if (k) fputc(',', file);
            put_cell(file, &table->column[k], row);
        }
        fputs("\r\n", file);
    }
}

lc_status lc_output_check_csv(lc_context *ctx, const char *path) {
    lc_status status = lc_output_ending(ctx, path, ".csv");
    return status ? status : lc_output_check(ctx, path);
}

lc_status lc_report_write_csv(lc_context *ctx, const lc_report *report, const char *path, bool bom) {
    lc_table table = {0};
    lc_output output = {0};
    lc_status status = lc_output_ending(ctx, path, ".csv");
    if (!status && !lc_table_communities(report, &table)) status = lc_fail_memory(ctx);
    if (!status) status = lc_output_open(ctx, path, &output);
    if (!status) {
        if (bom) fputs("\xEF\xBB\xBF", output.file);
        lc_csv_rows(output.file, &table);
        status = lc_output_commit(ctx, &output);
    }
    lc_table_free(&table);
    return status;
}
