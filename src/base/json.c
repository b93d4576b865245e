#include "base/json.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"

/* A report is millions of pieces of a few bytes, and one thread writes it: stdio without its locks is twice as fast. */
static void put(FILE *file, char c) {
    putc_unlocked(c, file);
}

static void put_bytes(FILE *file, const char *text, size_t n) {
    for (size_t i = 0; i < n; i++) putc_unlocked(text[i], file);
}

static void put_string(FILE *file, const char *text) {
    for (; *text; text++) putc_unlocked(*text, file);
}

static void separate(lc_json *json) {
    if (json->comma) put(json->file, ',');
    json->comma = true;
}

void lc_json_open(lc_json *json, char bracket) {
    separate(json);
    put(json->file, bracket);
    json->comma = false;
}

void lc_json_close(lc_json *json, char bracket) {
    put(json->file, bracket);
    json->comma = true;
}

void lc_json_newline(lc_json *json) {
    if (json->comma) put(json->file, ',');
    put(json->file, '\n');
    json->comma = false;
}

/* Does a byte stand for itself in a string? Bytes of other than ASCII are looked at as characters. */
static bool is_plain(const lc_json *json, unsigned char c) {
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\' && !(c == '<' && json->in_html);
}

static void put_escaped(const lc_json *json, const char *text) {
    FILE *file = json->file;
    for (const char *s = text; *s;) {
        unsigned char byte = (unsigned char)*s;
        size_t n = is_plain(json, byte) ? 1 : lc_utf8_length(s);
        if (n == 0)
            put_string(file, "\xEF\xBF\xBD");
        else if (n > 1 || is_plain(json, byte))
            put_bytes(file, s, n);
        else if (*s == '"' || *s == '\\')
            fprintf(file, "\\%c", *s);
        else if (*s == '\n')
            put_string(file, "\\n");
        else if (*s == '\t')
            put_string(file, "\\t");
        else
            fprintf(file, "\\u%04x", (unsigned)byte);
        s += n ? n : 1;
    }
}

void lc_json_key(lc_json *json, const char *name) {
    separate(json);
    put(json->file, '"');
    put_escaped(json, name);
    put_string(json->file, "\":");
    json->comma = false;
}

void lc_json_null(lc_json *json) {
    separate(json);
    put_string(json->file, "null");
}

void lc_json_bool(lc_json *json, bool value) {
    separate(json);
    put_string(json->file, value ? "true" : "false");
}

void lc_json_text(lc_json *json, const char *text) {
    if (!text) {
        lc_json_null(json);
        return;
    }
    separate(json);
    put(json->file, '"');
    put_escaped(json, text);
    put(json->file, '"');
}

void lc_json_quote(lc_json *json) {
    separate(json);
    put(json->file, '"');
}

void lc_json_unquote(lc_json *json) {
    put(json->file, '"');
}

void lc_json_count(lc_json *json, size_t count) {
    separate(json);
    fprintf(json->file, "%zu", count);
}

/* The digits of `value` in front of `end`, at least `least` of them; returns where they begin. */
static char *digits_before(char *end, unsigned long long value, int least) {
    char *at = end;
    for (; value > 0 || least > 0; value /= 10, least--) *--at = (char)('0' + value % 10);
    return at;
}

/* Digits are made here because printf is slow, and its decimal point depends on the locale of the program around us. */
void lc_number_put(FILE *file, double value, int decimals, bool trim) {
    char text[48], *end = text + sizeof text, *at = end;
    long long scale = 1;
    for (int i = 0; i < decimals; i++) scale *= 10;
    double scaled = fabs(value) * (double)scale;
    if (scaled > 9e18) { /* no decimals left in a double of this size */
        fprintf(file, "%.0f%s", value, trim || decimals == 0 ? "" : ".0");
        return;
    }
    long long units = llround(scaled), whole = units / scale, part = units % scale;
    while (trim && decimals > 0 && part % 10 == 0) {
        part /= 10;
        decimals--;
    }
    if (decimals > 0) {
        at = digits_before(at, (unsigned long long)part, decimals);
        *--at = '.';
    }
    at = digits_before(at, (unsigned long long)whole, 1);
    if (value < 0 && units > 0) *--at = '-';
    put_bytes(file, at, (size_t)(end - at));
}

static void put_number(lc_json *json, double value, int decimals, bool trim) {
    if (!isfinite(value)) {
        lc_json_null(json);
        return;
    }
    separate(json);
    lc_number_put(json->file, value, decimals, trim);
}

void lc_json_fixed(lc_json *json, double value, int decimals) {
    put_number(json, value, decimals, false);
}

void lc_json_short(lc_json *json, double value, int decimals) {
    put_number(json, value, decimals, true);
}

void lc_json_open_member(lc_json *json, const char *key, char bracket) {
    lc_json_key(json, key);
    lc_json_open(json, bracket);
}

void lc_json_put_text(lc_json *json, const char *key, const char *value) {
    lc_json_key(json, key);
    lc_json_text(json, value);
}

void lc_json_put_count(lc_json *json, const char *key, size_t value) {
    lc_json_key(json, key);
    lc_json_count(json, value);
}

void lc_json_put_flag(lc_json *json, const char *key, bool value) {
    lc_json_key(json, key);
    lc_json_bool(json, value);
}

void lc_json_put_fixed(lc_json *json, const char *key, double value, int decimals) {
    lc_json_key(json, key);
    lc_json_fixed(json, value, decimals);
}
