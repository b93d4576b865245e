/* Which candidate covers which demand: a sparse matrix of zeros and ones. */
#ifndef LC_SITING_COVER_H
#define LC_SITING_COVER_H

#include "base/context.h"

/* Column j (a candidate) has the rows (demand) row[start[j]] .. row[start[j + 1] - 1], ascending, each once. */
typedef struct lc_cover {
    size_t n_rows, n_columns;
    size_t *start; /* n_columns + 1 */
    uint32_t *row;
} lc_cover;

void lc_cover_free(lc_cover *cover);
/* Rows and columns exchanged. */
lc_status lc_cover_transpose(lc_context *ctx, const lc_cover *cover, lc_cover *out);
/* Is every row of column a in column b? */
bool lc_cover_within(const lc_cover *cover, size_t a, size_t b);
/* Number of rows in a column. */
static inline size_t lc_cover_size(const lc_cover *cover, size_t column) {
    return cover->start[column + 1] - cover->start[column];
}

#endif
