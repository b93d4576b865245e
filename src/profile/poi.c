#include "profile/poi.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/number.h"
#include "profile/data_dir.h"
#include "profile/yaml_schema.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char DATA_ADVICE[] = LC_TEXT("set LIFECIRCLE_DATA to the folder that holds profiles/ and rules/");

/* ------------------------------------------------------------------------------------------------------ reading */

static lc_status read_word(lc_yaml *yaml, const yaml_node_t *item, void *target) {
    static const lc_yaml_field field = {.key = "a word"};
    return lc_yaml_read_text(yaml, item, &field, target);
}

static lc_status read_words(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    lc_poi_words *words = target;
    char what[80];
    snprintf(what, sizeof what, "'%s'", field->key);
    return lc_yaml_list(yaml, value, what, read_word, sizeof(char *), (void **)&words->word, &words->n);
}

static lc_status read_code(lc_yaml *yaml, const yaml_node_t *item, void *target) {
    enum { DIGITS_LEAST = 2, DIGITS_MOST = 6 };
    const char *text;
    lc_status status = lc_yaml_get_text(yaml, item, "a type code", &text);
    if (status) return status;
    size_t n = strspn(text, "0123456789");
    if (text[n] || n < DIGITS_LEAST || n > DIGITS_MOST)
        return lc_yaml_fail(yaml, item, "'%s' is no type code; write its six digits, or the first two to five of them",
                            lc_clip_text(text).text);
    return read_word(yaml, item, target);
}

static lc_status read_codes(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    lc_poi_words *words = target;
    char what[80];
    snprintf(what, sizeof what, "'%s'", field->key);
    return lc_yaml_list(yaml, value, what, read_code, sizeof(char *), (void **)&words->word, &words->n);
}

#define FIELD(name, reader)                                                                                            \
    { .key = #name, .read = reader, .offset = offsetof(lc_poi_rule, name) }

static const lc_yaml_field FIELDS[] = {FIELD(codes, read_codes), FIELD(except, read_codes), FIELD(words, read_words),
                                       FIELD(names, read_words), FIELD(not_names, read_words)};

typedef struct rule_list {
    lc_poi_rule *rule;
    size_t n, capacity;
} rule_list;

static lc_status read_rule(lc_yaml *yaml, const yaml_node_t *key, const yaml_node_t *value, void *target) {
    rule_list *list = target;
    if (!LC_ROOM(list->rule, list->capacity, list->n + 1)) return lc_fail_memory(yaml->ctx);
    lc_poi_rule *rule = &list->rule[list->n++];
    *rule = (lc_poi_rule){.category = lc_strdup((const char *)key->data.scalar.value)};
    if (!rule->category) return lc_fail_memory(yaml->ctx);
    lc_status status = lc_yaml_mapping(yaml, value, "a category", FIELDS, COUNT(FIELDS), rule);
    if (!status && !rule->codes.n && !rule->words.n && !rule->names.n)
        status = lc_yaml_fail(yaml, value, "the category '%s' takes nothing; give it 'codes', 'words' or 'names'",
                              lc_clip_text(rule->category).text);
    return status;
}

lc_status lc_poi_rules_load(lc_context *ctx, const char *data_dir, lc_poi_rules **out) {
    char *path = NULL;
    lc_yaml yaml = {0};
    rule_list read = {0};
    lc_poi_rules *rules = LC_NEW0(lc_poi_rules, 1);
    if (!rules) return lc_fail_memory(ctx);
    lc_status status = lc_data_file(ctx, data_dir, "rules/poi.yaml", &path);
    if (!status) status = lc_yaml_open(ctx, path, DATA_ADVICE, &yaml);
    if (!status) status = lc_yaml_entries(&yaml, lc_yaml_root(&yaml), "the list of categories", read_rule, &read);
    *rules = (lc_poi_rules){read.rule, read.n};
    lc_yaml_close(&yaml);
    free(path);
    if (status)
        lc_poi_rules_free(rules);
    else
        *out = rules;
    return status;
}

static void free_words(lc_poi_words *words) {
    for (size_t i = 0; i < words->n; i++) free(words->word[i]);
    free(words->word);
}

void lc_poi_rules_free(lc_poi_rules *rules) {
    if (!rules) return;
    for (size_t i = 0; i < rules->n; i++) {
        free(rules->rule[i].category);
        free_words(&rules->rule[i].codes);
        free_words(&rules->rule[i].except);
        free_words(&rules->rule[i].words);
        free_words(&rules->rule[i].names);
        free_words(&rules->rule[i].not_names);
    }
    free(rules->rule);
    free(rules);
}

const lc_poi_rule *lc_poi_rules_find(const lc_poi_rules *rules, const char *category) {
    for (size_t i = 0; i < rules->n; i++)
        if (strcmp(rules->rule[i].category, category) == 0) return &rules->rule[i];
    return NULL;
}

/* ----------------------------------------------------------------------------------------------------- matching */

/* What parts the types of a cell: marks in ASCII, and in the forms that Chinese input methods write. Length, or 0. */
static size_t mark_at(const char *p) {
    static const char *const marks[] = {"|", ";", ",", ":", "｜", "；", "，", "：", "、"};
    for (size_t i = 0; i < COUNT(marks); i++)
        if (strncmp(p, marks[i], strlen(marks[i])) == 0) return strlen(marks[i]);
    return 0;
}

/* Brackets and quotes are left by lists: ["060200", "060400"]. */
static bool is_around(char c) {
    return isspace((unsigned char)c) || (c && strchr("[](){}\"'", c));
}

/* Is a text a code? Six digits; or the number that a spreadsheet makes of them, which lost the zero before and may have
   got a fraction: 60200, 60200.0. */
static bool code_of(const char *text, size_t n, char out[7]) {
    char copy[64], narrow[64];
    double number;
    if (n >= sizeof copy) return false;
    memcpy(copy, text, n);
    copy[n] = '\0';
    if (!lc_number_narrow(copy, narrow, sizeof narrow) || !(narrow[0] >= '0' && narrow[0] <= '9')) return false;
    size_t digits = strspn(narrow, "0123456789");
    if (!lc_number_read(narrow, &number) || number != floor(number) || number < 1e4 || number >= 1e6) return false;
    if (!narrow[digits] && digits != 5 && digits != 6) return false;
    snprintf(out, 7, "%06.0f", number);
    return true;
}

bool lc_poi_type_next(const char **cell, lc_poi_type *out) {
    const char *at = *cell;
    size_t skip, n = 0;
    char code[7];
    while (*at && ((skip = mark_at(at)) > 0 || is_around(*at))) at += skip ? skip : 1;
    while (at[n] && !mark_at(at + n)) n++;
    *cell = at + n;
    while (n && is_around(at[n - 1])) n--;
    if (!n) return false;
    /* Codes may also stand apart by blanks or strokes, which words may hold. */
    size_t piece = 0;
    while (piece < n && !isspace((unsigned char)at[piece]) && at[piece] != '/') piece++;
    out->is_code = code_of(at, piece, code);
    if (out->is_code) *cell = at + piece + (piece < n && at[piece] == '/');
    snprintf(out->text, sizeof out->text, "%.*s", out->is_code ? 6 : (int)n, out->is_code ? code : at);
    return true;
}

bool lc_poi_codes_unread(const char *cell) {
    char narrow[256];
    lc_poi_type type;
    if (!lc_number_narrow(cell, narrow, sizeof narrow) || !strpbrk(narrow, "0123456789")) return false;
    for (const char *c = narrow; *c; c++)
        if ((unsigned char)*c >= 0x80 || (isalpha((unsigned char)*c) && *c != 'e' && *c != 'E')) return false;
    for (const char *at = cell; lc_poi_type_next(&at, &type);)
        if (!type.is_code) return true;
    return false;
}

static bool begins_with_any(const char *text, const lc_poi_words *words) {
    for (size_t i = 0; i < words->n; i++)
        if (strncmp(text, words->word[i], strlen(words->word[i])) == 0) return true;
    return false;
}

static bool is_any(const char *text, const lc_poi_words *words) {
    for (size_t i = 0; i < words->n; i++)
        if (strcmp(text, words->word[i]) == 0) return true;
    return false;
}

static bool contains_any(const char *text, const lc_poi_words *words) {
    for (size_t i = 0; i < words->n; i++)
        if (strstr(text, words->word[i])) return true;
    return false;
}

/* Look at all types of a cell: is there a code, does one fit, does a word fit? */
static void look_at(const lc_poi_rule *rule, const char *cell, bool *any_code, bool *code, bool *word) {
    lc_poi_type type;
    while (cell && lc_poi_type_next(&cell, &type)) {
        *any_code = *any_code || type.is_code;
        if (type.is_code)
            *code = *code || (begins_with_any(type.text, &rule->codes) && !begins_with_any(type.text, &rule->except));
        else
            *word = *word || is_any(type.text, &rule->words);
    }
}

bool lc_poi_matches(const lc_poi_rule *rule, const char *types, const char *tag, const char *name) {
    bool any_code = false, code = false, word = false;
    look_at(rule, types, &any_code, &code, &word);
    look_at(rule, tag, &any_code, &code, &word);
    if (code || (word && !any_code)) return true;
    return name && contains_any(name, &rule->names) && !contains_any(name, &rule->not_names);
}
