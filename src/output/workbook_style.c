#include "output/workbook_style.h"

#include <stdbool.h>
#include <stddef.h>

enum { INK = 0x1F2933, SOFT = 0x6B7785, PALE = 0xEEF2F6, GREEN = 0x0B6B3A, RED = 0xA61B1B };

static const struct {
    const char *number;
    bool bold, wrap, right;
    int size;
    lxw_color_t ink, ground; /* ground 0: none */
} styles[LC_STYLES] = {
    [LC_STYLE_TEXT] = {.ink = INK},
    [LC_STYLE_WRAP] = {.ink = INK, .wrap = true},
    [LC_STYLE_TITLE] = {.ink = INK, .bold = true, .size = 18},
    [LC_STYLE_SECTION] = {.ink = INK, .bold = true, .size = 13},
    [LC_STYLE_NOTE] = {.ink = SOFT, .wrap = true},
    [LC_STYLE_HEAD] = {.ink = INK, .bold = true, .wrap = true, .ground = PALE},
    [LC_STYLE_HEAD_NUMBER] = {.ink = INK, .bold = true, .wrap = true, .ground = PALE, .right = true},
    [LC_STYLE_PERCENT] = {.number = "0.0%", .ink = INK},
    [LC_STYLE_PERCENT_MET] = {.number = "0.0%", .ink = GREEN, .bold = true},
    [LC_STYLE_PERCENT_MISSED] = {.number = "0.0%", .ink = RED, .bold = true},
    [LC_STYLE_MET] = {.ink = GREEN, .bold = true, .ground = 0xD9F2E3},
    [LC_STYLE_MISSED] = {.ink = RED, .bold = true, .ground = 0xFBDCDC},
    [LC_STYLE_NO_DATA] = {.ink = SOFT, .right = true},
    [LC_STYLE_WHOLE] = {.number = "#,##0", .ink = INK},
    [LC_STYLE_TENTH] = {.number = "#,##0.0", .ink = INK},
    [LC_STYLE_HUNDREDTH] = {.number = "#,##0.00", .ink = INK},
    [LC_STYLE_TIMES] = {.number = "0.0\"×\"", .ink = INK},
    [LC_STYLE_DEGREES] = {.number = "0.000000", .ink = INK},
    [LC_STYLE_METRES] = {.number = "0.000", .ink = INK},
};

bool lc_workbook_formats(lxw_workbook *book, lxw_format *format[LC_STYLES]) {
    for (int i = 0; i < LC_STYLES; i++) {
        lxw_format *f = format[i] = workbook_add_format(book);
        if (!f) return false;
        format_set_font_color(f, styles[i].ink);
        format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
        if (styles[i].number) format_set_num_format(f, styles[i].number);
        if (styles[i].bold) format_set_bold(f);
        if (styles[i].wrap) format_set_text_wrap(f);
        if (styles[i].right) format_set_align(f, LXW_ALIGN_RIGHT);
        if (styles[i].size) format_set_font_size(f, styles[i].size);
        if (styles[i].ground) format_set_bg_color(f, styles[i].ground);
    }
    for (int i = LC_STYLE_HEAD; i <= LC_STYLE_HEAD_NUMBER; i++) {
        format_set_align(format[i], LXW_ALIGN_VERTICAL_BOTTOM);
        format_set_bottom(format[i], LXW_BORDER_THIN);
        format_set_bottom_color(format[i], SOFT);
    }
    return true;
}

double lc_workbook_height(lc_style style) {
    return styles[style].size ? styles[style].size / 10.0 : 1;
}
