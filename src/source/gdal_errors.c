#include "source/gdal_errors.h"

#include <cpl_error.h>
#include <cpl_string.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/utf8.h"

/* Every different warning is kept once; of more than there is room for, only their number. */
static void keep_warning(lc_gdal_errors *errors, const char *message) {
    for (size_t i = 0; i < errors->n_kept; i++)
        if (strncmp(errors->warning[i], message, sizeof errors->warning[i] - 1) == 0) return;
    errors->n_warnings++;
    if (errors->n_kept == LC_GDAL_WARNINGS) return;
    snprintf(errors->warning[errors->n_kept++], sizeof errors->warning[0], "%s", message);
}

static void CPL_STDCALL keep_error(CPLErr class, CPLErrorNum number, const char *message) {
    (void)number;
    lc_gdal_errors *errors = CPLGetErrorHandlerUserData();
    if (class == CE_Warning) keep_warning(errors, message);
    if (class < CE_Failure || errors->failed) return;
    errors->failed = true;
    snprintf(errors->message, sizeof errors->message, "%s", message);
}

static void register_drivers(void) {
    lc_gdal_hush();
    GDALAllRegister();
    lc_gdal_speak();
}

void lc_gdal_hush(void) {
    CPLPushErrorHandler(CPLQuietErrorHandler);
}

void lc_gdal_speak(void) {
    CPLPopErrorHandler();
}

static void keep_reference(void *user, const char *address) {
    lc_gdal_errors *errors = user;
    errors->failed = true;
    if (!*errors->reference) snprintf(errors->reference, sizeof errors->reference, "%s", address);
}

void lc_gdal_begin(lc_gdal_errors *errors, bool remote) {
    static pthread_once_t drivers = PTHREAD_ONCE_INIT;
    pthread_once(&drivers, register_drivers);
    *errors = (lc_gdal_errors){.remote = remote, .guard = {.refused = keep_reference, .user = errors}};
    CPLPushErrorHandlerEx(keep_error, errors);
    CPLErrorReset();
    if (remote)
        lc_remote_limit();
    else
        lc_remote_block(&errors->guard);
}

void lc_gdal_end(lc_gdal_errors *errors) {
    if (errors->remote)
        lc_remote_unlimit();
    else
        lc_remote_unblock(&errors->guard);
    CPLPopErrorHandler();
}

void lc_gdal_forget(lc_gdal_errors *errors) {
    *errors = (lc_gdal_errors){.remote = errors->remote, .guard = errors->guard};
}

GDALDatasetH lc_gdal_open(lc_gdal_errors *errors, const char *path, unsigned kind, const char *const *options) {
    char **drivers = NULL, *full = NULL;
    GDALDatasetH dataset = NULL;
    if (!errors->remote && lc_remote_in_file(path, errors->reference, sizeof errors->reference)) {
        errors->failed = true;
        return NULL;
    }
    if (errors->remote)
        full = lc_remote_path(path);
    else
        drivers = lc_remote_local_drivers();
    if (full || drivers)
        dataset = GDALOpenEx(full ? full : path, kind | GDAL_OF_READONLY, (const char *const *)drivers, options, NULL);
    CSLDestroy(drivers);
    free(full);
    return dataset;
}

const char *lc_gdal_reason(const lc_context *ctx, lc_gdal_errors *errors) {
    if (*errors->reference) {
        if (strlen(errors->reference) + 1 == sizeof errors->reference)
            lc_utf8_mark_cut(errors->reference, sizeof errors->reference);
        snprintf(errors->message, sizeof errors->message,
                 lc_tr(ctx,
                       "it refers to '%s', which is elsewhere and is not fetched; take the reference out, or fetch "
                       "that yourself"),
                 errors->reference);
        return errors->message;
    }
    const char *message = errors->failed ? errors->message : CPLGetLastErrorMsg();
    return lc_tr(ctx, *message ? message : LC_TEXT("GDAL gives no reason"));
}
