/* A double as text and back, bit for bit: 16 hexadecimal digits, the same in every language. */
#ifndef LC_BASE_EXACT_H
#define LC_BASE_EXACT_H

#include <stdbool.h>

enum { LC_EXACT_DIGITS = 16 };

void lc_exact_print(double value, char out[LC_EXACT_DIGITS + 1]);
/* false: the text is none, and *out is untouched. */
bool lc_exact_parse(const char *text, double *out);

#endif
