#include "report/json.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"

static void separate(lc_json *json) {
    if (json->comma) fputc(',', json->file);
    json->comma = true;
}

void lc_json_open(lc_json *json, char bracket) {
    separate(json);
    fputc(bracket, json->file);
    json->comma = false;
}

void lc_json_close(lc_json *json, char bracket) {
    fputc(bracket, json->file);
    json->comma = true;
}

void lc_json_newline(lc_json *json) {
    if (json->comma) fputc(',', json->file);
    fputc('\n', json->file);
    json->comma = false;
}

static void put_escaped(const lc_json *json, const char *text) {
    FILE *file = json->file;
    for (const char *s = text; *s;) {
        size_t n = lc_utf8_length(s);
        unsigned char byte = (unsigned char)*s;
        if (n == 0)
            fputs("\xEF\xBF\xBD", file);
        else if (*s == '"' || *s == '\\')
            fprintf(file, "\\%c", *s);
        else if (*s == '\n')
            fputs("\\n", file);
        else if (*s == '\t')
            fputs("\\t", file);
        else if (byte < 0x20 || byte == 0x7F || (*s == '<' && json->in_html))
            fprintf(file, "\\u%04x", (unsigned)byte);
        else
            fwrite(s, 1, n, file);
        s += n ? n : 1;
    }
}

void lc_json_key(lc_json *json, const char *name, const char *suffix) {
    separate(json);
    fputc('"', json->file);
    put_escaped(json, name);
    put_escaped(json, suffix);
    fputs("\":", json->file);
    json->comma = false;
}

void lc_json_null(lc_json *json) {
    separate(json);
    fputs("null", json->file);
}

void lc_json_bool(lc_json *json, bool value) {
    separate(json);
    fputs(value ? "true" : "false", json->file);
}

void lc_json_text(lc_json *json, const char *text) {
    if (!text) {
        lc_json_null(json);
        return;
    }
    separate(json);
    fputc('"', json->file);
    put_escaped(json, text);
    fputc('"', json->file);
}

void lc_json_quote(lc_json *json) {
    separate(json);
    fputc('"', json->file);
}

void lc_json_unquote(lc_json *json) {
    fputc('"', json->file);
}

void lc_json_count(lc_json *json, size_t count) {
    separate(json);
    fprintf(json->file, "%zu", count);
}

/* Decimals are printed as integers because printf's decimal point depends on the locale of the program around us. */
void lc_number_put(FILE *file, double value, int decimals, bool trim) {
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
    fprintf(file, "%s%lld", value < 0 && units > 0 ? "-" : "", whole);
    if (decimals > 0) fprintf(file, ".%0*lld", decimals, part);
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

void lc_json_put_text(lc_json *json, const char *key, const char *value) {
    lc_json_key(json, key, "");
    lc_json_text(json, value);
}

void lc_json_put_count(lc_json *json, const char *key, size_t value) {
    lc_json_key(json, key, "");
    lc_json_count(json, value);
}

void lc_json_put_flag(lc_json *json, const char *key, bool value) {
    lc_json_key(json, key, "");
    lc_json_bool(json, value);
}

void lc_json_put_fixed(lc_json *json, const char *key, double value, int decimals) {
    lc_json_key(json, key, "");
    lc_json_fixed(json, value, decimals);
}
