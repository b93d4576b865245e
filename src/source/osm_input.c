#include "source/osm_input.h"

#include <cpl_error.h>
#include <cpl_vsi.h>
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "base/language.h"
#include "base/memory.h"
#include "source/gdal_errors.h"

struct lc_osm_input {
    lc_context *ctx;
    const char *path;
    FILE *file;       /* NULL where ... */
    VSILFILE *packed; /* ... this is open */
    double size, at;  /* bytes of the file, and read; unpacked ones are taken for five times as many */
};

static lc_status unreadable(lc_osm_input *in) {
    return lc_fail(in->ctx, LC_ERR_IO, "%s: cannot be read: %s", in->path, lc_system_text(in->ctx, errno));
}

static lc_status open_packed(lc_osm_input *in) {
    char *virtual_path = lc_sprintf("/vsigzip/%s", in->path);
    if (!virtual_path) return lc_fail_memory(in->ctx);
    lc_gdal_hush();
    in->packed = VSIFOpenL(virtual_path, "rb");
    lc_gdal_speak();
    free(virtual_path);
    if (in->packed) return LC_OK;
    return lc_fail(in->ctx, LC_ERR_INPUT, "%s: not a gzip file; unpack it yourself or get it again", in->path);
}

lc_status lc_osm_input_open(lc_context *ctx, const char *path, bool is_gzip, lc_osm_input **out) {
    enum { RATIO = 5 };
    struct stat info;
    lc_osm_input *in = LC_NEW0(lc_osm_input, 1);
    if (!in) return lc_fail_memory(ctx);
    *in = (lc_osm_input){.ctx = ctx, .path = path};
    if (stat(path, &info) == 0) in->size = (double)info.st_size * (is_gzip ? RATIO : 1);
    lc_status status = LC_OK;
    if (is_gzip)
        status = open_packed(in);
    else if (!(in->file = fopen(path, "rb")))
        status = unreadable(in);
    if (status)
        lc_osm_input_close(in);
    else
        *out = in;
    return status;
}

static lc_status read_packed(lc_osm_input *in, void *to, size_t size, size_t *n) {
    lc_gdal_hush();
    CPLErrorReset();
    for (size_t got = *n = 0; *n < size; *n += got)
        if ((got = VSIFReadL((char *)to + *n, 1, size - *n, in->packed)) == 0) break;
    bool failed = CPLGetLastErrorType() >= CE_Failure;
    lc_gdal_speak();
    if (!failed) return LC_OK;
    return lc_fail(in->ctx, LC_ERR_INPUT, "%s: cannot be unpacked; the file is damaged or cut short: get it again",
                   in->path);
}

lc_status lc_osm_input_read(lc_osm_input *in, void *to, size_t size, size_t *n) {
    lc_status status = LC_OK;
    if (in->packed) {
        status = read_packed(in, to, size, n);
    } else {
        *n = fread(to, 1, size, in->file);
        if (ferror(in->file)) status = unreadable(in);
    }
    in->at += (double)*n;
    return status ? status : lc_progress(in->ctx, in->at < in->size ? in->at / in->size : 1);
}

void lc_osm_input_close(lc_osm_input *in) {
    if (!in) return;
    if (in->packed) VSIFCloseL(in->packed);
    if (in->file) fclose(in->file);
    free(in);
}
