#include "store/database_output.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/output.h"

/* `file` becomes `path`, which messages name. */
static lc_status write_file(lc_context *ctx, const char *file, const char *path, lc_database_fill_fn fill, void *user) {
    lc_database db = {0};
    char *shown = lc_strdup(path);
    lc_status status = shown ? lc_database_open(ctx, file, LC_NEW_FILE, &db) : lc_fail_memory(ctx);
    if (status == LC_OK) {
        free(db.path);
        db.path = shown;
        shown = NULL;
        status = lc_database_run(&db, "BEGIN");
    }
    if (status == LC_OK) status = fill(&db, user);
    if (status == LC_OK) status = lc_database_run(&db, "COMMIT");
    lc_database_close(&db);
    free(shown);
    return status;
}

lc_status lc_database_write(lc_context *ctx, const char *path, const char *alone, lc_database_fill_fn fill,
                            void *user) {
    lc_output output = {0};
    lc_status status = lc_output_open(ctx, path, &output);
    if (status == LC_OK && !output.temp) status = lc_fail(ctx, LC_ERR_INPUT, alone, path);
    /* SQLite fills the file that is going to be renamed into place. */
    if (status == LC_OK) status = write_file(ctx, output.temp->path, path, fill, user);
    if (status == LC_OK) return lc_output_commit(ctx, &output);
    lc_output_abort(&output);
    return status;
}
