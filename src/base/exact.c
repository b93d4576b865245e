#include "base/exact.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

void lc_exact_print(double value, char out[LC_EXACT_DIGITS + 1]) {
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    snprintf(out, LC_EXACT_DIGITS + 1, "%016" PRIx64, bits);
}

/* The value of a hexadecimal digit, above 15 where it is none. */
static unsigned digit_of(char c) {
    return c >= '0' && c <= '9' ? (unsigned)(c - '0') : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 16;
}

bool lc_exact_parse(const char *text, double *out) {
    uint64_t bits = 0;
    size_t n = 0;
    for (; n < LC_EXACT_DIGITS && digit_of(text[n]) < 16; n++) bits = bits << 4 | digit_of(text[n]);
    if (n != LC_EXACT_DIGITS || text[n]) return false;
    memcpy(out, &bits, sizeof bits);
    return true;
}
