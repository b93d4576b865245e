#include "source/remote.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_http.h>
#include <cpl_minixml.h>
#include <cpl_string.h>
#include <gdal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"

/* ------------------------------------------------------------------------------------------------------ places */

static bool begins_with_one(const char *path, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (strncasecmp(path, words[i], strlen(words[i])) == 0) return true;
    return false;
}

bool lc_remote_is(const char *path) {
    static const char *const services[] = {
        "PG:",      "PGB:",       "postgresql:", "postgres:", "MYSQL:",     "MSSQL:",   "OCI:",      "ODBC:", "PGEO:",
        "IDB:",     "GEORASTER:", "GEOR:",       "HANA:",     "mongodb",    "CouchDB:", "Cloudant:", "ES:",   "CARTO:",
        "CartoDB:", "SDE:",       "AMIGOCLOUD:", "WFS:",      "WFS3:",      "OAPIF:",   "OAPIF_",    "WMS:",  "WMTS:",
        "WCS:",     "CSW:",       "OGCAPI:",     "PLScenes:", "PLMOSAIC:",  "EEDA:",    "EEDAI:",    "NGW:",  "STACIT:",
        "STACTA:",  "DAAS:",      "GFT:",        "DODS:",     "CloudFetch:"};
    static const char *const systems[] = {"/vsicurl", "/vsis3",    "/vsigs",   "/vsiaz",     "/vsiadls",
                                          "/vsioss",  "/vsiswift", "/vsihdfs", "/vsiwebhdfs"};
    path += strspn(path, " \t\r\n");
    if (strstr(path, "://") || begins_with_one(path, services, sizeof services / sizeof *services)) return true;
    for (size_t i = 0; i < sizeof systems / sizeof *systems; i++)
        if (strstr(path, systems[i])) return true;
    return false;
}

char *lc_remote_path(const char *path) {
    enum { SECONDS = 10 };
    bool words = strncasecmp(path, "PG:", 3) == 0 || strncasecmp(path, "PGB:", 4) == 0;
    bool address = strncasecmp(path, "postgresql://", 13) == 0 || strncasecmp(path, "postgres://", 11) == 0;
    if (!(words || address) || strstr(path, "connect_timeout") || getenv("PGCONNECT_TIMEOUT")) return lc_strdup(path);
    if (words) return lc_sprintf("%s connect_timeout=%d", path, SECONDS);
    return lc_sprintf("%s%sconnect_timeout=%d", path, strchr(path, '?') ? "&" : "?", SECONDS);
}

char **lc_remote_local_drivers(void) {
    static const char *const elsewhere[] = {
        "WFS",        "OAPIF",         "OGCAPI",    "WMS",      "WMTS",          "WCS",
        "CSW",        "HTTP",          "PLSCENES",  "PLMOSAIC", "EEDA",          "EEDAI",
        "NGW",        "DAAS",          "STACIT",    "STACTA",   "Elasticsearch", "Carto",
        "AmigoCloud", "GMLAS",         "MySQL",     "ODBC",     "PGeo",          "MSSQLSpatial",
        "PostgreSQL", "PostGISRaster", "MongoDBv3", "HANA",     "OCI",           "KMLSUPEROVERLAY",
        "NAS",        "Interlis 1",    "Interlis 2"};
    char **list = NULL;
    for (int i = 0; i < GDALGetDriverCount(); i++) {
        const char *name = GDALGetDriverShortName(GDALGetDriver(i));
        bool skip = false;
        for (size_t k = 0; k < sizeof elsewhere / sizeof *elsewhere; k++) skip = skip || EQUAL(name, elsewhere[k]);
        if (!skip) list = CSLAddString(list, name);
    }
    return list;
}

/* ------------------------------------------------------------------------------------------------ descriptions */

enum { NESTED = 8, FILES = 100000 };

typedef struct {
    char *reference;
    size_t size;
    int nested, files; /* descriptions within descriptions, and all that were looked at */
} search;

static bool in_file(search *s, const char *path);

static bool found(search *s, const char *text) {
    snprintf(s->reference, s->size, "%s", text + strspn(text, " \t\r\n"));
    return true;
}

/* Names of systems and descriptions for people may be addresses, which nobody follows. */
static bool is_followed(const char *element) {
    static const char *const words[] = {
        "SRS",           "GeoTransform", "LayerSRS",           "Description",
        "CategoryNames", "xmlns",        "xsi:schemaLocation", "xsi:noNamespaceSchemaLocation"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (EQUAL(element, words[i])) return false;
    return strncmp(element, "xmlns:", 6) != 0;
}

/* A file that another one names, beside it or by its whole path: a description may hide in it. */
static bool in_named(search *s, const char *beside, const char *name) {
    if (strlen(name) > 4096) return false;
    if (s->nested == NESTED || ++s->files > FILES) return found(s, name); /* nobody knows where it leads */
    char *path = lc_strdup(name[0] == '/' ? name : CPLFormFilename(CPLGetPath(beside), name, NULL));
    s->nested++;
    bool any = path && strcmp(path, beside) != 0 && in_file(s, path);
    s->nested--;
    free(path);
    return any;
}

static bool contains(const char *text, const char *word) {
    for (; *text; text++)
        if (strncasecmp(text, word, strlen(word)) == 0) return true;
    return false;
}

/* What elements say that hold names of files. */
static bool holds_name(const char *element) {
    static const char *const words[] = {"file", "source", "dataset", "mdi"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (contains(element, words[i])) return true;
    return false;
}

static bool in_tree(search *s, const char *path, const char *element, const CPLXMLNode *node, int depth);

/* Instead of a file's name a description may stand there whole. */
static bool in_text(search *s, const char *path, const char *text, int depth) {
    if (!strchr(text, '<')) return in_named(s, path, text);
    CPLXMLNode *tree = CPLParseXMLString(text);
    bool any = in_tree(s, path, "", tree, depth + 1);
    CPLDestroyXMLNode(tree);
    return any;
}

static bool in_tree(search *s, const char *path, const char *element, const CPLXMLNode *node, int depth) {
    for (; node; node = node->psNext) {
        bool named = node->eType == CXT_Element || node->eType == CXT_Attribute;
        if (node->eType == CXT_Text && lc_remote_is(node->pszValue)) return found(s, node->pszValue);
        if (node->eType == CXT_Text && holds_name(element) && in_text(s, path, node->pszValue, depth)) return true;
        if (named && depth < 64 && is_followed(node->pszValue) &&
            in_tree(s, path, node->pszValue, node->psChild, depth + 1))
            return true;
    }
    return false;
}

/* Kinds of files that GDAL follows to others. */
static bool is_description(const char *head) {
    static const char *const roots[] = {"<VRTDataset", "<OGRVRTDataSource", "<GDAL_WMS",         "<GDAL_WMTS",
                                        "<WMT_MS_Cap", "<WMS_Cap",          "<OGRWFSDataSource", "<WCS_GDAL",
                                        "<MRF_META",   "<PAMDataset",       "<TiledTileService", "<OGRGMLASDataSource"};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++)
        if (strstr(head, roots[i])) return true;
    return false;
}

static bool in_file(search *s, const char *path) {
    enum { HEAD = 4096, MOST = 64 << 20 };
    char head[HEAD + 1] = "";
    GByte *bytes = NULL;
    bool any = false;
    VSILFILE *file = VSIFOpenL(path, "rb");
    if (!file) return false;
    head[VSIFReadL(head, 1, HEAD, file)] = '\0';
    if (is_description(head) && VSIIngestFile(file, NULL, &bytes, NULL, MOST)) {
        CPLXMLNode *tree = CPLParseXMLString((const char *)bytes);
        any = in_tree(s, path, "", tree, 0);
        CPLDestroyXMLNode(tree);
    }
    VSIFree(bytes);
    VSIFCloseL(file);
    return any;
}

bool lc_remote_in_file(const char *path, char *reference, size_t size) {
    search s = {.reference = reference, .size = size};
    char *beside = lc_sprintf("%s.aux.xml", path);
    CPLPushErrorHandler(CPLQuietErrorHandler); /* archives are no files, and say so */
    bool any = in_file(&s, path) || (beside && in_file(&s, beside));
    CPLPopErrorHandler();
    CPLErrorReset();
    free(beside);
    return any;
}

/* ---------------------------------------------------------------------------------------------------- settings */

typedef struct {
    const char *name, *value;
} setting;

/* /vsicurl/ opens no file but this, which is none; other clients meet a proxy that is not there. */
static const setting BLOCK[] = {
    {"CPL_VSIL_CURL_ALLOWED_FILENAME", "/vsicurl/-"},
    {"GDAL_HTTP_PROXY", "http://127.0.0.1:1"},
    {"GDAL_HTTPS_PROXY", "http://127.0.0.1:1"},
    {"GDAL_HTTP_CONNECTTIMEOUT", "1"},
    {"GDAL_HTTP_TIMEOUT", "1"},
    {"GDAL_HTTP_MAX_RETRY", "0"},
    {"GML_DOWNLOAD_SCHEMA", "NO"},
    {"GDAL_VRT_ENABLE_PYTHON", "NO"},
};
static const setting LIMIT[] = {
    {"GDAL_HTTP_CONNECTTIMEOUT", "10"},
    {"GDAL_HTTP_LOW_SPEED_LIMIT", "1"},
    {"GDAL_HTTP_LOW_SPEED_TIME", "10"},
    {"MYSQL_TIMEOUT", "10"},
};
#define COUNT(list) (sizeof(list) / sizeof *(list))

static CPLHTTPResult *refuse(const char *url, CSLConstList options, GDALProgressFunc progress, void *progress_user,
                             CPLHTTPFetchWriteFunc write, void *write_user, void *user) {
    const lc_remote_guard *guard = user;
    (void)progress, (void)progress_user, (void)write, (void)write_user;
    if (!CSLFetchNameValue(options, "CLOSE_PERSISTENT")) guard->refused(guard->user, url);
    CPLHTTPResult *result = CPLCalloc(1, sizeof *result);
    result->nStatus = 1;
    result->pszErrBuf = CPLStrdup("not fetched");
    return result;
}

void lc_remote_block(lc_remote_guard *guard) {
    const char *now = CPLGetThreadLocalConfigOption(BLOCK[0].name, NULL);
    guard->blocks = !now || strcmp(now, BLOCK[0].value) != 0;
    if (!guard->blocks) return;
    for (size_t i = 0; i < COUNT(BLOCK); i++) CPLSetThreadLocalConfigOption(BLOCK[i].name, BLOCK[i].value);
    CPLHTTPPushFetchCallback(refuse, guard);
}

void lc_remote_unblock(lc_remote_guard *guard) {
    if (!guard->blocks) return;
    CPLHTTPPopFetchCallback();
    for (size_t i = 0; i < COUNT(BLOCK); i++) CPLSetThreadLocalConfigOption(BLOCK[i].name, NULL);
    guard->blocks = false;
}

void lc_remote_limit(void) {
    for (size_t i = 0; i < COUNT(LIMIT); i++)
        if (!CPLGetConfigOption(LIMIT[i].name, NULL)) CPLSetThreadLocalConfigOption(LIMIT[i].name, LIMIT[i].value);
}

void lc_remote_unlimit(void) {
    for (size_t i = 0; i < COUNT(LIMIT); i++) CPLSetThreadLocalConfigOption(LIMIT[i].name, NULL);
}
