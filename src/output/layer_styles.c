#include "output/layer_styles.h"

#include <stdlib.h>

#include "base/memory.h"

/* The date of a style: the same report gives the same bytes. */
static const char STYLE_TIME[] = "1970-01-01T00:00:00Z";

bool lc_layer_styles_add(lc_layer_styles *s, const char *layer, const char *name, const char *title, bool is_default,
                         char *qml) {
    if (!qml || !LC_ROOM(s->style, s->capacity, s->n + 1)) {
        free(qml);
        return false;
    }
    s->style[s->n++] = (lc_layer_style){layer, name, title, is_default, qml};
    return true;
}

bool lc_layer_styles_table(lc_layer_styles *s) {
    lc_table *t = &s->table;
    t->n_rows = s->n;
    const char **catalog = lc_table_text(t, "f_table_catalog", NULL),
               **schema = lc_table_text(t, "f_table_schema", NULL);
    const char **table = lc_table_text(t, "f_table_name", NULL), **geom = lc_table_text(t, "f_geometry_column", NULL);
    const char **name = lc_table_text(t, "styleName", NULL), **qml = lc_table_text(t, "styleQML", NULL);
    bool ok = lc_table_text(t, "styleSLD", NULL);
    double *is_default = lc_table_number(t, "useAsDefault", NULL, LC_COLUMN_BOOL);
    const char **description = lc_table_text(t, "description", NULL), **owner = lc_table_text(t, "owner", NULL);
    ok = ok && lc_table_text(t, "ui", NULL);
    const char **time = lc_table_text(t, "update_time", NULL);
    if (!ok || !catalog || !schema || !table || !geom || !name || !qml || !is_default || !description || !owner ||
        !time)
        return false;
    lc_table_last(t)->type = LC_COLUMN_TIME;
    for (size_t i = 0; i < s->n; i++) {
        catalog[i] = schema[i] = owner[i] = "";
        table[i] = s->style[i].layer;
        geom[i] = "geom";
        name[i] = s->style[i].name;
        qml[i] = s->style[i].qml;
        is_default[i] = s->style[i].is_default;
        description[i] = s->style[i].title;
        time[i] = STYLE_TIME;
    }
    return true;
}

lc_layer_out lc_layer_styles_layer(const lc_layer_styles *s) {
    lc_layer_out out = lc_table_layer(&s->table, "layer_styles", LC_POINT, NULL, NULL);
    out.key = "id"; /* as QGIS calls it */
    return out;
}

void lc_layer_styles_free(lc_layer_styles *s) {
    lc_table_free(&s->table);
    for (size_t i = 0; i < s->n; i++) free(s->style[i].qml);
    free(s->style);
    *s = (lc_layer_styles){0};
}
