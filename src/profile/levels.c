#include "profile/levels.h"

#include "base/language.h"
#include "base/memory.h"
#include "profile/data_dir.h"
#include "profile/yaml_schema.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char DATA_ADVICE[] = LC_TEXT("set LIFECIRCLE_DATA to the folder that holds profiles/ and rules/");

/* In the order of lc_level, without its first. */
static const char *const LEVELS[] = {"street", "community", "station", NULL};

const char *lc_level_name(lc_level level) {
    return level == LC_LEVEL_ANY ? "" : LEVELS[level - 1];
}

static lc_status read_word(lc_yaml *yaml, const yaml_node_t *item, void *target) {
    static const lc_yaml_field field = {.key = "a word"};
    return lc_yaml_read_text(yaml, item, &field, target);
}

static lc_status read_words(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    (void)field;
    lc_level_rule *rule = target;
    return lc_yaml_list(yaml, value, "'words'", read_word, sizeof(char *), (void **)&rule->words, &rule->n_words);
}

static lc_status read_level(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    lc_level_rule *rule = target;
    int index;
    lc_status status = lc_yaml_read_word(yaml, value, field, &index);
    if (!status) rule->level = (lc_level)(index + 1);
    return status;
}

static const lc_yaml_field FIELDS[] = {
    {.key = "level", .read = read_level, .rule = LEVELS, .required = true},
    {.key = "words", .read = read_words, .required = true},
};

static lc_status read_rule(lc_yaml *yaml, const yaml_node_t *item, void *target) {
    return lc_yaml_mapping(yaml, item, "a level", FIELDS, COUNT(FIELDS), target);
}

lc_status lc_levels_load(lc_context *ctx, const char *data_dir, lc_level_rules **out) {
    char *path = NULL;
    lc_yaml yaml = {0};
    lc_level_rules *rules = LC_NEW0(lc_level_rules, 1);
    if (!rules) return lc_fail_memory(ctx);
    lc_status status = lc_data_file(ctx, data_dir, "rules/levels.yaml", &path);
    if (!status) status = lc_yaml_open(ctx, path, DATA_ADVICE, &yaml);
    if (!status)
        status = lc_yaml_list(&yaml, lc_yaml_root(&yaml), "the list of levels", read_rule, sizeof(lc_level_rule),
                              (void **)&rules->rule, &rules->n);
    lc_yaml_close(&yaml);
    free(path);
    if (status)
        lc_levels_free(rules);
    else
        *out = rules;
    return status;
}

void lc_levels_free(lc_level_rules *rules) {
    if (!rules) return;
    for (size_t r = 0; r < rules->n; r++) {
        for (size_t w = 0; w < rules->rule[r].n_words; w++) free(rules->rule[r].words[w]);
        free(rules->rule[r].words);
    }
    free(rules->rule);
    free(rules);
}

/* Whatever the locale: bytes of Chinese characters must stay as they are. */
static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool contains(const char *text, const char *word) {
    for (; *text; text++) {
        size_t i = 0;
        while (word[i] && lower(text[i]) == lower(word[i])) i++;
        if (!word[i]) return true;
    }
    return false;
}

lc_level lc_level_of(const lc_level_rules *rules, const char *text) {
    for (size_t r = 0; r < rules->n; r++)
        for (size_t w = 0; w < rules->rule[r].n_words; w++)
            if (contains(text, rules->rule[r].words[w])) return rules->rule[r].level;
    return LC_LEVEL_ANY;
}
