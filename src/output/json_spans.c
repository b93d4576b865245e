#include "output/json_spans.h"

#include <string.h>

static const char *skip_space(const char *s) {
    return s + strspn(s, " \t\r\n,");
}

/* Behind the string that begins at s. */
static const char *string_end(const char *s) {
    for (s++; *s && *s != '"'; s++)
        if (*s == '\\' && s[1]) s++;
    return *s ? s + 1 : s;
}

/* Behind the value that begins at s. */
static const char *value_end(const char *s) {
    size_t depth = 0;
    if (*s != '{' && *s != '[') return *s == '"' ? string_end(s) : s + strcspn(s, ",]}\r\n");
    while (*s) {
        if (*s == '"') {
            s = string_end(s);
            continue;
        }
        if (*s == '{' || *s == '[') depth++;
        if ((*s == '}' || *s == ']') && --depth == 0) return s + 1;
        s++;
    }
    return s;
}

bool lc_span_member(const char **cursor, lc_span *key, lc_span *value) {
    const char *s = *cursor;
    if (*s == '{') s++; /* the object begins here, or its value ended before */
    s = skip_space(s);
    if (*s != '"') return false;
    const char *end = string_end(s);
    *key = (lc_span){s + 1, (size_t)(end - s) - 2};
    s = end + strspn(end, " \t\r\n:");
    end = value_end(s);
    *value = (lc_span){s, (size_t)(end - s)};
    *cursor = end;
    return true;
}

bool lc_span_item(const char **cursor, lc_span *value) {
    const char *s = *cursor;
    if (!value->at && *s == '[') s++; /* the list begins here */
    s = skip_space(s);
    if (!*s || *s == ']') return false;
    const char *end = value_end(s);
    *value = (lc_span){s, (size_t)(end - s)};
    *cursor = end;
    return true;
}

lc_span lc_span_find(lc_span object, const char *key) {
    const char *cursor = object.at;
    lc_span name, value;
    while (cursor && lc_span_member(&cursor, &name, &value))
        if (lc_span_is(name, key)) return value;
    return (lc_span){NULL, 0};
}

bool lc_span_is(lc_span key, const char *text) {
    return strlen(text) == key.n && strncmp(key.at, text, key.n) == 0;
}

void lc_span_put(lc_json *json, lc_span value) {
    if (json->comma) fputc(',', json->file);
    fwrite(value.at, 1, value.n, json->file);
    json->comma = true;
}

void lc_span_put_key(lc_json *json, lc_span key) {
    lc_span_put(json, (lc_span){key.at - 1, key.n + 2});
    fputc(':', json->file);
    json->comma = false;
}
