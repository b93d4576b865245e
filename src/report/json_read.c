#include "report/json_read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/budget.h"
#include "base/language.h"
#include "base/memory.h"
#include "base/utf8.h"

/* ---------------------------------------------------------------- parsing */

/* The end of the string that begins at `s`, behind its closing quote; NULL when it has none. */
static char *string_end(char *s) {
    for (s++; *s; s++) {
        if (*s == '"') return s + 1;
        if (*s == '\\' && s[1]) s++;
    }
    return NULL;
}

/* The end of the list that begins at `s`; NULL when it has none. Lists of numbers only have no strings in them. */
static char *list_end(char *s) {
    size_t depth = 0;
    for (; *s; s++) {
        if (*s == '"' || *s == '{') return NULL;
        if (*s == '[') depth++;
        if (*s == ']' && --depth == 0) return s + 1;
    }
    return NULL;
}

static char *skip_space(char *s) {
    return s + strspn(s, " \t\r\n");
}

/* Blank what stands between the brackets of every member `coordinates`, lines kept. What looks damaged stays. */
static void blank_coordinates(const lc_context *ctx, char *text) {
    static const char name[] = "\"coordinates\"";
    for (char *s = text; *s;) {
        if (*s != '"') {
            s++;
            continue;
        }
        char *end = string_end(s);
        if (!end) return;
        bool found = end - s == (long)sizeof name - 1 && strncmp(s, name, sizeof name - 1) == 0;
        s = end;
        char *value = skip_space(s);
        if (!found || *value != ':') continue;
        if (lc_cancelled(ctx)) return;
        value = skip_space(value + 1);
        end = *value == '[' ? list_end(value) : NULL;
        if (!end) continue;
        for (char *c = value + 1; c < end - 1; c++)
            if (*c != '\n') *c = ' ';
        s = end;
    }
}

static size_t line_of(const char *text, const char *at) {
    size_t line = 1;
    for (const char *c = text; c < at; c++) line += *c == '\n';
    return line;
}

/* The error that has just been made is of this line. */
static lc_status fail_at_line(const lc_json_source *source, size_t line) {
    return lc_fail_at(source->ctx, LC_ERR_INPUT, &(lc_where){LC_WHERE(LC_ERROR_REPORT), .line = line});
}

/* The first byte that is none of UTF-8; NULL when all are. */
static const char *find_misfit(const char *text, size_t size) {
    for (const char *c = text; c < text + size;) {
        size_t n = (unsigned char)*c < 0x80 ? 1 : lc_utf8_length(c);
        if (n == 0) return c;
        c += n;
    }
    return NULL;
}

/* Saved again in another encoding, by an editor or a GIS? Its texts would go on into files that are said to be UTF-8.
   What does not begin like JSON is told to be none. */
static lc_status check_utf8(const lc_json_source *source, char *text, size_t size) {
    if (*skip_space(text) != '{') return LC_OK;
    const char *c = find_misfit(text, size);
    if (!c) return LC_OK;
    lc_fail(source->ctx, LC_ERR_INPUT,
            "%s:%zu: this is not UTF-8, which all reports are; it was saved in another encoding (GBK?): "
            "take the file that lifecircle wrote, or save it as UTF-8",
            source->name, line_of(text, c));
    return fail_at_line(source, line_of(text, c));
}

/* Values, about: each follows one of these marks. */
static size_t count_values(const char *text) {
    size_t n = 0;
    for (const char *c = text; *c; c++) n += *c == ',' || *c == ':' || *c == '[' || *c == '{';
    return n;
}

enum { VALUE_BYTES = 100 }; /* of cJSON's, with its name */

lc_status lc_json_is_sound(lc_context *ctx, const char *name, const char *line, size_t size, bool *sound) {
    const char *end = line;
    *sound = !find_misfit(line, size);
    for (size_t i = 0; i < size && *sound; i++) *sound = (unsigned char)line[i] >= ' ';
    if (!*sound) return LC_OK;
    lc_status status = lc_memory_ask(ctx, name, (uint64_t)count_values(line) * VALUE_BYTES);
    if (status != LC_OK) return status;
    cJSON *json = cJSON_ParseWithLengthOpts(line, size, &end, false);
    *sound = json && end == line + size;
    cJSON_Delete(json);
    return LC_OK;
}

lc_status lc_json_parse(lc_json_source *source, char *text, size_t size, cJSON **out) {
    const char *end = NULL;
    if (strspn(text, " \t\r\n") == size)
        return lc_fail(source->ctx, LC_ERR_INPUT, "%s is empty; it is no report of lifecircle", source->name);
    lc_status status = check_utf8(source, text, size);
    if (status == LC_OK) status = lc_fail_cancelled(source->ctx);
    if (status != LC_OK) return status;
    blank_coordinates(source->ctx, text);
    status = lc_fail_cancelled(source->ctx);
    if (status == LC_OK) status = lc_memory_ask(source->ctx, source->name, (uint64_t)count_values(text) * VALUE_BYTES);
    if (status == LC_OK) status = lc_fail_cancelled(source->ctx);
    if (status != LC_OK) return status;
    cJSON *root = cJSON_ParseWithLengthOpts(text, size + 1, &end, true);
    if (!root) {
        size_t line = line_of(text, end ? end : text);
        lc_fail(source->ctx, LC_ERR_INPUT, "%s:%zu: this is not JSON, or it breaks off here; is the file complete?",
                source->name, line);
        return fail_at_line(source, line);
    }
    *out = root;
    return LC_OK;
}

/* ----------------------------------------------------------------- values */

lc_status lc_json_wrong(const lc_json_source *source, const char *key, lc_json_must must) {
    static const char *const words[] = {
        [LC_JSON_TEXT] = LC_TEXT("text"),
        [LC_JSON_TEXT_NULL] = LC_TEXT("text or null"),
        [LC_JSON_NUMBER] = LC_TEXT("a number or null"),
        [LC_JSON_RATIO] = LC_TEXT("a number from 0 to 1, or null"),
        [LC_JSON_LIST] = LC_TEXT("a list"),
        [LC_JSON_OBJECT] = LC_TEXT("an object"),
        [LC_JSON_VERDICT] = LC_TEXT("met, missed, no_target or no_data"),
    };
    return lc_fail(source->ctx, LC_ERR_INPUT, "%s: '%s' of %s must be %s; was the report changed by hand?",
                   source->name, key, source->place, lc_tr(source->ctx, words[must]));
}

lc_status lc_json_member(const lc_json_source *source, const cJSON *object, const char *key, lc_json_must must,
                         const cJSON **out) {
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    if (!(must == LC_JSON_LIST ? cJSON_IsArray(item) : cJSON_IsObject(item))) return lc_json_wrong(source, key, must);
    *out = item;
    return LC_OK;
}

lc_status lc_json_get_text(const lc_json_source *source, const cJSON *item, const char *key, lc_json_must must,
                           char **out) {
    bool none = !item || cJSON_IsNull(item);
    if (none && must == LC_JSON_TEXT_NULL) return LC_OK;
    if (!cJSON_IsString(item)) return lc_json_wrong(source, key, must);
    *out = lc_strdup(item->valuestring);
    return *out ? LC_OK : lc_fail_memory(source->ctx);
}

lc_status lc_json_get_number(const lc_json_source *source, const cJSON *item, const char *key, lc_json_must must,
                             double *out) {
    *out = NAN;
    if (!item || cJSON_IsNull(item)) return LC_OK;
    double value = item->valuedouble;
    bool good = cJSON_IsNumber(item) && isfinite(value);
    if (good && must == LC_JSON_RATIO) good = value >= 0 && value <= 1;
    if (!good) return lc_json_wrong(source, key, must);
    *out = value;
    return LC_OK;
}

lc_status lc_json_get_verdict(const lc_json_source *source, const cJSON *item, const char *key, lc_verdict *out) {
    *out = LC_NO_TARGET;
    if (!item) return LC_OK;
    for (lc_verdict verdict = LC_NO_TARGET; verdict <= LC_NO_DATA; verdict++) {
        if (!cJSON_IsString(item) || strcmp(item->valuestring, lc_verdict_name(verdict)) != 0) continue;
        *out = verdict;
        return LC_OK;
    }
    return lc_json_wrong(source, key, LC_JSON_VERDICT);
}

lc_status lc_json_get_any(const lc_json_source *source, const cJSON *item, char **out) {
    if (!item) return LC_OK;
    char *text = cJSON_PrintUnformatted(item);
    *out = lc_strdup(text);
    cJSON_free(text);
    return *out ? LC_OK : lc_fail_memory(source->ctx);
}

const cJSON *lc_json_find(const cJSON *object, const char *key) {
    return cJSON_GetObjectItemCaseSensitive(object, key);
}

lc_status lc_json_take_text(const lc_json_source *source, const cJSON *object, const char *key, lc_json_must must,
                            char **out) {
    return lc_json_get_text(source, lc_json_find(object, key), key, must, out);
}

lc_status lc_json_take_number(const lc_json_source *source, const cJSON *object, const char *key, lc_json_must must,
                              double *out) {
    return lc_json_get_number(source, lc_json_find(object, key), key, must, out);
}

lc_status lc_json_take_inner(const lc_json_source *source, const cJSON *object, const char *outer, const char *inner,
                             char **out) {
    return lc_json_get_text(source, lc_json_find(lc_json_find(object, outer), inner), inner, LC_JSON_TEXT_NULL, out);
}
