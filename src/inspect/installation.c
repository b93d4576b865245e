/* What an installation has, and what it lacks: each part is tried by doing what a check does with it. */
#include <gdal.h>
#include <math.h>
#include <ogr_srs_api.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/temp_file.h"
#include "profile/categories.h"
#include "profile/data_dir.h"
#include "profile/profile.h"
#include "profile/rules.h"
#include "source/crs.h"
#include "store/database.h"

typedef struct examination {
    lc_context *ctx;
    const char *data_dir;
    void (*fn)(const lc_installed *part, void *user);
    void *user;
    bool memory;
} examination;

/* Text and fix are in the context's language; `fix` is NULL for a good part. */
static void tell(examination *e, const char *key, const char *label, char *text, const char *fix) {
    if (!text) {
        e->memory = true;
        return;
    }
    const lc_installed part = {
        .key = key, .label = lc_tr(e->ctx, label), .text = text, .good = !fix, .fix = fix ? lc_tr(e->ctx, fix) : NULL};
    e->fn(&part, e->user);
    free(text);
}

static void count_profile(const char *name, const char *title_en, const char *title_zh, void *user) {
    (void)name, (void)title_en, (void)title_zh;
    ++*(size_t *)user;
}

/* Profiles and rules, all of them read. */
static void examine_data(examination *e) {
    lc_categories *categories = NULL;
    lc_walk_rules *walk = NULL;
    size_t n = 0;
    char *folder = lc_data_dir(e->data_dir);
    lc_status status = lc_profile_list(e->ctx, e->data_dir, count_profile, &n);
    if (status == LC_OK) status = lc_categories_load(e->ctx, e->data_dir, &categories);
    if (status == LC_OK) status = lc_walk_rules_load(e->ctx, e->data_dir, &walk);
    if (status == LC_OK)
        tell(e, "data", LC_TEXT("data"),
             lc_sprintf(lc_tr(e->ctx, "%s: %zu profiles, %zu categories"), folder ? folder : "", n, categories->n),
             NULL);
    else
        tell(e, "data", LC_TEXT("data"), lc_strdup(lc_error_message(e->ctx)),
             LC_TEXT("install lifecircle-data, or set LIFECIRCLE_DATA to the folder that holds profiles/ and rules/"));
    lc_walk_rules_free(walk);
    lc_categories_free(categories);
    free(folder);
}

/* Formats by GDAL's names, and what they are for. */
typedef struct format {
    const char *driver, *capability;
} format;

static char *missing_formats(const format *formats, size_t n) {
    char *text = lc_strdup("");
    for (size_t i = 0; text && i < n; i++) {
        GDALDriverH driver = GDALGetDriverByName(formats[i].driver);
        if (driver && (!formats[i].capability || GDALGetMetadataItem(driver, formats[i].capability, NULL))) continue;
        char *longer = lc_sprintf("%s%s%s", text, *text ? ", " : "", formats[i].driver);
        free(text);
        text = longer;
    }
    return text;
}

static void examine_gdal(examination *e) {
    static const format reads[] = {{"ESRI Shapefile", NULL},
                                   {"GPKG", NULL},
                                   {"GeoJSON", NULL},
                                   {"FlatGeobuf", NULL},
                                   {"MapInfo File", NULL},
                                   {"OpenFileGDB", NULL},
                                   {"KML", NULL},
                                   {"DXF", NULL},
                                   {"CSV", NULL},
                                   {"XLSX", NULL},
                                   {"ODS", NULL},
                                   {"OSM", NULL},
                                   {"SQLite", NULL},
                                   {"GTiff", NULL}};
    static const format writes[] = {{"ESRI Shapefile", GDAL_DCAP_CREATE}, {"GPKG", GDAL_DCAP_CREATE},
                                    {"FlatGeobuf", GDAL_DCAP_CREATE},     {"GeoJSON", GDAL_DCAP_CREATE},
                                    {"COG", GDAL_DCAP_CREATECOPY},        {"MEM", GDAL_DCAP_CREATE}};
    static const char fix[] = LC_TEXT("GDAL was built without them: install Debian's libgdal, which has them all");
    GDALAllRegister();
    tell(e, "gdal", "GDAL", lc_strdup(GDALVersionInfo("RELEASE_NAME")), NULL);
    char *lacking = missing_formats(reads, sizeof reads / sizeof *reads);
    bool whole = lacking && !*lacking;
    tell(e, "reading", LC_TEXT("formats to read"),
         lacking ? lc_sprintf(lc_tr(e->ctx, whole ? LC_TEXT("all there%s") : LC_TEXT("lacking: %s")), lacking) : NULL,
         whole ? NULL : fix);
    free(lacking);
    lacking = missing_formats(writes, sizeof writes / sizeof *writes);
    whole = lacking && !*lacking;
    tell(e, "writing", LC_TEXT("formats to write"),
         lacking ? lc_sprintf(lc_tr(e->ctx, whole ? LC_TEXT("all there%s") : LC_TEXT("lacking: %s")), lacking) : NULL,
         whole ? NULL : fix);
    free(lacking);
}

/* A point on the central meridian of CGCS2000's zone of 114 degrees east, by PROJ's database. */
static void examine_proj(examination *e) {
    int major = 0, minor = 0, patch = 0;
    double x = 500000, y = 3400000;
    lc_crs *crs = NULL;
    OSRGetPROJVersion(&major, &minor, &patch);
    bool good = lc_crs_new(e->ctx, NULL, "EPSG:4547", "EPSG:4547", &crs) == LC_OK && lc_crs_to_lonlat(crs, &x, &y, 1) &&
                fabs(x - 114) < 1e-6 && fabs(y - 30.7) < 0.1;
    lc_crs_free(crs);
    tell(e, "proj", "PROJ",
         good ? lc_sprintf("%d.%d.%d", major, minor, patch)
              : lc_sprintf(lc_tr(e->ctx, "%d.%d.%d, without its database of coordinate systems (proj.db)"), major,
                           minor, patch),
         good ? NULL : LC_TEXT("install Debian's proj-data, or set PROJ_LIB to the folder that holds proj.db"));
}

/* Temporary files hold parts of workbooks; histories are SpatiaLite databases. */
static void examine_store(examination *e) {
    char *path;
    int fd = lc_scratch_open(&path);
    bool good = fd >= 0 && write(fd, "lifecircle", 10) == 10 && ftruncate(fd, 0) == 0;
    if (fd >= 0) close(fd);
    tell(e, "temporary", LC_TEXT("temporary files"), lc_strdup(lc_scratch_folder()),
         good ? NULL : LC_TEXT("nothing can be written there: make room, or set TMPDIR to another folder"));
    lc_database db = {0};
    lc_status status = good ? lc_database_open(e->ctx, path, LC_NEW_FILE, &db) : LC_ERR_IO;
    if (status == LC_OK) status = lc_database_init_spatial(&db);
    lc_database_close(&db);
    if (good)
        tell(e, "spatialite", "SpatiaLite",
             status == LC_OK ? lc_strdup(lc_tr(e->ctx, "works")) : lc_strdup(lc_error_message(e->ctx)),
             status == LC_OK ? NULL : LC_TEXT("install Debian's libspatialite7 and libsqlite3-mod-spatialite"));
    if (fd >= 0) unlink(path);
    free(path);
}

lc_status lc_installation(lc_context *ctx, const char *data_dir, void (*fn)(const lc_installed *part, void *user),
                          void *user) {
    examination e = {.ctx = ctx, .data_dir = data_dir, .fn = fn, .user = user};
    lc_context_begin(ctx);
    tell(&e, "version", "lifecircle", lc_strdup(LC_VERSION), NULL);
    examine_data(&e);
    examine_gdal(&e);
    examine_proj(&e);
    examine_store(&e);
    lc_context_begin(ctx); /* what failed on the way was told */
    return e.memory ? lc_fail_memory(ctx) : LC_OK;
}
