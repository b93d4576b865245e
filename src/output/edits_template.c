#include "output/edits_template.h"

#include <stdlib.h>

#include "base/memory.h"
#include "output/layer_styles.h"
#include "output/qml.h"

enum { ADD, REMOVE, MOVE, PATH, CLOSE, OPEN, OPS, LAYERS = 3, LEVELS = 3, LISTS = 3 };

static const char *const OP[OPS] = {"add", "remove", "move", "path", "close", "open"};
static const char *const OP_LABEL[OPS] = {"add: a facility · 新增设施",
                                          "remove: the facility here · 移除设施",
                                          "move: the facility with this id · 移动设施",
                                          "path: a new path · 新增道路",
                                          "close: paths · 封闭道路",
                                          "open: a gate or joint · 开口"};
static const char *const LEVEL[LEVELS] = {"street", "community", "station"};
static const char *const LEVEL_LABEL[LEVELS] = {"street · 街道综合体", "community · 社区党群服务中心",
                                                "station · 小区/楼宇服务站"};

/* The layers, in the order in which they are read: a gate that is opened comes after the wall. */
static const struct {
    const char *name;
    lc_qml_look look;
    size_t op[OPS], n; /* what makes sense there, the usual first */
} LAYER[LAYERS] = {
    {"edit_lines", {LC_LINE, 255, 0.9, 0}, {PATH, CLOSE, ADD, MOVE}, 4},
    {"edit_areas", {LC_POLYGON, 110, 0.5, 0}, {CLOSE, ADD, MOVE}, 3},
    {"edit_points", {LC_POINT, 255, 0.3, 2.8}, {ADD, REMOVE, MOVE, CLOSE, OPEN}, 5},
};

/* A layer in the making. */
typedef struct {
    const char *code[OPS], *label[OPS];
    lc_value_list values[LISTS];
    lc_table table;
} sheet_t;

typedef struct {
    const lc_categories *categories;
    const char **code;
    char **label; /* of the categories */
    sheet_t sheet[LAYERS];
    lc_layer_styles styles;
} template_t;

static bool list_categories(template_t *t) {
    size_t n = t->categories->n;
    t->code = LC_NEW(const char *, n);
    t->label = LC_NEW0(char *, n);
    for (size_t i = 0; t->code && t->label && i < n; i++) {
        const lc_category_def *c = &t->categories->category[i];
        t->code[i] = c->name;
        t->label[i] = lc_sprintf("%s%s%s%s%s", c->name, c->title_en ? " · " : "", c->title_en ? c->title_en : "",
                                 c->title_zh ? " · " : "", c->title_zh ? c->title_zh : "");
        if (!t->label[i]) return false;
    }
    return t->code && t->label;
}

static void list_values(template_t *t, size_t k) {
    static const char *const names[LAYERS] = {"edit_line_op", "edit_area_op", "edit_point_op"};
    sheet_t *s = &t->sheet[k];
    for (size_t i = 0; i < LAYER[k].n; i++) {
        s->code[i] = OP[LAYER[k].op[i]];
        s->label[i] = OP_LABEL[LAYER[k].op[i]];
    }
    const char *const *labels = (const char *const *)t->label;
    s->values[0] = (lc_value_list){names[k], s->code, s->label, LAYER[k].n};
    s->values[1] = (lc_value_list){"edit_category", t->code, labels, t->categories->n};
    s->values[2] = (lc_value_list){"edit_level", LEVEL, LEVEL_LABEL, LEVELS};
}

static bool fill_columns(template_t *t, size_t k) {
    sheet_t *s = &t->sheet[k];
    static const char *const names[] = {"op", "category", "id", "name", "level"};
    static const int list[] = {0, 1, -1, -1, 2};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!lc_table_text(&s->table, names[i], NULL)) return false;
        if (list[i] >= 0) lc_table_last(&s->table)->values = &s->values[list[i]];
    }
    return lc_table_number(&s->table, "area", NULL, LC_COLUMN_REAL);
}

static bool make_style(template_t *t, size_t k) {
    sheet_t *s = &t->sheet[k];
    static const char *const columns[LISTS] = {"op", "category", "level"};
    lc_qml_class class[OPS];
    lc_qml_list lists[LISTS];
    for (size_t i = 0; i < LAYER[k].n; i++)
        class[i] = (lc_qml_class){.value = s->code[i], .label = s->label[i], .colour = LAYER[k].op[i], .shown = true};
    for (size_t i = 0; i < LISTS; i++)
        lists[i] = (lc_qml_list){columns[i], s->values[i].code, s->values[i].label, s->values[i].n,
                                 i == 0 ? s->code[0] : NULL};
    char *qml = lc_qml_with_lists(lc_qml_classes("op", &LAYER[k].look, class, LAYER[k].n), lists, LISTS);
    return lc_layer_styles_add(&t->styles, LAYER[k].name, LAYER[k].name, "by op", true, qml);
}

lc_status lc_edits_template_write(lc_context *ctx, const lc_categories *categories, const char *path) {
    template_t t = {.categories = categories};
    static const lc_geoms none = {0};
    lc_layer_out out[LAYERS + 1];
    lc_status status = lc_output_ending(ctx, path, ".gpkg");
    bool ok = list_categories(&t);
    for (size_t k = 0; ok && k < LAYERS; k++) {
        list_values(&t, k);
        ok = fill_columns(&t, k) && make_style(&t, k);
        out[k] = lc_table_layer(&t.sheet[k].table, LAYER[k].name, LAYER[k].look.kind, &none, NULL);
    }
    ok = ok && lc_layer_styles_table(&t.styles);
    if (status == LC_OK && !ok) status = lc_fail_memory(ctx);
    if (status == LC_OK) {
        out[LAYERS] = lc_layer_styles_layer(&t.styles);
        status = lc_layers_write(ctx, path, out, LAYERS + 1);
    }
    for (size_t k = 0; k < LAYERS; k++) lc_table_free(&t.sheet[k].table);
    for (size_t i = 0; t.label && i < categories->n; i++) free(t.label[i]);
    free(t.label);
    free(t.code);
    lc_layer_styles_free(&t.styles);
    return status;
}
