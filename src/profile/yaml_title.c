#include "profile/yaml_title.h"

#include "base/language.h"
#include "base/memory.h"
#include "profile/yaml_schema.h"

typedef struct title {
    char *en, *zh;
} title;

static lc_status get_languages(lc_yaml *yaml, const yaml_node_t *node, const char *what, char **en, char **zh) {
    static const lc_yaml_field fields[] = {
        {.key = "en", .read = lc_yaml_read_text, .offset = offsetof(title, en)},
        {.key = "zh", .read = lc_yaml_read_text, .offset = offsetof(title, zh)},
    };
    title read = {0};
    lc_status status = lc_yaml_mapping(yaml, node, what, fields, sizeof fields / sizeof *fields, &read);
    *en = read.en;
    *zh = read.zh;
    return status;
}

/* One language must be there; it stands for the other. */
static lc_status get_both(lc_yaml *yaml, const yaml_node_t *node, const char *what, char **en, char **zh) {
    lc_status status = get_languages(yaml, node, what, en, zh);
    if (!status && !*en && !*zh)
        status = lc_yaml_fail(yaml, node, "%s is empty; write {en: …, zh: …}, or one of them", what);
    return status ? status : lc_title_default(yaml->ctx, en, zh, "");
}

lc_status lc_yaml_get_title(lc_yaml *yaml, const yaml_node_t *node, char **en, char **zh) {
    if (node->type == YAML_SCALAR_NODE)
        return lc_yaml_fail(yaml, node, "'title' must name its languages; write title: {en: …, zh: …}");
    return get_languages(yaml, node, LC_TEXT("a title"), en, zh);
}

lc_status lc_yaml_get_note(lc_yaml *yaml, const yaml_node_t *node, char **en, char **zh) {
    if (node->type == YAML_SCALAR_NODE)
        return lc_yaml_fail(yaml, node, "'target_note' must name its languages; write target_note: {en: …, zh: …}");
    return get_both(yaml, node, "'target_note'", en, zh);
}

lc_status lc_yaml_get_source(lc_yaml *yaml, const yaml_node_t *node, char **en, char **zh) {
    if (node->type == YAML_MAPPING_NODE) return get_both(yaml, node, "'source'", en, zh);
    static const lc_yaml_field field = {.key = "source"};
    lc_status status = lc_yaml_read_text(yaml, node, &field, en);
    return status ? status : lc_title_default(yaml->ctx, en, zh, "");
}

lc_status lc_title_default(lc_context *ctx, char **en, char **zh, const char *fallback) {
    if (!*en) *en = lc_strdup(*zh ? *zh : fallback);
    if (!*zh) *zh = lc_strdup(*en);
    return *en && *zh ? LC_OK : lc_fail_memory(ctx);
}
