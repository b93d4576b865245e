#include "profile/yaml_schema.h"

#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/utf8.h"

/* Duplicate keys are found by comparing all pairs; nobody needs more entries than this. */
enum { ENTRIES_MAX = 1000, LIST_MAX = 2000 };

/* '-' and '_' are the same letter in a file that allows it. */
static bool same_key(const lc_yaml *yaml, const char *a, const char *b) {
    if (!yaml->dashes) return strcmp(a, b) == 0;
    for (; *a && *b; a++, b++)
        if ((*a == '-' ? '_' : *a) != (*b == '-' ? '_' : *b)) return false;
    return *a == *b;
}

static const char *key_text(lc_yaml *yaml, const yaml_node_pair_t *pair) {
    const yaml_node_t *key = lc_yaml_node(yaml, pair->key);
    return key->type == YAML_SCALAR_NODE ? (const char *)key->data.scalar.value : "";
}

static lc_status check_mapping(lc_yaml *yaml, const yaml_node_t *node, const char *what) {
    if (node->type == YAML_MAPPING_NODE) return LC_OK;
    return lc_yaml_fail(yaml, node, "%s must be a mapping; write its keys as 'key: value', one a line",
                        lc_tr(yaml->ctx, what));
}

/* The key of a pair must be a word, and not be there twice. */
static lc_status check_key(lc_yaml *yaml, const yaml_node_t *node, const yaml_node_pair_t *pair, const char *what) {
    const char *text;
    const yaml_node_t *key = lc_yaml_node(yaml, pair->key);
    lc_status status = lc_yaml_get_text(yaml, key, "a key", &text);
    if (status) return status;
    for (const yaml_node_pair_t *p = node->data.mapping.pairs.start; p < pair; p++)
        if (same_key(yaml, key_text(yaml, p), text))
            return lc_yaml_fail(yaml, key, "'%s' is given twice in %s; remove one", lc_clip_text(text).text,
                                lc_tr(yaml->ctx, what));
    return LC_OK;
}

static lc_status unknown_key(lc_yaml *yaml, const yaml_node_t *key, const char *what, const lc_yaml_field *fields,
                             size_t n_fields) {
    char known[LC_MESSAGE_MAX / 2] = "";
    for (size_t i = 0; i < n_fields; i++) lc_list_add(known, sizeof known, fields[i].key);
    return lc_yaml_fail(yaml, key, "unknown key '%s' in %s; use one of: %s",
                        lc_clip_text((const char *)key->data.scalar.value).text, lc_tr(yaml->ctx, what), known);
}

const yaml_node_t *lc_yaml_find(lc_yaml *yaml, const yaml_node_t *mapping, const char *key) {
    const yaml_node_pair_t *top = mapping->data.mapping.pairs.top;
    for (const yaml_node_pair_t *p = mapping->data.mapping.pairs.start; p < top; p++)
        if (same_key(yaml, key_text(yaml, p), key)) return lc_yaml_node(yaml, p->value);
    return NULL;
}

lc_status lc_yaml_mapping(lc_yaml *yaml, const yaml_node_t *node, const char *what, const lc_yaml_field *fields,
                          size_t n_fields, void *target) {
    lc_status status = check_mapping(yaml, node, what);
    if (status) return status;
    const yaml_node_pair_t *top = node->data.mapping.pairs.top;
    for (const yaml_node_pair_t *p = node->data.mapping.pairs.start; p < top; p++) {
        status = check_key(yaml, node, p, what);
        if (status) return status;
        size_t i = 0;
        while (i < n_fields && !same_key(yaml, fields[i].key, key_text(yaml, p))) i++;
        if (i == n_fields) return unknown_key(yaml, lc_yaml_node(yaml, p->key), what, fields, n_fields);
    }
    for (size_t i = 0; i < n_fields; i++) {
        const yaml_node_t *value = lc_yaml_find(yaml, node, fields[i].key);
        if (!value && fields[i].required)
            return lc_yaml_fail(yaml, node, "'%s' is missing in %s; add it", fields[i].key, lc_tr(yaml->ctx, what));
        if (!value) continue;
        status = fields[i].read(yaml, value, &fields[i], (char *)target + fields[i].offset);
        if (status) return status;
    }
    return LC_OK;
}

lc_status lc_yaml_entries(lc_yaml *yaml, const yaml_node_t *node, const char *what, lc_yaml_entry_fn entry,
                          void *target) {
    lc_status status = check_mapping(yaml, node, what);
    if (status) return status;
    const yaml_node_pair_t *start = node->data.mapping.pairs.start, *top = node->data.mapping.pairs.top;
    if (start == top)
        return lc_yaml_fail(yaml, node, "%s is empty; write at least one 'key: value'", lc_tr(yaml->ctx, what));
    if (top - start > ENTRIES_MAX)
        return lc_yaml_fail(yaml, node, "%s has more than %d entries; remove some", lc_tr(yaml->ctx, what),
                            ENTRIES_MAX);
    for (const yaml_node_pair_t *p = start; p < top; p++) {
        status = check_key(yaml, node, p, what);
        if (!status) status = entry(yaml, lc_yaml_node(yaml, p->key), lc_yaml_node(yaml, p->value), target);
        if (status) return status;
    }
    return LC_OK;
}

lc_status lc_yaml_list(lc_yaml *yaml, const yaml_node_t *node, const char *what, lc_yaml_item_fn item, size_t size,
                       void **items, size_t *n) {
    if (node->type != YAML_SEQUENCE_NODE)
        return lc_yaml_fail(yaml, node, "%s must be a list; write its members as '- …' lines or as [a, b]",
                            lc_tr(yaml->ctx, what));
    const yaml_node_item_t *start = node->data.sequence.items.start;
    size_t count = (size_t)(node->data.sequence.items.top - start);
    if (count == 0) return lc_yaml_fail(yaml, node, "%s is empty; write at least one member", lc_tr(yaml->ctx, what));
    if (count > LIST_MAX) /* ids are looked for among all before */
        return lc_yaml_fail(yaml, node, "%s has more than %d members; write several files", lc_tr(yaml->ctx, what),
                            LIST_MAX);
    *items = lc_calloc_array(count, size);
    if (!*items) return lc_fail_memory(yaml->ctx);
    for (size_t i = 0; i < count; i++) {
        *n = i + 1;
        lc_status status = item(yaml, lc_yaml_node(yaml, start[i]), (char *)*items + i * size);
        if (status) return status;
    }
    return LC_OK;
}
