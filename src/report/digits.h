/* Numbers for people, with a point in any locale. */
#ifndef LC_REPORT_DIGITS_H
#define LC_REPORT_DIGITS_H

#include <stdbool.h>

typedef struct lc_digits {
    char text[32];
} lc_digits;

/* With exactly `decimals` (0..9) decimals; "–" for NaN. `sign`: "+" in front of what is not negative. */
lc_digits lc_digits_fixed(double value, int decimals, bool sign);
/* As short as it is, up to 9 decimals: 250, 0.005. */
lc_digits lc_digits_short(double value);

#endif
