#include "base/catalogue.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* GNU gettext manual, "The Format of GNU MO Files": magic, revision, number of strings, where the table of originals
   and that of translations stand; a table holds length and offset of each string, the originals in ascending order. */
enum { MAGIC_AT = 0, COUNT_AT = 8, ORIGINALS_AT = 12, TRANSLATIONS_AT = 16, HEADER = 20, ENTRY = 8 };

static uint32_t number_at(const unsigned char *mo, size_t at) {
    return (uint32_t)mo[at] | (uint32_t)mo[at + 1] << 8 | (uint32_t)mo[at + 2] << 16 | (uint32_t)mo[at + 3] << 24;
}

/* String i of a table; NULL when it is not all in the catalogue. */
static const char *string_at(const unsigned char *mo, size_t size, uint32_t table, uint32_t i) {
    uint64_t entry = (uint64_t)table + (uint64_t)i * ENTRY;
    if (entry + ENTRY > size) return NULL;
    uint64_t length = number_at(mo, (size_t)entry), at = number_at(mo, (size_t)entry + 4);
    return at + length < size && mo[at + length] == '\0' ? (const char *)mo + at : NULL;
}

const char *lc_catalogue_find(const unsigned char *mo, size_t size, const char *text) {
    if (size < HEADER || number_at(mo, MAGIC_AT) != 0x950412de) return NULL;
    uint32_t first = 0, end = number_at(mo, COUNT_AT);
    while (first < end) {
        uint32_t middle = first + (end - first) / 2;
        const char *original = string_at(mo, size, number_at(mo, ORIGINALS_AT), middle);
        if (!original) return NULL;
        int order = strcmp(text, original);
        if (order == 0) return string_at(mo, size, number_at(mo, TRANSLATIONS_AT), middle);
        if (order < 0)
            end = middle;
        else
            first = middle + 1;
    }
    return NULL;
}
