/* lc_city_open(): a city from sources. */
#include "base/memory.h"
#include "base/options.h"
#include "city/read_city.h"

lc_status lc_city_open(lc_context *ctx, const lc_city_options *options, lc_city **out) {
    lc_city_options o = LC_CITY_OPTIONS_INIT;
    lc_context_begin(ctx);
    lc_status status = lc_options_read(ctx, "lc_city_options", &o, sizeof o, options);
    if (status != LC_OK) return status;
    lc_city *city = LC_NEW0(lc_city, 1);
    if (!city) return lc_fail_memory(ctx);
    status = lc_city_read(ctx, &o, city);
    lc_phase_begin(ctx, NULL);
    if (status == LC_OK)
        *out = city;
    else
        lc_city_free(city);
    return status;
}
