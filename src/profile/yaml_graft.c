#include "profile/yaml_graft.h"

#include "base/memory.h"

/* A node like `from`, still without its members. */
static bool copy_node(yaml_document_t *document, const yaml_node_t *from) {
    int number = 0;
    if (from->type == YAML_SCALAR_NODE)
        number = yaml_document_add_scalar(document, from->tag, from->data.scalar.value, (int)from->data.scalar.length,
                                          from->data.scalar.style);
    else if (from->type == YAML_SEQUENCE_NODE)
        number = yaml_document_add_sequence(document, from->tag, from->data.sequence.style);
    else
        number = yaml_document_add_mapping(document, from->tag, from->data.mapping.style);
    if (!number) return false;
    yaml_node_t *node = yaml_document_get_node(document, number);
    node->start_mark = from->start_mark;
    node->end_mark = from->end_mark;
    return true;
}

/* libyaml takes members only once they are there: hence a second round. */
static bool copy_members(yaml_document_t *document, int number, const yaml_node_t *from, int offset) {
    if (from->type == YAML_SEQUENCE_NODE)
        for (const yaml_node_item_t *i = from->data.sequence.items.start; i < from->data.sequence.items.top; i++)
            if (!yaml_document_append_sequence_item(document, number, *i + offset)) return false;
    if (from->type == YAML_MAPPING_NODE)
        for (const yaml_node_pair_t *p = from->data.mapping.pairs.start; p < from->data.mapping.pairs.top; p++)
            if (!yaml_document_append_mapping_pair(document, number, p->key + offset, p->value + offset)) return false;
    return true;
}

static bool add_origin(lc_yaml *yaml, int first, int last, const char *file) {
    if (!LC_ROOM(yaml->origin, yaml->cap_origins, yaml->n_origins + 1)) return false;
    lc_yaml_origin *origin = &yaml->origin[yaml->n_origins];
    *origin = (lc_yaml_origin){first, last, lc_strdup(file)};
    if (!origin->file) return false;
    yaml->n_origins++;
    return true;
}

lc_status lc_yaml_graft(lc_yaml *yaml, lc_yaml *from, int *offset) {
    const yaml_node_t *start = from->document.nodes.start;
    int n = (int)(from->document.nodes.top - start),
        base = (int)(yaml->document.nodes.top - yaml->document.nodes.start);
    bool ok = add_origin(yaml, base + 1, base + n, from->file);
    for (size_t i = 0; ok && i < from->n_origins; i++) {
        const lc_yaml_origin *o = &from->origin[i];
        ok = add_origin(yaml, o->first + base, o->last + base, o->file);
    }
    for (int i = 0; ok && i < n; i++) ok = copy_node(&yaml->document, &start[i]);
    for (int i = 0; ok && i < n; i++) ok = copy_members(&yaml->document, base + i + 1, &start[i], base);
    if (!ok) return lc_fail_memory(yaml->ctx);
    *offset = base;
    return LC_OK;
}
