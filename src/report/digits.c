#include "report/digits.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

lc_digits lc_digits_fixed(double value, int decimals, bool sign) {
    lc_digits digits;
    if (!isfinite(value)) {
        snprintf(digits.text, sizeof digits.text, "–");
        return digits;
    }
    long long scale = 1;
    for (int i = 0; i < decimals; i++) scale *= 10;
    double scaled = fabs(value) * (double)scale;
    long long units = scaled < 9e18 ? llround(scaled) : 9000000000000000000;
    const char *mark = value < 0 && units > 0 ? "-" : sign ? "+" : "";
    int n = snprintf(digits.text, sizeof digits.text - 10, "%s%lld", mark, units / scale);
    if (decimals > 0) digits.text[n++] = '.';
    for (; decimals > 0; decimals--) {
        scale /= 10;
        digits.text[n++] = (char)('0' + units / scale % 10);
    }
    digits.text[n] = '\0';
    return digits;
}

lc_digits lc_digits_short(double value) {
    lc_digits digits = lc_digits_fixed(value, 9, false);
    if (!strchr(digits.text, '.')) return digits;
    size_t n = strlen(digits.text);
    while (digits.text[n - 1] == '0') digits.text[--n] = '\0';
    if (digits.text[n - 1] == '.') digits.text[n - 1] = '\0';
    return digits;
}
