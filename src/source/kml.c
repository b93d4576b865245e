#include "source/kml.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <string.h>

#include "base/memory.h"
#include "source/layer_files.h"
#include "source/layer_messages.h"

/* The text of the .kml, or of the one in a .kmz; *out NULL when there is none to look at. To be freed with VSIFree().
 */
static void read_text(const char *path, char **out) {
    char *inner = NULL;
    *out = NULL;
    if (EQUAL(CPLGetExtension(path), "kmz")) {
        char *archive = lc_sprintf("/vsizip/%s", path);
        char **names = archive ? VSIReadDir(archive) : NULL;
        for (char **name = names; name && *name && !inner; name++)
            if (EQUAL(CPLGetExtension(*name), "kml")) inner = lc_sprintf("%s/%s", archive, *name);
        CSLDestroy(names);
        free(archive);
    }
    GByte *bytes = NULL;
    if (lc_layer_is_file(inner ? inner : path) && VSIIngestFile(NULL, inner ? inner : path, &bytes, NULL, -1))
        *out = (char *)bytes;
    free(inner);
}

void lc_kml_tell_links(lc_layer_reader *r) {
    if (!EQUAL(GDALGetDriverShortName(GDALGetDatasetDriver(r->dataset)), "LIBKML")) return;
    char *text;
    read_text(r->path, &text);
    if (text && strstr(text, "<NetworkLink"))
        lc_layer_tell(r, "linked_elsewhere", "links to other files (NetworkLink), which are not followed", "%s", "");
    VSIFree(text);
}
