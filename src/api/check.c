/* lc_check() */
#include "api/checking.h"
#include "api/planes.h"
#include "city/edited_city.h"

lc_status lc_check_options_check(lc_context *ctx, const lc_check_options *options) {
    lc_check_options o;
    return lc_check_settle(ctx, options, &o);
}

lc_status lc_check(lc_context *ctx, const lc_city *city, const lc_profile *profile, const lc_check_options *options,
                   lc_report **out) {
    lc_check_options o;
    lc_context_begin(ctx);
    lc_status status = lc_check_settle(ctx, options, &o);
    if (status == LC_OK) status = lc_check_city(ctx, city, profile);
    if (status != LC_OK) return status;
    if (city->shared) return lc_check_planes(ctx, city, profile, &o, out);
    lc_city own = *city; /* but for the projection, which serves one thread */
    lc_edited_city edited = {0};
    lc_checking c = {.options = &o, .profile = profile, .city = &own};
    status = lc_work_crs_copy(ctx, city->crs, &own.crs);
    if (status != LC_OK) return status;
    if (o.edits) status = lc_phase_begin(ctx, "carry out edits");
    if (o.edits && status == LC_OK) status = lc_edited_city_new(ctx, &own, profile, o.edits, NULL, &edited);
    if (o.edits) c.city = &edited.city;
    if (status == LC_OK) status = lc_checking_run(ctx, &c);
    lc_phase_begin(ctx, NULL);
    if (status == LC_OK) {
        *out = c.report;
        c.report = NULL;
    }
    lc_checking_free(&c);
    if (o.edits) lc_edited_city_free(&edited);
    lc_work_crs_free(own.crs);
    return status;
}
