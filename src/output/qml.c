#include "output/qml.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/text_stream.h"
#include "base/utf8.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Okabe and Ito's palette, which colour-blind eyes tell apart, and the map's five steps (ColorBrewer's YlGnBu), which
   they see in order. */
static const char *const PALETTE[] = {"0,114,178", "213,94,0",   "0,158,115",  "204,121,167",
                                      "230,159,0", "86,180,233", "240,228,66", "0,0,0"};
static const char *const STEPS[] = {"255,255,204", "161,218,180", "65,182,196", "44,127,184", "37,52,148"};
static const char GREY[] = "120,120,120", WHITE[] = "255,255,255";

enum { OPAQUE = 255 };

static void put_text(FILE *file, const char *text) {
    for (const unsigned char *s = (const unsigned char *)text; *s;) {
        size_t n = lc_utf8_length((const char *)s);
        if (*s == '&')
            fputs("&amp;", file);
        else if (*s == '<')
            fputs("&lt;", file);
        else if (*s == '>')
            fputs("&gt;", file);
        else if (*s == '"')
            fputs("&quot;", file);
        else if (n && *s >= 0x20) /* XML has no other characters below */
            fwrite(s, 1, n, file);
        s += n ? n : 1;
    }
}

/* A property of a symbol, as QGIS from 3.18 on reads it, and as older ones do. */
static void property(FILE *file, bool old, const char *name, const char *format, ...) {
    va_list args;
    va_start(args, format);
    fprintf(file, old ? "<prop k=\"%s\" v=\"" : "<Option type=\"QString\" name=\"%s\" value=\"", name);
    vfprintf(file, format, args);
    fputs("\"/>", file);
    va_end(args);
}

/* Millimetres, whatever the decimal point of the program's locale. */
static void size_property(FILE *file, bool old, const char *name, double mm) {
    int hundredths = (int)(100 * mm + 0.5);
    property(file, old, name, "%d.%02d", hundredths / 100, hundredths % 100);
}

static void symbol_properties(FILE *file, bool old, const lc_qml_look *look, const char *rgb) {
    switch (look->kind) {
    case LC_POINT:
        property(file, old, "name", "circle");
        property(file, old, "color", "%s,%d", rgb, look->opacity);
        property(file, old, "outline_color", "%s,%d", WHITE, OPAQUE);
        size_property(file, old, "outline_width", look->line_mm);
        size_property(file, old, "size", look->point_mm);
        property(file, old, "size_unit", "MM");
        break;
    case LC_LINE:
        property(file, old, "line_color", "%s,%d", rgb, look->opacity);
        size_property(file, old, "line_width", look->line_mm);
        property(file, old, "line_width_unit", "MM");
        property(file, old, "capstyle", "round");
        property(file, old, "joinstyle", "round");
        break;
    case LC_POLYGON:
        property(file, old, "color", "%s,%d", rgb, look->opacity);
        property(file, old, "style", "solid");
        property(file, old, "outline_color", "%s,%d", look->opacity == OPAQUE ? WHITE : rgb, OPAQUE);
        property(file, old, "outline_style", "solid");
        size_property(file, old, "outline_width", look->line_mm);
        property(file, old, "outline_width_unit", "MM");
        break;
    }
}

static void symbol(FILE *file, size_t number, const lc_qml_look *look, const char *rgb) {
    static const char *const types[] = {"marker", "line", "fill"};
    static const char *const layers[] = {"SimpleMarker", "SimpleLine", "SimpleFill"};
    fprintf(file,
            "   <symbol type=\"%s\" name=\"%zu\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\"><layer class=\"%s\" "
            "enabled=\"1\" locked=\"0\" pass=\"0\"><Option type=\"Map\">",
            types[look->kind], number, layers[look->kind]);
    symbol_properties(file, false, look, rgb);
    fputs("</Option>", file);
    symbol_properties(file, true, look, rgb);
    fputs("</layer></symbol>\n", file);
}

/* The document up to its renderer's content. */
static void open_style(FILE *file, const char *type, const char *column) {
    fprintf(file,
            "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
            "<qgis version=\"3.22.0\" styleCategories=\"Symbology\">\n"
            " <renderer-v2 type=\"%s\" symbollevels=\"0\" forceraster=\"0\" enableorderby=\"0\"",
            type);
    if (column) {
        fputs(" attr=\"", file);
        put_text(file, column);
        fputc('"', file);
    }
}

static void close_style(FILE *file, lc_geom_kind kind) {
    fprintf(file,
            " </renderer-v2>\n <blendMode>0</blendMode>\n <featureBlendMode>0</featureBlendMode>\n"
            " <layerOpacity>1</layerOpacity>\n <layerGeometryType>%d</layerGeometryType>\n</qgis>\n",
            (int)kind); /* QGIS counts points, lines, polygons as we do */
}

/* The text of a memory stream whose writing has ended; NULL when memory was out. */
static char *finish(lc_text_stream *s) {
    return lc_text_stream_close(s) ? s->text : NULL;
}

char *lc_qml_shares(const char *column) {
    const lc_qml_look look = {.kind = LC_POLYGON, .opacity = OPAQUE, .line_mm = 0.26};
    lc_text_stream s;
    if (!lc_text_stream_open(&s)) return NULL;
    FILE *file = s.file;
    open_style(file, "graduatedSymbol", column);
    fputs(" graduatedMethod=\"GraduatedColor\">\n  <ranges>\n", file);
    for (size_t i = 0; i < COUNT(STEPS); i++)
        fprintf(
            file, "   <range symbol=\"%zu\" lower=\"0.%zu\" upper=\"%s%zu\" label=\"%zu – %zu %%\" render=\"true\"/>\n",
            i, 2 * i, i + 1 < COUNT(STEPS) ? "0." : "1.", i + 1 < COUNT(STEPS) ? 2 * i + 2 : 0, 20 * i, 20 * i + 20);
    fputs("  </ranges>\n  <symbols>\n", file);
    for (size_t i = 0; i < COUNT(STEPS); i++) symbol(file, i, &look, STEPS[i]);
    fputs("  </symbols>\n  <classificationMethod id=\"EqualInterval\"/>\n", file);
    close_style(file, LC_POLYGON);
    return finish(&s);
}

static void category(FILE *file, const lc_qml_class *class, size_t number) {
    fprintf(file, "   <category symbol=\"%zu\" type=\"string\" render=\"%s\" value=\"", number,
            class->shown ? "true" : "false");
    put_text(file, class->value);
    fputs("\" label=\"", file);
    put_text(file, class->label);
    if (class->label_zh) {
        fputs(" · ", file);
        put_text(file, class->label_zh);
    }
    fputs("\"/>\n", file);
}

char *lc_qml_classes(const char *column, const lc_qml_look *look, const lc_qml_class *classes, size_t n) {
    lc_text_stream s;
    if (!lc_text_stream_open(&s)) return NULL;
    FILE *file = s.file;
    open_style(file, "categorizedSymbol", column);
    fputs(">\n  <categories>\n", file);
    for (size_t i = 0; i < n; i++) category(file, &classes[i], i);
    fputs("  </categories>\n  <symbols>\n", file);
    for (size_t i = 0; i < n; i++) symbol(file, i, look, PALETTE[classes[i].colour % COUNT(PALETTE)]);
    fputs("  </symbols>\n", file);
    close_style(file, look->kind);
    return finish(&s);
}

char *lc_qml_plain(const lc_qml_look *look) {
    lc_text_stream s;
    if (!lc_text_stream_open(&s)) return NULL;
    FILE *file = s.file;
    open_style(file, "singleSymbol", NULL);
    fputs(">\n  <symbols>\n", file);
    symbol(file, 0, look, GREY);
    fputs("  </symbols>\n", file);
    close_style(file, look->kind);
    return finish(&s);
}

static void put_list(FILE *file, const lc_qml_list *list) {
    fputs("  <field name=\"", file);
    put_text(file, list->column);
    fputs("\"><editWidget type=\"ValueMap\"><config><Option type=\"Map\"><Option type=\"List\" name=\"map\">\n", file);
    for (size_t i = 0; i < list->n; i++) {
        fputs("   <Option type=\"Map\"><Option type=\"QString\" name=\"", file);
        put_text(file, list->label[i]);
        fputs("\" value=\"", file);
        put_text(file, list->code[i]);
        fputs("\"/></Option>\n", file);
    }
    fputs("  </Option></Option></config></editWidget></field>\n", file);
}

static void put_usual(FILE *file, const lc_qml_list *list) {
    if (!list->usual) return;
    fputs("  <default applyOnUpdate=\"0\" field=\"", file);
    put_text(file, list->column);
    fputs("\" expression=\"'", file);
    put_text(file, list->usual);
    fputs("'\"/>\n", file);
}

char *lc_qml_with_lists(char *qml, const lc_qml_list *lists, size_t n) {
    static const char symbols_alone[] = "styleCategories=\"Symbology\"", end[] = "</qgis>";
    const char *categories = qml ? strstr(qml, symbols_alone) : NULL, *last = qml ? strstr(qml, end) : NULL;
    lc_text_stream s = {0};
    if (categories && last && lc_text_stream_open(&s)) {
        FILE *file = s.file;
        const char *rest = categories + sizeof symbols_alone - 1;
        fwrite(qml, 1, (size_t)(categories - qml), file);
        fputs("styleCategories=\"Symbology|Fields|Forms\"", file);
        fwrite(rest, 1, (size_t)(last - rest), file);
        fputs(" <fieldConfiguration>\n", file);
        for (size_t i = 0; i < n; i++) put_list(file, &lists[i]);
        fputs(" </fieldConfiguration>\n <defaults>\n", file);
        for (size_t i = 0; i < n; i++) put_usual(file, &lists[i]);
        fputs(" </defaults>\n", file);
        fputs(last, file);
    }
    free(qml);
    return finish(&s);
}
