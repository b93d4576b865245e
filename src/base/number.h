/* Numbers that people and programs have written as text: one rule for every source (docs/inputs.md, "Numbers"). */
#ifndef LC_BASE_NUMBER_H
#define LC_BASE_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Read a text that is one number and nothing else, but for blanks around it. Understood are a sign, decimals behind a
 * point, an exponent (1.25e+003, as .dbf files have it), commas that part the digits before the point into groups of
 * three (153,084), and the full-width forms of all of these. Nothing else is: no unit, no decimal comma, no nan, inf or
 * hexadecimal, no number that a double cannot hold.
 * @return false when the text is none; *out is untouched then
 */
bool lc_number_read(const char *text, double *out);

/* Does the text hold anything but blanks (ASCII's, U+00A0, U+3000)? */
bool lc_number_is_blank(const char *text);

/* A copy in which full-width forms (U+FF01 .. U+FF5E) are the ASCII characters that they stand for, without blanks
   before and behind; false when it does not fit. */
bool lc_number_narrow(const char *text, char *out, size_t size);

#endif
