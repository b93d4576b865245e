#include "output/staging.h"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/output_set.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What readers look for beside a file: its name with another ending, or with more at the end. */
static const struct {
    const char *ending, *beside[6];
    bool instead;
} companions[] = {
    {".shp", {".qix", ".sbn", ".sbx", ".idm", ".ind", ".qpj"}, true},
    {".gpkg", {"-journal", "-wal", "-shm"}, false},
    {".tif", {".ovr", ".msk", ".aux.xml"}, false},
    {".tiff", {".ovr", ".msk", ".aux.xml"}, false},
};

lc_status lc_staging_begin(lc_context *ctx, const char *path, lc_staging *out) {
    *out = (lc_staging){.ctx = ctx, .path = path, .begun = true};
    lc_gdal_begin(&out->errors, false);
    const char *date = CPLGetThreadLocalConfigOption("OGR_CURRENT_DATE", NULL);
    out->date = lc_strdup(date);
    CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", LC_STAGING_DATE "T00:00:00.000Z");
    /* No two live stagings have one address. */
    out->root = lc_sprintf("/vsimem/lifecircle-%p", (void *)out);
    return out->root && (!date || out->date) ? LC_OK : lc_fail_memory(ctx);
}

void lc_staging_end(lc_staging *staging) {
    if (!staging->begun) return;
    for (size_t i = 0; i < staging->n; i++) {
        lc_output_abort(&staging->file[i].output);
        free(staging->file[i].memory);
        free(staging->file[i].target);
    }
    free(staging->file);
    for (size_t i = 0; i < staging->n_stale; i++) free(staging->stale[i]);
    free(staging->stale);
    if (staging->root) VSIRmdirRecursive(staging->root);
    free(staging->root);
    CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", staging->date);
    free(staging->date);
    lc_gdal_end(&staging->errors);
    *staging = (lc_staging){0};
}

char *lc_staging_folder(lc_staging *staging) {
    return lc_sprintf("%s/%zu", staging->root, staging->n_folders++);
}

lc_status lc_staging_fail(const lc_staging *staging) {
    if (lc_cancelled(staging->ctx)) return lc_fail_cancelled(staging->ctx);
    lc_gdal_errors errors = staging->errors;
    return lc_fail(staging->ctx, LC_ERR_IO, "%s cannot be written: %s", staging->path,
                   lc_gdal_reason(staging->ctx, &errors));
}

static lc_status take_file(lc_staging *staging, const char *folder, const char *name, const char *path,
                           const char *ending) {
    if (!LC_ROOM(staging->file, staging->capacity, staging->n + 1)) return lc_fail_memory(staging->ctx);
    const char *part = name + strlen("data");
    int stem = (int)(strlen(path) - strlen(ending));
    lc_staged_file *file = &staging->file[staging->n++];
    *file = (lc_staged_file){.memory = lc_sprintf("%s/%s", folder, name),
                             .target =
                                 strcmp(part, ending) == 0 ? lc_strdup(path) : lc_sprintf("%.*s%s", stem, path, part)};
    return file->memory && file->target ? LC_OK : lc_fail_memory(staging->ctx);
}

static lc_status note_stale(lc_staging *staging, const char *path, const char *ending) {
    for (size_t i = 0; i < COUNT(companions); i++) {
        if (strcmp(companions[i].ending, ending) != 0) continue;
        int kept = (int)(strlen(path) - (companions[i].instead ? strlen(ending) : 0));
        for (size_t k = 0; k < COUNT(companions[i].beside) && companions[i].beside[k]; k++) {
            char *stale = lc_sprintf("%.*s%s", kept, path, companions[i].beside[k]);
            if (!stale || !LC_ROOM(staging->stale, staging->capacity_stale, staging->n_stale + 1)) {
                free(stale);
                return lc_fail_memory(staging->ctx);
            }
            staging->stale[staging->n_stale++] = stale;
        }
    }
    return LC_OK;
}

lc_status lc_staging_take(lc_staging *staging, const char *folder, const char *path, const char *ending) {
    char **names = VSIReadDir(folder);
    lc_status status = note_stale(staging, path, ending);
    if (!status && CSLCount(names) == 0) status = lc_staging_fail(staging);
    for (char **name = names; name && *name && !status; name++)
        if (strncmp(*name, "data.", strlen("data.")) == 0) /* not "." and ".." */
            status = take_file(staging, folder, *name, path, ending);
    CSLDestroy(names);
    return status;
}

enum { PIECE = 1 << 20 }; /* written at once: between them a cancel is heard */

static lc_status write_file(lc_staging *staging, lc_staged_file *file) {
    vsi_l_offset size = 0;
    const GByte *bytes = VSIGetMemFileBuffer(file->memory, &size, FALSE);
    if (!bytes) return lc_staging_fail(staging);
    lc_status status = lc_output_open(staging->ctx, file->target, &file->output);
    if (status) return status;
    for (size_t at = 0, n; at < size && !lc_cancelled(staging->ctx); at += n) {
        n = size - at < PIECE ? (size_t)size - at : PIECE;
        fwrite(bytes + at, 1, n, file->output.file); /* errors are found by the sync, and so is a cancel */
    }
    return lc_output_sync(staging->ctx, &file->output);
}

/* Several files make one output: a shapefile's parts take their places together. */
lc_status lc_staging_commit(lc_staging *staging) {
    lc_status status = LC_OK;
    for (size_t i = 0; i < staging->n && !status; i++) status = write_file(staging, &staging->file[i]);
    if (status) return status;
    bool own = lc_outputs_join(staging->ctx);
    for (size_t i = 0; i < staging->n && !status; i++)
        status = lc_output_commit(staging->ctx, &staging->file[i].output);
    for (size_t i = 0; i < staging->n_stale && !status; i++) status = lc_output_remove(staging->ctx, staging->stale[i]);
    return lc_outputs_leave(staging->ctx, own, status);
}
