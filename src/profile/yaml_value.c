#include "profile/yaml_value.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/utf8.h"

lc_clip lc_clip_text(const char *text) {
    enum { SHOWN_MAX = 80 };
    lc_clip clip;
    size_t n = strlen(text);
    bool cut = n > SHOWN_MAX;
    if (cut)
        for (n = SHOWN_MAX; n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80;) n--;
    memcpy(clip.text, text, n);
    memcpy(clip.text + n, cut ? "…" : "", cut ? sizeof "…" : 1);
    return clip;
}

static bool is_null(const yaml_node_t *node) {
    const char *text = (const char *)node->data.scalar.value;
    if (node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE) return false;
    return !*text || strcmp(text, "~") == 0 || strcmp(text, "null") == 0 || strcmp(text, "Null") == 0 ||
           strcmp(text, "NULL") == 0;
}

/* Texts, numbers and words are told by what is expected; other tags ("!include", "!env") ask for something that nobody
   does. */
static bool is_core_tag(const char *tag) {
    static const char *const known[] = {YAML_STR_TAG, YAML_INT_TAG, YAML_FLOAT_TAG, YAML_BOOL_TAG, YAML_NULL_TAG, "!"};
    for (size_t i = 0; tag && i < sizeof known / sizeof *known; i++)
        if (strcmp(tag, known[i]) == 0) return true;
    return !tag;
}

lc_status lc_yaml_get_text(lc_yaml *yaml, const yaml_node_t *node, const char *what, const char **out) {
    if (node->type != YAML_SCALAR_NODE)
        return lc_yaml_fail(yaml, node, "%s must be one word or text, not a %s; write it on one line",
                            lc_tr(yaml->ctx, what),
                            lc_tr(yaml->ctx, node->type == YAML_MAPPING_NODE ? "mapping" : "list"));
    if (!is_core_tag((const char *)node->tag))
        return lc_yaml_fail(yaml, node, "%s has the tag '%s', which means nothing here; remove it and write the value",
                            lc_tr(yaml->ctx, what), lc_clip_text((const char *)node->tag).text);
    const char *text = (const char *)node->data.scalar.value;
    if (is_null(node) || !*text)
        return lc_yaml_fail(yaml, node, "%s has no value; write one or remove the key", lc_tr(yaml->ctx, what));
    if (strlen(text) != node->data.scalar.length)
        return lc_yaml_fail(yaml, node, "%s contains a NUL character; remove it", lc_tr(yaml->ctx, what));
    *out = text;
    return LC_OK;
}

/* Digits, a point and an exponent, nothing else: strtod() alone would take "nan", "0x10" or "5m". Not "0500" either:
   that is 320 to some readers of YAML and 500 to others. */
static bool looks_like_number(const char *text) {
    size_t digits = 0;
    if (*text == '-' || *text == '+') text++;
    if (text[0] == '0' && text[1] >= '0' && text[1] <= '9') return false;
    for (; *text >= '0' && *text <= '9'; text++) digits++;
    if (*text == '.')
        for (text++; *text >= '0' && *text <= '9'; text++) digits++;
    if (digits == 0) return false;
    if (*text != 'e' && *text != 'E') return !*text;
    text++;
    if (*text == '-' || *text == '+') text++;
    if (!*text) return false;
    while (*text >= '0' && *text <= '9') text++;
    return !*text;
}

/* YAML writes a decimal point whatever the locale of the program. */
static lc_status number_of(lc_yaml *yaml, const char *text, double *out) {
    locale_t plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    if (!plain) return lc_fail_memory(yaml->ctx);
    locale_t before = uselocale(plain);
    *out = strtod(text, NULL);
    uselocale(before);
    freelocale(plain);
    return LC_OK;
}

lc_status lc_yaml_get_number(lc_yaml *yaml, const yaml_node_t *node, const char *what, const lc_yaml_range *range,
                             double *out) {
    const char *text = NULL;
    double value;
    lc_status status = lc_yaml_get_text(yaml, node, what, &text);
    if (status) return status;
    if (node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE || !looks_like_number(text))
        return lc_yaml_fail(yaml, node, "%s must be a number, not '%s'; %s", lc_tr(yaml->ctx, what),
                            lc_clip_text(text).text, lc_tr(yaml->ctx, range->advice));
    status = number_of(yaml, text, &value);
    if (status) return status;
    if (!isfinite(value) || value < range->low || value > range->high || (range->above_low && value == range->low))
        return lc_yaml_fail(yaml, node, "%s is %s, but must be %s; %s", lc_tr(yaml->ctx, what), lc_clip_text(text).text,
                            lc_tr(yaml->ctx, range->must), lc_tr(yaml->ctx, range->advice));
    *out = value;
    return LC_OK;
}

/* "'key'", as messages show it. */
typedef struct shown_key {
    char text[80];
} shown_key;

static shown_key show(const lc_yaml *yaml, const lc_yaml_field *field) {
    shown_key shown;
    snprintf(shown.text, sizeof shown.text, lc_is_chinese(yaml->ctx) ? "“%s”" : "'%s'", field->key);
    return shown;
}

lc_status lc_yaml_read_text(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    const char *text = NULL;
    lc_status status = lc_yaml_get_text(yaml, value, show(yaml, field).text, &text);
    if (status) return status;
    char *copy = lc_strdup(text);
    if (!copy) return lc_fail_memory(yaml->ctx);
    *(char **)target = copy;
    return LC_OK;
}

lc_status lc_yaml_read_number(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    return lc_yaml_get_number(yaml, value, show(yaml, field).text, field->rule, target);
}

static lc_status find_word(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, size_t *out) {
    const char *text = NULL;
    const char *const *words = field->rule;
    lc_status status = lc_yaml_get_text(yaml, value, show(yaml, field).text, &text);
    if (status) return status;
    for (size_t i = 0; words[i]; i++) {
        if (strcmp(words[i], text) != 0) continue;
        *out = i;
        return LC_OK;
    }
    char known[256] = "";
    for (size_t i = 0; words[i]; i++) lc_list_add(known, sizeof known, words[i]);
    return lc_yaml_fail(yaml, value, "'%s' cannot be '%s'; write one of: %s", field->key, lc_clip_text(text).text,
                        known);
}

lc_status lc_yaml_read_word(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    size_t index = 0;
    lc_status status = find_word(yaml, value, field, &index);
    if (status) return status;
    int word = (int)index;
    memcpy(target, &word, sizeof word);
    return LC_OK;
}

lc_status lc_yaml_read_word_text(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    size_t index = 0;
    lc_status status = find_word(yaml, value, field, &index);
    return status ? status : lc_yaml_read_text(yaml, value, field, target);
}
