#include "source/kml.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "source/layer_files.h"
#include "source/layer_messages.h"

/* The .kml of a .kmz that is read: the first in it. NULL without one. */
static char *document_of(const char *archive) {
    char *inner = NULL, **names = VSIReadDir(archive);
    for (char **name = names; name && *name && !inner; name++)
        if (EQUAL(CPLGetExtension(*name), "kml")) inner = lc_sprintf("%s/%s", archive, *name);
    CSLDestroy(names);
    return inner;
}

static char *read_text(const char *path) {
    GByte *bytes = NULL;
    bool read = lc_layer_is_file(path) && VSIIngestFile(NULL, path, &bytes, NULL, -1);
    return read ? (char *)bytes : NULL;
}

/* The address that a link is for, malloc'ed; NULL without one. `link` begins with <NetworkLink. */
static char *address_of(const char *link) {
    static const char open[] = "<href>";
    const char *end = strstr(link, "</NetworkLink"), *href = strstr(link, open);
    if (!href || (end && href > end)) return NULL;
    href += sizeof open - 1;
    return lc_sprintf("%.*s", (int)strcspn(href, "<"), href);
}

static bool is_within(const char *archive, const char *address) {
    char *path = archive && address ? lc_sprintf("%s/%s", archive, address) : NULL;
    bool within = path && lc_layer_is_file(path);
    free(path);
    return within;
}

/* How often a word stands in a text before `end`; NULL: in all of it. */
static size_t count(const char *text, const char *end, const char *word) {
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, word)) != NULL && (!end || at < end); at++) n++;
    return n;
}

/* The next link in a text; NULL behind the last. */
static const char *next_link(const char *text) {
    static const char open[] = "<NetworkLink";
    while ((text = strstr(text, open)) != NULL && !strchr(">/ \t\r\n", text[sizeof open - 1])) text++;
    return text;
}

/* GDAL follows the links of an archive to files within it, but for those in folders, and leaves out what lies beside
   them. */
static void tell_links(const lc_layer_reader *r, const char *archive, const char *text) {
    size_t n = 0, within = 0;
    for (const char *link = next_link(text); link; link = next_link(link + 1)) {
        n++;
        bool in_folder = count(text, link, "<Folder") > count(text, link, "</Folder");
        char *address = address_of(link);
        within += !in_folder && is_within(archive, address);
        free(address);
    }
    if (n > within)
        lc_layer_tell(r, "linked_elsewhere", "links to other files (NetworkLink), which are not followed", "%s", "");
    if (within)
        lc_layer_warn(r, "beside_links",
                      "features of a .kmz beside links to files within it (NetworkLink): those files alone are read; "
                      "unpack it, and give its main .kml as well",
                      count(text, NULL, "<Placemark"));
}

void lc_kml_find_missing(lc_layer_reader *r) {
    if (r->errors.failed || *r->errors.reference || !EQUAL(CPLGetExtension(r->path), "kmz")) return;
    char *archive = lc_sprintf("/vsizip/%s", r->path), *inner = archive ? document_of(archive) : NULL;
    char *text = inner ? read_text(inner) : NULL;
    for (const char *link = text ? next_link(text) : NULL; link && !*r->errors.reference; link = next_link(link + 1)) {
        char *address = address_of(link);
        if (address && !is_within(archive, address))
            snprintf(r->errors.reference, sizeof r->errors.reference, "%s", address);
        free(address);
    }
    VSIFree(text);
    free(inner);
    free(archive);
}

void lc_kml_tell_links(lc_layer_reader *r) {
    if (!EQUAL(GDALGetDriverShortName(GDALGetDatasetDriver(r->dataset)), "LIBKML")) return;
    char *archive = EQUAL(CPLGetExtension(r->path), "kmz") ? lc_sprintf("/vsizip/%s", r->path) : NULL;
    char *inner = archive ? document_of(archive) : NULL;
    char *text = read_text(inner ? inner : r->path);
    if (text) tell_links(r, archive, text);
    VSIFree(text);
    free(inner);
    free(archive);
}
