/* Translations in gettext's compiled form (.mo), read from memory. */
#ifndef LC_BASE_CATALOGUE_H
#define LC_BASE_CATALOGUE_H

#include <stddef.h>

/* src/po/zh_CN.po, compiled by msgfmt (little-endian) and built in. */
extern const unsigned char lc_catalogue_zh[];
extern const size_t lc_catalogue_zh_size;

/* The translation of `text` in a catalogue, or NULL. */
const char *lc_catalogue_find(const unsigned char *mo, size_t size, const char *text);

#endif
