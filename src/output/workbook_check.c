#include "output/workbook_check.h"

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

/* "</worksheet>" at the end, where the document began with "<worksheet". */
static bool is_whole(const char *text, size_t n) {
    char end[80];
    const char *root = text;
    while (root && (root = strchr(root, '<')) && root[1] == '?') root++;
    if (!root) return false;
    int length = snprintf(end, sizeof end, "</%.*s>", (int)strcspn(root + 1, " />\n\r\t"), root + 1);
    while (n && (text[n - 1] == '\n' || text[n - 1] == '\r')) n--;
    if (length < 0 || (size_t)length >= sizeof end) return false;
    bool closed = n >= (size_t)length && memcmp(text + n - length, end, (size_t)length) == 0;
    return closed || (n > 2 && !strchr(root + 1, '<') && memcmp(text + n - 2, "/>", 2) == 0);
}

static bool part_is_whole(const char *path) {
    vsi_l_offset n = 0;
    GByte *bytes = NULL;
    bool whole = VSIIngestFile(NULL, path, &bytes, &n, -1) && is_whole((const char *)bytes, (size_t)n);
    VSIFree(bytes);
    return whole;
}

static bool parts_are_whole(const char *archive) {
    char **parts = VSIReadDirRecursive(archive);
    bool whole = parts != NULL;
    for (char **part = parts; whole && *part; part++) {
        char *path = lc_sprintf("%s/%s", archive, *part);
        size_t n = strlen(*part);
        whole = path && (n == 0 || (*part)[n - 1] == '/' || part_is_whole(path));
        free(path);
    }
    CSLDestroy(parts);
    return whole;
}

lc_status lc_workbook_check(lc_context *ctx, const char *file, const char *path) {
    vsi_l_offset n = 0;
    GByte *bytes = NULL;
    char memory[64];
    if (!VSIIngestFile(NULL, file, &bytes, &n, -1))
        return lc_fail(ctx, LC_ERR_IO, "%s cannot be written: it cannot be read back", path);
    snprintf(memory, sizeof memory, "/vsimem/lifecircle_%p.zip", (void *)bytes);
    VSIFCloseL(VSIFileFromMemBuffer(memory, bytes, n, TRUE));
    char *archive = lc_sprintf("/vsizip/%s", memory);
    bool whole = archive && parts_are_whole(archive);
    free(archive);
    VSIUnlink(memory);
    if (whole) return LC_OK;
    return lc_fail(ctx, LC_ERR_IO,
                   "%s cannot be written: a part of it was cut; is there room left in the folder of temporary files "
                   "(TMPDIR, or /tmp)?",
                   path);
}
