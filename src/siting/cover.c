#include "siting/cover.h"

#include <stdlib.h>

#include "base/memory.h"

enum { PROBES = 8 }; /* rows of a column that are looked for first: most columns fail there */

void lc_cover_free(lc_cover *cover) {
    free(cover->start);
    free(cover->row);
    *cover = (lc_cover){0};
}

lc_status lc_cover_transpose(lc_context *ctx, const lc_cover *cover, lc_cover *out) {
    size_t n = cover->n_rows, total = cover->start[cover->n_columns];
    *out = (lc_cover){.n_rows = cover->n_columns, .n_columns = n};
    out->start = LC_NEW0(size_t, n + 2);
    out->row = LC_NEW(uint32_t, total);
    if (!out->start || !out->row) {
        lc_cover_free(out);
        return lc_fail_memory(ctx);
    }
    /* One slot ahead while filling, so that start[i] ends where i begins. */
    for (size_t k = 0; k < total; k++) out->start[cover->row[k] + 2]++;
    for (size_t i = 2; i < n + 2; i++) out->start[i] += out->start[i - 1];
    bool ok = true;
    for (size_t j = 0; ok && j < cover->n_columns; j++) {
        for (size_t k = cover->start[j]; k < cover->start[j + 1]; k++)
            out->row[out->start[cover->row[k] + 1]++] = (uint32_t)j;
        ok = !lc_cancelled_at(ctx, j);
    }
    if (ok) return LC_OK;
    lc_cover_free(out);
    return lc_fail_cancelled(ctx);
}

static bool has_row(const uint32_t *row, size_t n, uint32_t wanted) {
    while (n > 1) {
        size_t half = n / 2;
        row += row[half] <= wanted ? half : 0;
        n -= half;
    }
    return n && *row == wanted;
}

bool lc_cover_within(const lc_cover *cover, size_t a, size_t b) {
    const uint32_t *p = cover->row + cover->start[a], *q = cover->row + cover->start[b];
    size_t n = lc_cover_size(cover, a), m = lc_cover_size(cover, b);
    if (n > m) return false;
    for (size_t k = 0; k < PROBES && k < n; k++)
        if (!has_row(q, m, p[k * (n - 1) / (PROBES - 1) < n ? k * (n - 1) / (PROBES - 1) : n - 1])) return false;
    for (size_t i = 0, k = 0; i < n; i++, k++) {
        while (k < m && q[k] < p[i]) k++;
        if (k == m || q[k] != p[i]) return false;
    }
    return true;
}
