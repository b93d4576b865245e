/* What was meant by a mistyped word: the known one that the fewest edits lead to. */
#include <stdint.h>
#include <string.h>

#include "cli.h"

enum { LONGEST = 31 };

static size_t smallest(size_t a, size_t b, size_t c) {
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

/* Number of single-letter edits between two words (Levenshtein); words over 31 letters are far from everything. */
static size_t edits(const char *a, size_t n, const char *b) {
    size_t m = strlen(b), row[LONGEST + 1];
    if (n > LONGEST || m > LONGEST) return SIZE_MAX;
    for (size_t j = 0; j <= m; j++) row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t above = row[j];
            row[j] = smallest(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[m];
}

cli_nearest cli_nearest_to(const char *word, size_t length) {
    /* Two edits are a slip, in a long word three; more is another word. */
    return (cli_nearest){.word = word, .length = length, .least = 3 + (length >= 8)};
}

void cli_nearest_try(cli_nearest *nearest, const char *known) {
    size_t n = edits(nearest->word, nearest->length, known);
    if (n >= nearest->least || n >= strlen(known)) return;
    nearest->least = n;
    nearest->found = known;
}
