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

/* What a text has, tag by tag. */
typedef struct {
    const char *archive; /* NULL for a .kml */
    long folders;        /* that are open */
    bool is_waiting;     /* in a link, for the file that it is for */
    const char *missing; /* the first file that is not in the archive; NULL without */
    size_t links, within, placemarks;
} links_t;

static bool begins(const char *text, const char *tag) {
    return strncmp(text, tag, strlen(tag)) == 0;
}

/* Is the file that a link is for within the archive? `href` is what follows its tag. */
static bool is_within(const char *archive, const char *href) {
    char *path = archive ? lc_sprintf("%s/%.*s", archive, (int)strcspn(href, "<"), href) : NULL;
    bool within = path && lc_layer_is_file(path);
    free(path);
    return within;
}

static void take_tag(links_t *l, const char *at) {
    static const char link[] = "<NetworkLink", href[] = "<href>";
    l->folders += begins(at, "<Folder");
    l->folders -= begins(at, "</Folder");
    l->placemarks += begins(at, "<Placemark");
    if (begins(at, link) && strchr(">/ \t\r\n", at[sizeof link - 1])) {
        l->links++;
        l->is_waiting = true;
    } else if (begins(at, "</NetworkLink")) {
        l->is_waiting = false;
    } else if (l->is_waiting && begins(at, href)) {
        bool within = is_within(l->archive, at + sizeof href - 1);
        l->is_waiting = false;
        l->within += l->folders <= 0 && within;
        if (!within && !l->missing) l->missing = at + sizeof href - 1;
    }
}

static links_t links_in(const char *archive, const char *text) {
    links_t l = {.archive = archive};
    for (const char *at = text; (at = strchr(at, '<')) != NULL; at++) take_tag(&l, at);
    return l;
}

/* GDAL follows the links of an archive to files within it, but for those in folders, and leaves out what lies beside
   them. */
static void tell_links(const lc_layer_reader *r, const char *archive, const char *text) {
    links_t l = links_in(archive, text);
    if (l.links > l.within)
        lc_layer_tell(r, "linked_elsewhere", "links to other files (NetworkLink), which are not followed", "%s", "");
    if (l.within)
        lc_layer_warn(r, "beside_links",
                      "features of a .kmz beside links to files within it (NetworkLink): those files alone are read; "
                      "unpack it, and give its main .kml as well",
                      l.placemarks);
}

/* The text of the KML that a layer is read from, to be freed with VSIFree(), and the archive it is in, NULL without. */
static char *read_document(const char *path, char **archive) {
    bool packed = EQUAL(CPLGetExtension(path), "kmz");
    *archive = packed ? lc_sprintf("/vsizip/%s", path) : NULL;
    char *inner = *archive ? document_of(*archive) : NULL;
    char *text = !packed ? read_text(path) : inner ? read_text(inner) : NULL;
    free(inner);
    return text;
}

void lc_kml_find_missing(lc_layer_reader *r) {
    if (r->errors.failed || *r->errors.reference || !EQUAL(CPLGetExtension(r->path), "kmz")) return;
    char *archive, *text = read_document(r->path, &archive);
    const char *missing = text ? links_in(archive, text).missing : NULL;
    if (missing) snprintf(r->errors.reference, sizeof r->errors.reference, "%.*s", (int)strcspn(missing, "<"), missing);
    VSIFree(text);
    free(archive);
}

void lc_kml_tell_links(lc_layer_reader *r) {
    if (!EQUAL(GDALGetDriverShortName(GDALGetDatasetDriver(r->dataset)), "LIBKML")) return;
    char *archive, *text = read_document(r->path, &archive);
    if (text) tell_links(r, archive, text);
    VSIFree(text);
    free(archive);
}
