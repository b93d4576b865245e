#include "source/csv.h"

#include <string.h>

#include "base/memory.h"

typedef struct scanner {
    char *at, *end;
    bool double_bytes;
    lc_csv *out;
} scanner;

static bool is_end_of_line(char c) {
    return c == '\n' || c == '\r';
}

/* Bytes of the character at p: those of GBK come in pairs. */
static size_t width_at(const scanner *s, const char *p) {
    return s->double_bytes && (unsigned char)*p >= 0x81 && p + 1 < s->end && !is_end_of_line(p[1]) ? 2 : 1;
}

/* ------------------------------------------------------------------------------------------------------------- marks
 */

/* Excel's first line "sep=;" is no row. */
static bool take_sep(scanner *s) {
    if (s->end - s->at < 5 || strncmp(s->at, "sep=", 4) != 0) return false;
    if (s->end - s->at > 5 && !is_end_of_line(s->at[5])) return false;
    s->out->delimiter = s->at[4];
    s->at += 5;
    return true;
}

static char find_delimiter(const scanner *s) {
    static const char marks[] = {',', ';', '\t', '|'};
    size_t count[sizeof marks] = {0};
    bool quoted = false, any = false;
    for (const char *p = s->at; p < s->end; p += width_at(s, p)) {
        if (is_end_of_line(*p) && !quoted && any) break;
        any = any || !is_end_of_line(*p);
        if (*p == '"') quoted = !quoted;
        for (size_t i = 0; i < sizeof marks && !quoted; i++) count[i] += *p == marks[i];
    }
    size_t best = 0;
    for (size_t i = 1; i < sizeof marks; i++)
        if (count[i] > count[best]) best = i;
    return marks[best];
}

/* ------------------------------------------------------------------------------------------------------------- cells
 */

static bool add_cell(lc_csv *csv, char *cell) {
    if (!LC_ROOM(csv->cell, csv->cap_cells, csv->n_cells + 1)) return false;
    csv->cell[csv->n_cells++] = cell;
    return true;
}

/* A cell from s->at on, unquoted in place; s->at stands behind it then, on a mark or at the end. Its end is told, as
   the mark there must be looked at before a NUL may take its place. false when a quote is not closed. */
static bool take_cell(scanner *s, char **cell, char **end) {
    char *p = s->at, *to;
    while (p < s->end && *p == ' ' && s->out->delimiter != ' ') p++;
    bool quoted = p < s->end && *p == '"';
    if (!quoted) p = s->at;
    *cell = to = p;
    if (quoted) p++;
    while (p < s->end) {
        if (quoted && *p == '"') {
            if (p + 1 < s->end && p[1] == '"') {
                *to++ = '"';
                p += 2;
            } else {
                quoted = false;
                p++;
            }
            continue;
        }
        if (!quoted && (*p == s->out->delimiter || is_end_of_line(*p))) break;
        for (size_t n = width_at(s, p); n > 0; n--) *to++ = *p++;
    }
    *end = to;
    s->at = p;
    return !quoted;
}

/* ------------------------------------------------------------------------------------------------------------- rows */

static bool begin_row(lc_csv *csv, size_t number) {
    if (!LC_ROOM(csv->row, csv->cap_rows, csv->n_rows + 2) || !LC_ROOM(csv->number, csv->cap_numbers, csv->n_rows + 1))
        return false;
    csv->row[csv->n_rows] = csv->n_cells;
    csv->number[csv->n_rows] = number;
    return true;
}

static void skip_line_end(scanner *s) {
    bool cr = s->at < s->end && *s->at == '\r';
    if (s->at < s->end) s->at++;
    if (cr && s->at < s->end && *s->at == '\n') s->at++;
}

/* A row whose one cell is empty is a blank line. */
static lc_csv_result take_row(scanner *s, size_t number) {
    lc_csv *csv = s->out;
    if (!begin_row(csv, number)) return LC_CSV_MEMORY;
    for (bool more = true; more;) {
        char *cell, *end;
        if (!take_cell(s, &cell, &end)) return LC_CSV_QUOTE;
        more = s->at < s->end && *s->at == csv->delimiter;
        if (more)
            s->at++;
        else
            skip_line_end(s);
        *end = '\0';
        if (!add_cell(csv, cell)) return LC_CSV_MEMORY;
    }
    size_t first = csv->row[csv->n_rows];
    if (csv->n_cells - first == 1 && !*csv->cell[first])
        csv->n_cells = first;
    else
        csv->n_rows++;
    csv->row[csv->n_rows] = csv->n_cells;
    return LC_CSV_OK;
}

lc_csv_result lc_csv_parse(char *text, size_t n, bool double_bytes, lc_csv *out, size_t *bad_row) {
    lc_csv csv = {0};
    scanner s = {.at = text, .end = text + n, .double_bytes = double_bytes, .out = &csv};
    lc_csv_result result = memchr(text, '\0', n) ? LC_CSV_NUL : LC_CSV_OK;
    size_t number = 0;
    if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) s.at += 3;
    if (take_sep(&s)) {
        skip_line_end(&s);
        number = 1;
    } else {
        csv.delimiter = find_delimiter(&s);
    }
    while (result == LC_CSV_OK && s.at < s.end) result = take_row(&s, ++number);
    *bad_row = number;
    if (result == LC_CSV_OK && !csv.row && !begin_row(&csv, 0)) result = LC_CSV_MEMORY;
    if (result == LC_CSV_OK)
        *out = csv;
    else
        lc_csv_free(&csv);
    return result;
}

void lc_csv_free(lc_csv *csv) {
    free(csv->cell);
    free(csv->row);
    free(csv->number);
    *csv = (lc_csv){0};
}

size_t lc_csv_width(const lc_csv *csv, size_t row) {
    return csv->row[row + 1] - csv->row[row];
}
