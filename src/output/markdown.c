#include "output/markdown.h"

#include <string.h>

#include "base/utf8.h"

void lc_md_text(FILE *file, const char *text) {
    for (const char *s = text ? text : ""; *s;) {
        size_t n = lc_utf8_length(s);
        unsigned char byte = (unsigned char)*s;
        if (n == 0) {
            fputs("\xEF\xBF\xBD", file);
            n = 1;
        } else if (byte < 0x20 || byte == 0x7F) {
            fputc(' ', file);
        } else {
            if (n == 1 && strchr("\\`*_[]<>|~#&$@!", *s)) fputc('\\', file);
            fwrite(s, 1, n, file);
        }
        s += n;
    }
}

void lc_md_heading(FILE *file, int level, const char *title) {
    if (level > 1) fputc('\n', file);
    for (int i = 0; i < level; i++) fputc('#', file);
    fputc(' ', file);
    lc_md_text(file, title);
    fputs("\n\n", file);
}

void lc_md_table(FILE *file, const char *const *title, const char *align) {
    for (size_t k = 0; align[k]; k++) lc_md_cell(file, title[k]);
    lc_md_row_end(file);
    for (size_t k = 0; align[k]; k++) fputs(align[k] == 'r' ? "|---:" : "|---", file);
    lc_md_row_end(file);
}

void lc_md_cell(FILE *file, const char *text) {
    fputs("| ", file);
    lc_md_text(file, text);
    fputc(' ', file);
}

void lc_md_row_end(FILE *file) {
    fputs("|\n", file);
}
