#include "profile/path_class.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "profile/tag_read.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* --------------------------------------------------------------------------------------------------------- classes */

static bool is_span(const lc_path_classes *classes, lc_tag_fn tag, const void *object) {
    for (size_t i = 0; i < classes->n_spans; i++) {
        const char *value = tag(object, classes->spans[i]);
        if (value && strcmp(value, "no") != 0) return true;
    }
    return false;
}

/* Number of the wait, from 1 on; the last is that of crossings which no rule matches. 0: no crossing. */
static size_t wait_number(const lc_path_classes *c, lc_tag_fn tag, const void *object) {
    if (c->n_crossing == 0 || !lc_tags_match_any(c->crossing, c->n_crossing, tag, object) ||
        !lc_tags_match_all(c->crossing_require, c->n_crossing_require, tag, object))
        return 0;
    size_t k = 0;
    while (k < c->n_waits && !lc_tags_match_any(c->wait[k].any, c->wait[k].n_any, tag, object)) k++;
    return k + 1;
}

uint8_t lc_path_class(const lc_path_classes *classes, lc_tag_fn tag, const void *object) {
    unsigned path_class = 0;
    if (lc_tags_match_any(classes->stairs, classes->n_stairs, tag, object)) path_class |= LC_PATH_STAIRS;
    if (is_span(classes, tag, object)) path_class |= LC_PATH_SPAN;
    return (uint8_t)(path_class | (unsigned)wait_number(classes, tag, object) << 2);
}

double lc_path_class_wait_s(const lc_path_classes *classes, uint8_t path_class) {
    size_t number = path_class >> 2;
    if (number == 0) return 0;
    return number <= classes->n_waits ? classes->wait[number - 1].wait_s : classes->wait_s;
}

typedef bool (*take_fn)(void *user, char *key);

static bool take_keys(const lc_tag_match *match, size_t n, take_fn take, void *user) {
    for (size_t i = 0; i < n; i++)
        if (!take(user, match[i].key)) return false;
    return true;
}

bool lc_path_classes_keys(const lc_path_classes *c, take_fn take, void *user) {
    bool ok = take_keys(c->stairs, c->n_stairs, take, user) && take_keys(c->crossing, c->n_crossing, take, user) &&
              take_keys(c->crossing_require, c->n_crossing_require, take, user);
    for (size_t i = 0; ok && i < c->n_waits; i++) ok = take_keys(c->wait[i].any, c->wait[i].n_any, take, user);
    for (size_t i = 0; ok && i < c->n_spans; i++) ok = take(user, c->spans[i]);
    return ok;
}

/* --------------------------------------------------------------------------------------------------------- reading */

static const lc_yaml_range WAIT = {0, 3600, false, "from 0 to 3600", "write seconds, for example 10"};

typedef struct {
    lc_match_list any;
    double wait_s;
} wait_keys;

static const lc_yaml_field WAIT_FIELDS[] = {
    {.key = "any", .read = lc_read_matches, .offset = offsetof(wait_keys, any), .required = true},
    {.key = "wait_s",
     .read = lc_yaml_read_number,
     .offset = offsetof(wait_keys, wait_s),
     .rule = &WAIT,
     .required = true},
};

static lc_status read_wait(lc_yaml *yaml, const yaml_node_t *item, void *target) {
    lc_crossing_wait *wait = target;
    wait_keys read = {0};
    lc_status status = lc_yaml_mapping(yaml, item, "a wait", WAIT_FIELDS, COUNT(WAIT_FIELDS), &read);
    LC_HAND_MATCHES(wait, read, any);
    wait->wait_s = read.wait_s;
    return status;
}

typedef struct {
    lc_crossing_wait *wait;
    size_t n;
} wait_list;

static lc_status read_waits(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    wait_list *list = target;
    (void)field;
    lc_status status =
        lc_yaml_list(yaml, value, "'waits'", read_wait, sizeof *list->wait, (void **)&list->wait, &list->n);
    if (!status && list->n >= LC_PATH_WAITS_MAX)
        status = lc_yaml_fail(yaml, value, "'waits' has %zu entries, and at most %d can be told apart; join some",
                              list->n, LC_PATH_WAITS_MAX - 1);
    return status;
}

typedef struct {
    lc_match_list require, any;
    wait_list waits;
    double wait_s;
} crossing_keys;

static const lc_yaml_field CROSSING_FIELDS[] = {
    {.key = "require", .read = lc_read_matches, .offset = offsetof(crossing_keys, require)},
    {.key = "any", .read = lc_read_matches, .offset = offsetof(crossing_keys, any), .required = true},
    {.key = "waits", .read = read_waits, .offset = offsetof(crossing_keys, waits)},
    {.key = "wait_s",
     .read = lc_yaml_read_number,
     .offset = offsetof(crossing_keys, wait_s),
     .rule = &WAIT,
     .required = true},
};

static lc_status read_crossings(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)field;
    return lc_yaml_mapping(yaml, value, "'crossings'", CROSSING_FIELDS, COUNT(CROSSING_FIELDS), target);
}

typedef struct {
    lc_match_list stairs;
    lc_word_list spans;
    crossing_keys crossings;
} class_keys;

static const lc_yaml_field FIELDS[] = {
    {.key = "stairs", .read = lc_read_matches, .offset = offsetof(class_keys, stairs)},
    {.key = "spans", .read = lc_read_words, .offset = offsetof(class_keys, spans)},
    {.key = "crossings", .read = read_crossings, .offset = offsetof(class_keys, crossings)},
};

lc_status lc_path_classes_read(lc_yaml *yaml, const yaml_node_t *node, lc_path_classes *out) {
    class_keys read = {0};
    lc_status status = lc_yaml_mapping(yaml, node, "'classes'", FIELDS, COUNT(FIELDS), &read);
    LC_HAND_MATCHES(out, read, stairs);
    LC_HAND_WORDS(out, read, spans);
    out->crossing = read.crossings.any.match;
    out->n_crossing = read.crossings.any.n;
    out->crossing_require = read.crossings.require.match;
    out->n_crossing_require = read.crossings.require.n;
    out->wait = read.crossings.waits.wait;
    out->n_waits = read.crossings.waits.n;
    out->wait_s = read.crossings.wait_s;
    return status;
}

void lc_path_classes_free(lc_path_classes *c) {
    lc_free_matches(c->stairs, c->n_stairs);
    lc_free_words(c->spans, c->n_spans);
    lc_free_matches(c->crossing, c->n_crossing);
    lc_free_matches(c->crossing_require, c->n_crossing_require);
    for (size_t i = 0; i < c->n_waits; i++) lc_free_matches(c->wait[i].any, c->wait[i].n_any);
    free(c->wait);
    *c = (lc_path_classes){0};
}
