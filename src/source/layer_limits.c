/* Is a layer too much to be read? Asked before GDAL opens what it reads whole. */
#include "source/layer_limits.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <string.h>

#include "base/budget.h"
#include "base/memory.h"
#include "source/layer_files.h"

/* Bytes of memory that a byte of a file takes, by what GDAL and we make of it (measured, rounded up). */
static unsigned bytes_for(const char *name, bool collection) {
    static const struct {
        const char *extension;
        unsigned bytes;
    } known[] = {{"csv", 12}, {"tsv", 12}, {"txt", 12}, {"kml", 10}, {"kmz", 10}, {"xml", 4}, {"gpx", 4}};
    const char *extension = CPLGetExtension(name);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (EQUAL(extension, known[i].extension)) return known[i].bytes;
    return collection ? 1 : 40; /* JSON of one object is a tree in memory */
}

/* Formats that are archives. */
static bool is_archive(const char *path) {
    static const char *const extensions[] = {"xlsx", "xlsm", "ods", "kmz"};
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        if (EQUAL(CPLGetExtension(path), extensions[i])) return true;
    return false;
}

/* Is a member of an archive one that GDAL reads features from? The parts of a workbook are told from it by its name. */
static bool has_features(const char *archive, const char *name) {
    static const char *const extensions[] = {"kml",     "gml",      "xml",      "json",
                                             "geojson", "geojsonl", "geojsons", "topojson"};
    if (is_archive(archive) && !EQUAL(CPLGetExtension(archive), "kmz")) return false;
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        if (EQUAL(CPLGetExtension(name), extensions[i])) return true;
    return false;
}

/* Bytes of a file as it is read, at most a little above `most`: what archives say of it is not relied on. */
static uint64_t count_bytes(const char *path, uint64_t most) {
    enum { PIECE = 1 << 16 };
    uint64_t n = 0;
    char *bytes = LC_NEW(char, PIECE);
    VSILFILE *file = bytes ? VSIFOpenL(path, "rb") : NULL;
    for (size_t got = 1; file && got && n <= most; n += got) got = VSIFReadL(bytes, 1, PIECE, file);
    if (file) VSIFCloseL(file);
    free(bytes);
    return n;
}

static uint64_t size_of(const char *path) {
    VSILFILE *file = VSIFOpenL(path, "rb");
    uint64_t size = file && VSIFSeekL(file, 0, SEEK_END) == 0 ? VSIFTellL(file) : 0;
    if (file) VSIFCloseL(file);
    return size;
}

static lc_status ask_fields(const lc_layer_reader *r, const char *path) {
    lc_layer_head head;
    lc_layer_head_read(path, &head);
    return lc_layer_check_fields(r, head.fields);
}

/* First by what the archive says, which takes no time, and then by what is in it. */
static lc_status ask_archive(lc_layer_reader *r, const char *folder) {
    lc_status status = LC_OK;
    for (int pass = 0; pass < 2 && !status; pass++) {
        uint64_t total = 0;
        const VSIDIREntry *entry;
        VSIDIR *list = VSIOpenDir(folder, -1, NULL);
        while (list && !status && (entry = VSIGetNextDirEntry(list)) != NULL) {
            if (VSI_ISDIR(entry->nMode)) continue;
            unsigned each = bytes_for(entry->pszName, true);
            char *path = lc_sprintf("%s/%s", folder, entry->pszName);
            if (!path) status = lc_fail_memory(r->ctx);
            uint64_t left = lc_memory_left(r->ctx), n = entry->nSize;
            if (path && pass) n = count_bytes(path, left / each + 1);
            total = n > (UINT64_MAX - total) / each ? UINT64_MAX : total + n * each;
            if (!status && total > left) status = lc_memory_ask(r->ctx, r->source->path, total);
            if (!status && pass && has_features(folder, entry->pszName)) status = ask_fields(r, path);
            free(path);
        }
        if (list) VSICloseDir(list);
    }
    return status;
}

static lc_status ask_file(lc_layer_reader *r) {
    const char *path = r->path;
    unsigned each = bytes_for(path, !r->head.is_json || r->head.is_collection);
    if (strncmp(path, "/vsigzip/", 9) == 0) { /* the length that stands in it is of its last part alone, and a claim */
        if (EQUAL(CPLGetExtension(path), "gz")) {
            char *name = lc_strdup(CPLGetBasename(path)); /* what is packed */
            if (!name) return lc_fail_memory(r->ctx);
            each = bytes_for(name, !r->head.is_json || r->head.is_collection);
            free(name);
        }
        return lc_memory_ask(r->ctx, r->source->path, count_bytes(path, lc_memory_left(r->ctx) / each + 1) * each);
    }
    if (each == 1 || !lc_layer_is_file(path)) return LC_OK; /* read piece by piece, and asked for then */
    return lc_memory_ask(r->ctx, r->source->path, size_of(path) * each);
}

static lc_status ask(lc_layer_reader *r) {
    if (!lc_layer_is_path(r->source->path) && strncmp(r->source->path, "/vsi", 4) != 0) return LC_OK;
    if (r->source->remote) return LC_OK; /* would be fetched twice */
    if (strncmp(r->path, "/vsizip/", 8) == 0 && !lc_layer_is_file(r->path)) return ask_archive(r, r->path);
    if (!is_archive(r->path)) return ask_file(r);
    char *folder = lc_sprintf("/vsizip/%s", r->path);
    lc_status status = folder ? ask_archive(r, folder) : lc_fail_memory(r->ctx);
    free(folder);
    return status;
}

lc_status lc_layer_ask_memory(lc_layer_reader *r) {
    lc_gdal_hush(); /* what is wrong with a file, opening it tells */
    lc_status status = ask(r);
    lc_gdal_speak();
    CPLErrorReset();
    return status;
}

lc_status lc_layer_check_fields(const lc_layer_reader *r, size_t n) {
    if (n <= LC_FIELDS_MOST) return LC_OK;
    return lc_fail(r->ctx, LC_ERR_INPUT, "%s: '%s' has more than %d fields; leave out those that are not needed",
                   r->shown_role, r->source->text, LC_FIELDS_MOST);
}
