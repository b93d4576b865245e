#include "base/sort.h"

#include <stdlib.h>

#include "base/memory.h"

enum { DIGIT = 11, DIGITS = 1 << DIGIT, PASSES = (32 + DIGIT - 1) / DIGIT };

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

bool lc_sort_keyed(lc_keyed *keyed, size_t n) {
    enum { FEW = 64 };
    if (n <= FEW) {
        sort_few(keyed, n);
        return true;
    }
    size_t start[DIGITS + 1];
    lc_keyed *other = LC_NEW(lc_keyed, n), *from = keyed, *to = other;
    if (!other) return false;
    for (int pass = 0; pass < PASSES; pass++) {
        if (!count_digits(from, n, pass, start)) continue;
        for (size_t i = 0; i < n; i++) to[start[digit_of(from[i], pass)]++] = from[i];
        lc_keyed *swapped = from;
        from = to;
        to = swapped;
    }
    for (size_t i = 0; from == other && i < n; i++) keyed[i] = other[i];
    free(other);
    return true;
}

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
