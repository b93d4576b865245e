#include "source/gdal_errors.h"

#include <cpl_error.h>
#include <gdal.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "base/language.h"

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
    lc_gdal_end();
}

void lc_gdal_begin(lc_gdal_errors *errors) {
    static pthread_once_t drivers = PTHREAD_ONCE_INIT;
    pthread_once(&drivers, register_drivers);
    *errors = (lc_gdal_errors){0};
    CPLPushErrorHandlerEx(keep_error, errors);
    CPLErrorReset();
}

void lc_gdal_hush(void) {
    CPLPushErrorHandler(CPLQuietErrorHandler);
}

void lc_gdal_end(void) {
    CPLPopErrorHandler();
}

const char *lc_gdal_message(const lc_gdal_errors *errors) {
    const char *message = errors->failed ? errors->message : CPLGetLastErrorMsg();
    return *message ? message : LC_TEXT("GDAL gives no reason");
}
