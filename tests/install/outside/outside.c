/* A program outside of the project: C11 and C++17 alike. It says what an installed library says of itself, and reads a
 * profile that is only in the installed data. */
#include <lifecircle.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
    lc_context *ctx = lc_context_new();
    lc_profile *profile = NULL;
    lc_city_options city = LC_CITY_OPTIONS_INIT;
    lc_build_options build = LC_BUILD_OPTIONS_INIT;
    lc_check_options check = LC_CHECK_OPTIONS_INIT;
    lc_write_options write = LC_WRITE_OPTIONS_INIT;
    lc_nearest_options nearest = LC_NEAREST_OPTIONS_INIT;
    lc_indicator_options indicator = LC_INDICATOR_OPTIONS_INIT;
    lc_facility_options facility = LC_FACILITY_OPTIONS_INIT;
    int whole = city.size && build.size && check.size && write.size && nearest.size && indicator.size && facility.size;
    if (!ctx || argc != 2 || !whole) return 2;
    lc_status status = lc_profile_load(ctx, NULL, argv[1], &profile);
    if (status == LC_OK)
        printf("%s %s %s\n", LC_VERSION, lc_version(), argv[1]);
    else
        fprintf(stderr, "%s\n", lc_error(ctx).text);
    lc_profile_free(profile);
    lc_context_free(ctx);
    return status == LC_OK && strcmp(LC_VERSION, lc_version()) == 0 ? 0 : 1;
}
