#include "profile/tag_read.h"

#include <string.h>

#include "base/memory.h"
#include "base/unicode.h"

void lc_free_words(char **words, size_t n) {
    for (size_t i = 0; i < n; i++) free(words[i]);
    free(words);
}

void lc_free_matches(lc_tag_match *matches, size_t n) {
    for (size_t i = 0; i < n; i++) {
        free(matches[i].key);
        lc_free_words(matches[i].values, matches[i].n_values);
    }
    free(matches);
}

static lc_status read_word(lc_yaml *yaml, const yaml_node_t *item, void *target) {
    static const lc_yaml_field field = {.key = "a value"};
    return lc_yaml_read_text(yaml, item, &field, target);
}

lc_status lc_read_words(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    lc_word_list *list = target;
    char what[80];
    snprintf(what, sizeof what, "'%s'", field->key);
    return lc_yaml_list(yaml, value, what, read_word, sizeof(char *), (void **)&list->word, &list->n);
}

/* One value, or a list of them. */
static lc_status read_values(lc_yaml *yaml, const yaml_node_t *value, lc_tag_match *match) {
    if (value->type == YAML_SEQUENCE_NODE)
        return lc_yaml_list(yaml, value, "a list of tag values", read_word, sizeof(char *), (void **)&match->values,
                            &match->n_values);
    match->values = LC_NEW0(char *, 1);
    if (!match->values) return lc_fail_memory(yaml->ctx);
    match->n_values = 1;
    return read_word(yaml, value, &match->values[0]);
}

/* Parts of a value are kept in the form that they are searched for in. */
static lc_status read_contains(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)field;
    lc_tag_match *match = target;
    lc_status status = read_values(yaml, value, match);
    match->parts = true;
    for (size_t i = 0; !status && i < match->n_values; i++) {
        char *folded = lc_unicode_fold(match->values[i]);
        if (!folded) return lc_fail_memory(yaml->ctx);
        free(match->values[i]);
        match->values[i] = folded;
    }
    return status;
}

static lc_status read_match(lc_yaml *yaml, const yaml_node_t *key, const yaml_node_t *value, void *target) {
    static const lc_yaml_field fields[] = {{.key = "contains", .read = read_contains, .required = true}};
    lc_match_list *list = target;
    if (!LC_ROOM(list->match, list->capacity, list->n + 1)) return lc_fail_memory(yaml->ctx);
    lc_tag_match *match = &list->match[list->n++];
    *match = (lc_tag_match){.key = lc_strdup((const char *)key->data.scalar.value)};
    if (!match->key) return lc_fail_memory(yaml->ctx);
    if (value->type == YAML_MAPPING_NODE) return lc_yaml_mapping(yaml, value, "a match of tags", fields, 1, match);
    if (value->type == YAML_SEQUENCE_NODE) return read_values(yaml, value, match);
    const char *text;
    lc_status status = lc_yaml_get_text(yaml, value, "a tag value", &text);
    return status || strcmp(text, "*") == 0 ? status : read_values(yaml, value, match);
}

lc_status lc_read_matches(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    char what[80];
    snprintf(what, sizeof what, "'%s'", field->key);
    return lc_yaml_entries(yaml, value, what, read_match, target);
}
