#include "output/xml.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"

/* What stands for a byte, NULL for itself. */
static const char *reference(char c) {
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\t':
        return "&#9;";
    case '\n':
        return "&#10;";
    case '\r':
        return "&#13;";
    default:
        return (unsigned char)c < 0x20 ? "\xEF\xBF\xBD" : NULL;
    }
}

void lc_xml_text(FILE *file, const char *text) {
    for (const char *s = text ? text : ""; *s;) {
        size_t n = lc_utf8_length(s);
        bool no_character = n == 3 && (strncmp(s, "\xEF\xBF\xBE", 3) == 0 || strncmp(s, "\xEF\xBF\xBF", 3) == 0);
        const char *instead = n == 0 || no_character ? "\xEF\xBF\xBD" : n == 1 ? reference(*s) : NULL;
        if (instead)
            fputs(instead, file);
        else
            fwrite(s, 1, n, file);
        s += n ? n : 1;
    }
}

void lc_xml_attribute(FILE *file, const char *name, const char *value) {
    fprintf(file, " %s=\"", name);
    lc_xml_text(file, value);
    fputc('"', file);
}
