#define _XOPEN_SOURCE 700 /* realpath() */

#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/output_set.h"
#include "base/temp_file.h"

static bool is_stdout(const char *path) {
    return strcmp(path, "-") == 0;
}

static lc_status check_folder(lc_context *ctx, const char *path) {
    char *folder = lc_path_folder(path);
    if (!folder) return lc_fail_memory(ctx);
    struct stat st;
    lc_status status = LC_OK;
    if (stat(folder, &st) != 0)
        status = lc_fail(ctx, LC_ERR_IO, "%s cannot be written: folder %s: %s; create it first", path, folder,
                         lc_system_text(ctx, errno));
    else if (!S_ISDIR(st.st_mode))
        status = lc_fail(ctx, LC_ERR_IO, "%s cannot be written: %s is not a folder", path, folder);
    else if (access(folder, W_OK | X_OK) != 0)
        status =
            lc_fail(ctx, LC_ERR_IO, "%s cannot be written: folder %s: %s", path, folder, lc_system_text(ctx, errno));
    free(folder);
    return status;
}

/* Devices and pipes cannot be replaced by a rename (and root must never replace /dev/null by a report). */
static bool in_place(const struct stat *st) {
    return !S_ISREG(st->st_mode) && !S_ISDIR(st->st_mode);
}

lc_status lc_output_check(lc_context *ctx, const char *path) {
    if (is_stdout(path)) return LC_OK;
    if (!*path) return lc_fail(ctx, LC_ERR_IO, "the output file has no name; give a path, or - for standard output");
    struct stat st;
    bool exists = stat(path, &st) == 0;
    if (!exists && errno != ENOENT && errno != ENOTDIR)
        return lc_fail(ctx, LC_ERR_IO, "%s cannot be written: %s", path, lc_system_text(ctx, errno));
    if (exists ? S_ISDIR(st.st_mode) : path[strlen(path) - 1] == '/')
        return lc_fail(ctx, LC_ERR_IO, "%s cannot be written: it is a folder; give a file name in it", path);
    if (exists && access(path, W_OK) != 0)
        return lc_fail(ctx, LC_ERR_IO, "%s cannot be written: %s", path, lc_system_text(ctx, errno));
    if (exists && in_place(&st)) return LC_OK;
    return check_folder(ctx, path);
}

enum { BUFFER = 1 << 16 };

/* Fewer and larger writes than stdio makes by itself; without memory for it, as many as that. */
static void take_buffer(lc_output *out) {
    out->buffer = malloc(BUFFER);
    if (out->buffer) setvbuf(out->file, out->buffer, _IOFBF, BUFFER);
}

static lc_status open_in_place(lc_context *ctx, lc_output *out) {
    out->file = fopen(out->path, "w");
    if (out->file) return LC_OK;
    return lc_fail(ctx, LC_ERR_IO, "%s cannot be written: %s", out->path, lc_system_text(ctx, errno));
}

/* A new file beside the target. `mode` is what the target has; 0 leaves it to the umask. */
static lc_status open_beside(lc_context *ctx, lc_output *out, mode_t mode) {
    int fd = -1;
    char *folder = lc_path_folder(out->path);
    if (!folder) return lc_fail_memory(ctx);
    lc_outputs_tidy(folder);
    out->temp = lc_temp_new(ctx, folder, &fd);
    int why = errno;
    free(folder);
    if (out->temp && mode) fchmod(fd, mode);
    if (out->temp) out->file = fdopen(fd, "w");
    if (out->file) return LC_OK;
    if (out->temp) {
        why = errno;
        close(fd);
    }
    lc_temp_remove(out->temp);
    out->temp = NULL;
    if (why == ENOMEM) return lc_fail_memory(ctx);
    return lc_fail(ctx, LC_ERR_IO, "%s cannot be written: %s", out->path, lc_system_text(ctx, why));
}

lc_status lc_output_open(lc_context *ctx, const char *path, lc_output *out) {
    *out = (lc_output){0};
    lc_status status = lc_fail_cancelled(ctx);
    if (status == LC_OK) status = lc_output_check(ctx, path);
    if (status != LC_OK) return status;
    lc_output output = {0};
    /* A report behind a symbolic link is replaced where it lies; the link stays. */
    if (!is_stdout(path)) output.path = realpath(path, NULL);
    if (!output.path) output.path = lc_strdup(is_stdout(path) ? lc_tr(ctx, "standard output") : path);
    if (!output.path) return lc_fail_memory(ctx);
    struct stat st;
    bool exists = !is_stdout(path) && stat(output.path, &st) == 0;
    if (is_stdout(path))
        output.file = stdout;
    else if (exists && in_place(&st))
        status = open_in_place(ctx, &output);
    else
        status = open_beside(ctx, &output, exists ? st.st_mode & 07777 : 0);
    if (status == LC_OK && output.file != stdout) take_buffer(&output);
    if (status == LC_OK)
        *out = output;
    else
        lc_output_abort(&output);
    return status;
}

static lc_status fail_write(lc_context *ctx, const lc_output *out, int why) {
    return lc_fail(ctx, LC_ERR_IO, "%s cannot be written: %s", out->path,
                   why ? lc_system_text(ctx, why) : lc_tr(ctx, "writing failed (is the disk full?)"));
}

lc_status lc_output_sync(lc_context *ctx, lc_output *out) {
    if (out->synced) return LC_OK;
    lc_status stopped = lc_fail_cancelled(ctx);
    if (stopped != LC_OK) return stopped;
    errno = 0;
    bool good = !ferror(out->file) && fflush(out->file) == 0;
    if (good && out->temp) good = fsync(fileno(out->file)) == 0;
    int why = errno;
    if (out->file != stdout && fclose(out->file) != 0 && good) {
        good = false;
        why = errno;
    }
    out->file = NULL;
    out->synced = good;
    return good ? LC_OK : fail_write(ctx, out, why);
}

lc_status lc_output_commit(lc_context *ctx, lc_output *out) {
    lc_status status = lc_output_sync(ctx, out);
    if (status == LC_OK && out->temp) {
        bool own = lc_outputs_join(ctx);
        status = lc_outputs_add(ctx, out->temp, out->path);
        if (status == LC_OK) {
            out->temp = NULL;
            out->path = NULL;
        }
        status = lc_outputs_leave(ctx, own, status);
    }
    lc_output_abort(out);
    return status;
}

void lc_output_abort(lc_output *out) {
    if (out->file && out->file != stdout) fclose(out->file);
    lc_temp_remove(out->temp);
    free(out->buffer);
    free(out->path);
    *out = (lc_output){0};
}
