#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "cli.h"

/* Decode one UTF-8 character; a stray byte is a character of its own. Returns its length in bytes. */
static size_t decode(const char *text, uint32_t *code) {
    const unsigned char *s = (const unsigned char *)text;
    size_t n = s[0] < 0xC0 ? 1 : s[0] < 0xE0 ? 2 : s[0] < 0xF0 ? 3 : 4;
    uint32_t value = n == 1 ? s[0] : s[0] & (0x7Fu >> n);
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xC0) != 0x80) {
            *code = s[0];
            return 1;
        }
        value = value << 6 | (s[i] & 0x3Fu);
    }
    *code = value;
    return n;
}

/* Columns of a character (Unicode East Asian Width W and F: 2; combining marks: 0). Not wcwidth(), which knows CJK only
   when the machine has the locale installed. */
static int columns(uint32_t code) {
    static const struct {
        uint32_t first, last;
        int width;
    } range[] = {{0x0300, 0x036F, 0},   {0x1100, 0x115F, 2},   {0x200B, 0x200F, 0},  {0x2E80, 0x303E, 2},
                 {0x3041, 0xA4CF, 2},   {0xAC00, 0xD7A3, 2},   {0xF900, 0xFAFF, 2},  {0xFE00, 0xFE0F, 0},
                 {0xFE30, 0xFE6F, 2},   {0xFF00, 0xFF60, 2},   {0xFFE0, 0xFFE6, 2},  {0x1F300, 0x1F64F, 2},
                 {0x1F680, 0x1F6FF, 2}, {0x1F900, 0x1F9FF, 2}, {0x20000, 0x3FFFD, 2}};
    for (size_t i = 0; i < sizeof range / sizeof *range; i++)
        if (code >= range[i].first && code <= range[i].last) return range[i].width;
    return 1;
}

int cli_width(const char *text) {
    int width = 0;
    uint32_t code;
    while (*text) {
        text += decode(text, &code);
        width += columns(code);
    }
    return width;
}

static void spaces(FILE *file, int n) {
    for (int i = 0; i < n; i++) fputc(' ', file);
}

/* Control characters in a name would break the table, or the terminal. */
static void put_character(FILE *file, const char *text, size_t n, uint32_t code) {
    if (code < 0x20 || code == 0x7F)
        fputc(' ', file);
    else
        fwrite(text, 1, n, file);
}

void cli_pad(FILE *file, const char *text, int width, bool right) {
    int all = cli_width(text);
    bool cut = all > width;
    if (right && !cut) spaces(file, width - all);
    int room = cut ? width - 1 : width, used = 0;
    while (*text) {
        uint32_t code;
        size_t n = decode(text, &code);
        if (used + columns(code) > room) break;
        put_character(file, text, n, code);
        used += columns(code);
        text += n;
    }
    if (cut) {
        fputs("…", file);
        used++;
    }
    if (!right || cut) spaces(file, width - used);
}

void cli_add(char *cell, size_t size, const char *format, ...) {
    static const char mark[] = "…";
    size_t used = strlen(cell);
    va_list args;
    va_start(args, format);
    int n = vsnprintf(cell + used, size - used, format, args);
    va_end(args);
    if (n < 0 || (size_t)n < size - used) return;
    size_t end = size - sizeof mark;
    while (end > 0 && ((unsigned char)cell[end] & 0xC0) == 0x80) end--; /* not within a character */
    memcpy(cell + end, mark, sizeof mark);
}
