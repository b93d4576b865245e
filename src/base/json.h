/* A small JSON writer: straight to a file, commas and escapes done, numbers with fixed decimals in any locale. */
#ifndef LC_BASE_JSON_H
#define LC_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Write errors stay in the file (ferror); nothing else can fail. */
typedef struct lc_json {
    FILE *file;
    bool comma;   /* a value stands before the next one */
    bool in_html; /* inside a page: '<' is escaped, so that no text can end the script element around it */
} lc_json;

/* '{' or '['; '}' or ']'. */
void lc_json_open(lc_json *json, char bracket);
void lc_json_close(lc_json *json, char bracket);
/* The comma that is due, if any, and a line end. */
void lc_json_newline(lc_json *json);
/* The name of the next value. */
void lc_json_key(lc_json *json, const char *name);

/* A string; NULL gives null. Bytes that are not UTF-8 become U+FFFD. */
void lc_json_text(lc_json *json, const char *text);
/* A string written piece by piece: between the two, characters that need no escape go straight to the file. */
void lc_json_quote(lc_json *json);
void lc_json_unquote(lc_json *json);
/* A number with exactly `decimals` (0..9) decimals; never "-0"; null unless finite. */
void lc_json_fixed(lc_json *json, double value, int decimals);
/* The same without trailing zeros: 250, 0.005. */
void lc_json_short(lc_json *json, double value, int decimals);
void lc_json_count(lc_json *json, size_t count);
void lc_json_bool(lc_json *json, bool value);
void lc_json_null(lc_json *json);

/* For other formats of text: a finite number with `decimals` decimals, with `trim` without trailing zeros. */
void lc_number_put(FILE *file, double value, int decimals, bool trim);

/* A member of an object: its key, and its value; or the bracket that begins it. */
void lc_json_open_member(lc_json *json, const char *key, char bracket);
void lc_json_put_text(lc_json *json, const char *key, const char *value);
void lc_json_put_count(lc_json *json, const char *key, size_t value);
void lc_json_put_flag(lc_json *json, const char *key, bool value);
void lc_json_put_fixed(lc_json *json, const char *key, double value, int decimals);

#endif
