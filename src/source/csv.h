/* CSV text taken apart: RFC 4180, and what spreadsheets and map services make of it. Every character of the file ends
   in a cell, is a mark between cells, or makes the reading fail. */
#ifndef LC_SOURCE_CSV_H
#define LC_SOURCE_CSV_H

#include <stdbool.h>
#include <stddef.h>

/* Rows that hold something; blank lines are skipped. Row r has the cells cell[row[r]] .. cell[row[r + 1] - 1], and is
   the number[r]-th row of the file as people count them, from 1. */
typedef struct lc_csv {
    char **cell; /* point into the text, each ends in NUL */
    size_t *row, *number;
    size_t n_rows, n_cells, cap_cells, cap_rows, cap_numbers;
    char delimiter; /* the most frequent of , ; tab | in the first row that is not within quotes, or Excel's "sep=" */
} lc_csv;

typedef enum lc_csv_result { LC_CSV_OK, LC_CSV_MEMORY, LC_CSV_NUL, LC_CSV_QUOTE } lc_csv_result;

/*
 * @param text n bytes and a NUL, which are changed; the cells stay in it
 * @param double_bytes text of GBK, whose second bytes may look like a mark
 * @param bad_row row in which a quote is opened that nobody closes
 */
lc_csv_result lc_csv_parse(char *text, size_t n, bool double_bytes, lc_csv *out, size_t *bad_row);
void lc_csv_free(lc_csv *csv);
size_t lc_csv_width(const lc_csv *csv, size_t row);

#endif
