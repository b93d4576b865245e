#include "base/sort.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { DIGIT = 11, DIGITS = 1 << DIGIT, PASSES = (32 + DIGIT - 1) / DIGIT };
enum { LOOK = 1 << 18 }; /* items between two looks for a cancel */

static unsigned digit_of(lc_keyed k, int pass) {
    return k.key >> (pass * DIGIT) & (DIGITS - 1);
}

/* start[d] gets the number of items whose digit is less than d. False when all have the same: there is nothing to do.
 */
static bool count_digits(const lc_keyed *keyed, size_t n, int pass, size_t start[DIGITS + 1]) {
    for (size_t d = 0; d <= DIGITS; d++) start[d] = 0;
    for (size_t i = 0; i < n; i++) start[digit_of(keyed[i], pass) + 1]++;
    if (start[digit_of(keyed[0], pass) + 1] == n) return false;
    for (size_t d = 0; d < DIGITS; d++) start[d + 1] += start[d];
    return true;
}

static void sort_few(lc_keyed *keyed, size_t n) {
    for (size_t i = 1; i < n; i++) {
        lc_keyed moving = keyed[i];
        size_t k = i;
        for (; k > 0 && keyed[k - 1].key > moving.key; k--) keyed[k] = keyed[k - 1];
        keyed[k] = moving;
    }
}

/* Move the items to where those of their digit begin; false when cancelled. */
static bool move_items(const lc_context *ctx, const lc_keyed *from, size_t n, int pass, size_t start[DIGITS + 1],
                       lc_keyed *to) {
    for (size_t i = 0; i < n;) {
        size_t end = n - i < LOOK ? n : i + LOOK;
        if (lc_cancelled(ctx)) return false;
        for (; i < end; i++) to[start[digit_of(from[i], pass)]++] = from[i];
    }
    return true;
}

bool lc_sort_keyed(lc_keyed *keyed, size_t n) {
    return lc_sort_keyed_in(NULL, keyed, n);
}

bool lc_sort_keyed_in(const lc_context *ctx, lc_keyed *keyed, size_t n) {
    enum { FEW = 64 };
    if (n <= FEW) {
        sort_few(keyed, n);
        return true;
    }
    size_t start[DIGITS + 1];
    lc_keyed *other = LC_NEW(lc_keyed, n), *from = keyed, *to = other;
    if (!other) return false;
    bool ok = true;
    for (int pass = 0; ok && pass < PASSES; pass++) {
        if (!count_digits(from, n, pass, start)) continue;
        ok = move_items(ctx, from, n, pass, start, to);
        lc_keyed *swapped = from;
        from = to;
        to = swapped;
    }
    for (size_t i = 0; from == other && i < n; i++) keyed[i] = other[i];
    free(other);
    return ok;
}

/* ---------------------------------------------------------------------------------------------------------- items */

enum { RUN = 1 << 14 }; /* items that qsort() is given at a time, and merged between two looks */

typedef struct {
    const lc_context *ctx;
    size_t n, size;
    int (*compare)(const void *, const void *);
} sorting_t;

/* Merge the runs first .. middle and middle .. end. */
static bool merge_two(const sorting_t *s, const char *from, size_t first, size_t middle, size_t end, char *to) {
    const char *a = from + first * s->size, *a_end = from + middle * s->size, *b = a_end, *b_end = from + end * s->size;
    to += first * s->size;
    for (size_t k = 0; a < a_end && b < b_end; k++, to += s->size) {
        if (k % RUN == 0 && lc_cancelled(s->ctx)) return false;
        const char **next = s->compare(b, a) < 0 ? &b : &a;
        memcpy(to, *next, s->size);
        *next += s->size;
    }
    memcpy(to, a, (size_t)(a_end - a));
    memcpy(to + (a_end - a), b, (size_t)(b_end - b));
    return true;
}

static bool merge_all(const sorting_t *s, size_t run, const char *from, char *to) {
    bool ok = true;
    for (size_t i = 0; ok && i < s->n; i += 2 * run) {
        size_t middle = s->n - i < run ? s->n : i + run, end = s->n - i < 2 * run ? s->n : i + 2 * run;
        ok = !lc_cancelled(s->ctx) && merge_two(s, from, i, middle, end, to);
    }
    return ok;
}

bool lc_sort_items(const lc_context *ctx, void *item, size_t n, size_t size,
                   int (*compare)(const void *, const void *)) {
    const sorting_t s = {ctx, n, size, compare};
    char *from = item, *other = n > RUN ? lc_alloc_array(n, size) : NULL, *to = other;
    bool ok = n <= RUN || other;
    for (size_t i = 0; ok && i < n; i += RUN) {
        qsort(from + i * size, n - i < RUN ? n - i : RUN, size, compare);
        ok = !lc_cancelled(ctx);
    }
    for (size_t run = RUN; ok && run < n; run *= 2) {
        char *merged = to;
        ok = merge_all(&s, run, from, to);
        to = from;
        from = merged;
    }
    if (from == other && n > RUN) memcpy(item, other, n * size);
    free(other);
    return ok;
}

/* -------------------------------------------------------------------------------------------------------- numbers */

static bool is_ascending(const uint32_t *number, size_t n) {
    for (size_t i = 1; i < n; i++)
        if (number[i - 1] > number[i]) return false;
    return true;
}

static bool sort_numbers(uint32_t *number, size_t n) {
    lc_keyed *keyed = LC_NEW(lc_keyed, n);
    if (!keyed) return false;
    for (size_t i = 0; i < n; i++) keyed[i] = (lc_keyed){number[i], 0};
    bool ok = lc_sort_keyed(keyed, n);
    for (size_t i = 0; ok && i < n; i++) number[i] = keyed[i].key;
    free(keyed);
    return ok;
}

bool lc_sort_once(uint32_t *number, size_t *n) {
    size_t kept = 0;
    if (!is_ascending(number, *n) && !sort_numbers(number, *n)) return false;
    for (size_t i = 0; i < *n; i++)
        if (!kept || number[kept - 1] != number[i]) number[kept++] = number[i];
    *n = kept;
    return true;
}
