#include "source/osm_kind.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/language.h"
#include "source/osm.h"

enum { HEAD = 64 };

static bool ends_with(const char *path, const char *suffix) {
    size_t n = strlen(path), m = strlen(suffix);
    return n > m && strcasecmp(path + n - m, suffix) == 0;
}

bool lc_osm_is_name(const char *path) {
    return ends_with(path, ".pbf") || ends_with(path, ".osm") || ends_with(path, ".osm.gz") ||
           ends_with(path, ".osm.bz2");
}

/* Refuse what is not a file before a reader meets it, with the reason in words. */
static lc_status check_file(lc_context *ctx, const char *path) {
    struct stat info;
    if (stat(path, &info) != 0) return lc_fail(ctx, LC_ERR_INPUT, "%s: no such file", path);
    if (S_ISDIR(info.st_mode))
        return lc_fail(ctx, LC_ERR_INPUT, "%s: is a folder; give an .osm, .osm.gz or .pbf file", path);
    if (S_ISREG(info.st_mode) && info.st_size == 0)
        return lc_fail(ctx, LC_ERR_INPUT, "%s: the file is empty; get it again", path);
    return LC_OK;
}

static lc_status read_head(lc_context *ctx, const char *path, unsigned char head[HEAD], size_t *n) {
    FILE *file = fopen(path, "rb");
    if (!file) return lc_fail(ctx, LC_ERR_IO, "%s: cannot be read: %s", path, lc_system_text(ctx, errno));
    *n = fread(head, 1, HEAD, file);
    bool failed = ferror(file);
    int reason = errno;
    fclose(file);
    return failed ? lc_fail(ctx, LC_ERR_IO, "%s: cannot be read: %s", path, lc_system_text(ctx, reason)) : LC_OK;
}

/* The first character behind a byte order mark and blanks, 0 without one. */
static char first_character(const char *text, size_t n) {
    size_t at = n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    while (at < n && strchr(" \t\r\n", text[at]) && text[at]) at++;
    return at < n ? text[at] : '\0';
}

lc_status lc_osm_refuse_json(lc_context *ctx, const char *path, const char *text, size_t n) {
    char first = first_character(text, n);
    if (first != '{' && first != '[') return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT,
                   "%s: is JSON; ask Overpass for XML ([out:xml]) and name it .osm; GeoJSON goes with --network and "
                   "--facilities",
                   path);
}

static bool begins(const unsigned char *head, size_t n, const char *with, size_t length) {
    return n >= length && memcmp(head, with, length) == 0;
}

/* A block's length in 4 bytes, then its envelope, whose first field is its type. */
static bool is_pbf(const unsigned char *head, size_t n) {
    return n >= 15 && begins(head + 4, n - 4, "\x0a\x09OSMHeader", 11);
}

static lc_status by_name(lc_context *ctx, const char *path, lc_osm_kind *out) {
    *out = ends_with(path, ".pbf") ? LC_OSM_PBF : LC_OSM_XML;
    if (*out == LC_OSM_PBF || ends_with(path, ".osm")) return LC_OK;
    return lc_fail(ctx, LC_ERR_INPUT,
                   "%s: not an OpenStreetMap file, neither by its name nor by what is in it; a .pbf, .osm or .osm.gz "
                   "is needed",
                   path);
}

lc_status lc_osm_kind_of(lc_context *ctx, const char *path, lc_osm_kind *out) {
    unsigned char head[HEAD];
    size_t n = 0;
    lc_status status = check_file(ctx, path);
    if (!status) status = read_head(ctx, path, head, &n);
    if (!status) status = lc_osm_refuse_json(ctx, path, (const char *)head, n);
    if (status) return status;
    if (begins(head, n, "BZh", 3))
        return lc_fail(ctx, LC_ERR_INPUT, "%s: bzip2 is not read; unpack it with 'bunzip2' and give the .osm file",
                       path);
    if (begins(head, n, "PK\x03\x04", 4))
        return lc_fail(ctx, LC_ERR_INPUT, "%s: a zip archive; unpack it and give the file in it", path);
    if (begins(head, n, "\xff\xe0\x04o5m", 6))
        return lc_fail(ctx, LC_ERR_INPUT, "%s: o5m is not read; convert it, as 'osmium cat -o NEW.osm.pbf' does", path);
    bool utf16 = begins(head, n, "\xff\xfe", 2) || begins(head, n, "\xfe\xff", 2);
    if (begins(head, n, "\x1f\x8b", 2))
        *out = LC_OSM_GZIP;
    else if (is_pbf(head, n))
        *out = LC_OSM_PBF;
    else if (utf16 || first_character((const char *)head, n) == '<')
        *out = LC_OSM_XML;
    else
        return by_name(ctx, path, out);
    return LC_OK;
}
