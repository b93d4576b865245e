/* Styles in QGIS's own format, QML: how a layer looks when it is opened. */
#ifndef LC_OUTPUT_QML_H
#define LC_OUTPUT_QML_H

#include "geo/geoms.h"

/* A class of a categorised style. */
typedef struct lc_qml_class {
    const char *value;
    const char *label, *label_zh; /* label_zh may be NULL */
    size_t colour; /* which of the palette's, which is good for colour-blind eyes; they come round again */
    bool shown;    /* the others wait with a box to tick */
} lc_qml_class;

/* How opaque symbols are filled, 0..255, and how wide lines and outlines and how large points are, in mm. */
typedef struct lc_qml_look {
    lc_geom_kind kind;
    int opacity;
    double line_mm, point_mm;
} lc_qml_look;

/*
 * Styles, malloc'ed; NULL when memory is out. Shares 0..1 of a polygon layer in five steps, dark to light; classes by
 * the value of a column; one grey symbol for all.
 */
char *lc_qml_shares(const char *column);
char *lc_qml_classes(const char *column, const lc_qml_look *look, const lc_qml_class *classes, size_t n);
char *lc_qml_plain(const lc_qml_look *look);

/* What a form offers for a column: a list of values, and one that new features get (NULL: none). */
typedef struct lc_qml_list {
    const char *column;
    const char *const *code, *const *label;
    size_t n;
    const char *usual;
} lc_qml_list;
/* A style with such lists; consumes `qml`. malloc'ed; NULL when memory is out. */
char *lc_qml_with_lists(char *qml, const lc_qml_list *lists, size_t n);

#endif
