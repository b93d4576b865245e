#include "measure/spread_sums.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Pieces are measured so many at a time, which bounds the memory for their tallies; no sum depends on it. */
static const size_t CHUNK_DOUBLES = (size_t)4 << 20;
enum { CHUNK_LEAST = 64 };

typedef struct {
    const lc_spread *spread;
    size_t size;    /* doubles in a tally */
    double *tally;  /* one a piece of the chunk in hand */
    double *total;  /* of the community in hand */
    uint32_t *list; /* the pieces of all communities */
    size_t n, done;
} sum_t;

static void keep(void *user, size_t i, double *tally) {
    const sum_t *s = user;
    memcpy(s->tally + i * s->size, tally, s->size * sizeof *tally);
}

static void add_piece(sum_t *s, size_t in_chunk) {
    double per_m2 = s->spread->per_m2[s->list[s->done++]];
    for (size_t k = 0; k < s->size; k++) s->total[k] += per_m2 * s->tally[in_chunk * s->size + k];
}

/* Every piece of a community is its own, so that they follow one another in the list as the communities do. */
static lc_status sum_chunks(lc_context *ctx, sum_t *s, size_t chunk, const uint32_t *which, size_t n,
                            lc_pieces_fn measure, const void *user, lc_tally_fn take, void *taker) {
    size_t at = chunk; /* in the chunk; none has been measured yet */
    for (size_t c = 0; c < n; c++) {
        memset(s->total, 0, s->size * sizeof *s->total);
        for (size_t k = s->spread->start[which[c]]; k < s->spread->start[which[c] + 1]; k++, at++) {
            if (at == chunk) {
                size_t left = s->n - s->done;
                lc_status status =
                    measure(ctx, user, &s->spread->geoms, s->list + s->done, left < chunk ? left : chunk, keep, s);
                if (status != LC_OK) return status;
                at = 0;
            }
            add_piece(s, at);
        }
        take(taker, c, s->total);
    }
    return LC_OK;
}

lc_status lc_spread_sum(lc_context *ctx, const lc_spread *spread, const uint32_t *which, size_t n, size_t tally_size,
                        lc_pieces_fn measure, const void *user, lc_tally_fn take, void *taker) {
    size_t chunk = CHUNK_DOUBLES / (tally_size + 1) + CHUNK_LEAST;
    if (chunk > spread->n) chunk = spread->n ? spread->n : 1;
    sum_t s = {.spread = spread,
               .size = tally_size,
               .tally = LC_NEW0(double, chunk *tally_size),
               .total = LC_NEW(double, tally_size),
               .list = LC_NEW(uint32_t, spread->n)};
    lc_status status = s.tally && s.total && s.list ? LC_OK : lc_fail_memory(ctx);
    for (size_t c = 0; status == LC_OK && c < n; c++)
        for (size_t k = spread->start[which[c]]; k < spread->start[which[c] + 1]; k++) s.list[s.n++] = (uint32_t)k;
    if (status == LC_OK) status = sum_chunks(ctx, &s, chunk, which, n, measure, user, take, taker);
    free(s.tally);
    free(s.total);
    free(s.list);
    return status;
}
