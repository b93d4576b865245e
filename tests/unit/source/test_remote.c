/* Which sources lie elsewhere, what descriptions refer to, and how connections are kept from being made. */
#include "source/remote.h"

#include <cpl_conv.h>
#include <cpl_http.h>
#include <gdal.h>

#include "files.h"
#include "source/gdal_errors.h"
#include "source/source.h"
#include "unit.h"

static void places(void **state) {
    (void)state;
    static const char *const elsewhere[] = {"http://a/b.geojson",
                                            "https://user:x@a/b",
                                            "ftp://a",
                                            "postgresql://a/b",
                                            "PG:dbname=a",
                                            "pg:host=a",
                                            "WFS:http://a",
                                            "MYSQL:a",
                                            "/vsicurl/http://a/b.tif",
                                            "/vsizip//vsicurl/http://a/b.zip/c.shp",
                                            "/vsis3/bucket/a.fgb",
                                            "/vsigzip//vsiaz_streaming/a",
                                            " PG:dbname=a"};
    static const char *const here[] = {"a.geojson",
                                       "/home/a/b.gpkg",
                                       "../PG/a.shp",
                                       "/vsizip/a.zip/b.shp",
                                       "NETCDF:a.nc:b",
                                       "/vsigzip/a.gz",
                                       "C:/a.tif",
                                       "GTIFF_DIR:1:a.tif",
                                       ""};
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) assert_true(lc_remote_is(elsewhere[i]));
    for (size_t i = 0; i < sizeof here / sizeof *here; i++) assert_false(lc_remote_is(here[i]));
}

static void databases_have_a_limit(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"PG:dbname=a", "PG:dbname=a connect_timeout=10"},
        {"PG:dbname=a connect_timeout=3", "PG:dbname=a connect_timeout=3"},
        {"postgresql://a/b", "postgresql://a/b?connect_timeout=10"},
        {"postgresql://a/b?sslmode=require", "postgresql://a/b?sslmode=require&connect_timeout=10"},
        {"http://a/b", "http://a/b"},
        {"a.gpkg", "a.gpkg"},
    };
    unsetenv("PGCONNECT_TIMEOUT");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *path = lc_remote_path(cases[i][0]);
        assert_string_equal(path, cases[i][1]);
        free(path);
    }
    setenv("PGCONNECT_TIMEOUT", "7", 1);
    char *path = lc_remote_path("PG:dbname=a");
    assert_string_equal(path, "PG:dbname=a");
    free(path);
    unsetenv("PGCONNECT_TIMEOUT");
}

static void sources_of_an_offline_run(void **state) {
    files *f = *state;
    lc_source source;
    assert_works(f, lc_source_parse(f->ctx, "http://a/b.geojson|crs=EPSG:4326", &source));
    assert_true(source.remote);
    lc_source_free(&source);
    lc_context_set_offline(f->ctx, true);
    assert_fails(f, lc_source_parse(f->ctx, "http://a/b.geojson|crs=EPSG:4326", &source), LC_ERR_INPUT,
                 "the run is offline");
    assert_works(f, lc_source_parse(f->ctx, "a.geojson", &source));
    assert_false(source.remote);
    lc_source_free(&source);
}

/* A description of a description, and so on, beyond what anybody writes: nobody knows where it leads. */
static void chains(void **state) {
    files *f = *state;
    char reference[64], name[16], text[256];
    for (int i = 0; i <= 12; i++) {
        snprintf(name, sizeof name, "%d.vrt", i);
        snprintf(
            text, sizeof text,
            i ? "<OGRVRTDataSource><OGRVRTLayer><SrcDataSource>%d.vrt</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
              : "<OGRVRTDataSource><OGRVRTLayer><SrcDataSource>a.shp</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
            i - 1);
        write_text(f, name, text);
    }
    assert_false(lc_remote_in_file(path_of(f, "0.vrt"), reference, sizeof reference));
    assert_false(lc_remote_in_file(path_of(f, "5.vrt"), reference, sizeof reference));
    assert_true(lc_remote_in_file(path_of(f, "12.vrt"), reference, sizeof reference));
    assert_false(lc_remote_in_file(path_of(f, "none.vrt"), reference, sizeof reference));
}

/* Blocks nest, end where they began, and leave a user's own settings alone. */
static void blocks(void **state) {
    (void)state;
    lc_gdal_errors outer, inner;
    lc_gdal_begin(&outer, false);
    lc_gdal_begin(&inner, false);
    CPLHTTPResult *result = CPLHTTPFetch("http://127.0.0.1:9/x", NULL);
    assert_true(result && result->pszErrBuf);
    CPLHTTPDestroyResult(result);
    lc_gdal_end(&inner);
    assert_string_equal(outer.reference, "http://127.0.0.1:9/x");
    assert_true(outer.failed);
    assert_non_null(CPLGetThreadLocalConfigOption("CPL_VSIL_CURL_ALLOWED_FILENAME", NULL));
    lc_gdal_end(&outer);
    assert_null(CPLGetThreadLocalConfigOption("CPL_VSIL_CURL_ALLOWED_FILENAME", NULL));
    lc_gdal_begin(&outer, true);
    assert_null(CPLGetThreadLocalConfigOption("CPL_VSIL_CURL_ALLOWED_FILENAME", NULL));
    assert_string_equal(CPLGetConfigOption("GDAL_HTTP_CONNECTTIMEOUT", ""), "10");
    lc_gdal_end(&outer);
    assert_null(CPLGetConfigOption("GDAL_HTTP_CONNECTTIMEOUT", NULL));
}

int main(void) {
    const struct CMUnitTest tests[] = {TEST(places), TEST(databases_have_a_limit), TEST(sources_of_an_offline_run),
                                       TEST(chains), TEST(blocks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
