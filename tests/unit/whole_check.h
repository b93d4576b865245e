/* A check as a user makes it: a profile and a city from files, checked once. */
#ifndef WHOLE_CHECK_H
#define WHOLE_CHECK_H

#include "lifecircle.h"

/* `profile` by name or path; `options` may be NULL. */
static inline lc_status whole_check(lc_context *ctx, const lc_city_options *city_options, const char *profile,
                                    const lc_check_options *options, lc_report **out) {
    lc_city_options o = *city_options;
    lc_profile *read = NULL;
    lc_city *city = NULL;
    lc_status status = lc_profile_load(ctx, o.data_dir, profile, &read);
    const lc_profile *const profiles[] = {read};
    o.profiles = profiles;
    o.n_profiles = 1;
    if (status == LC_OK) status = lc_city_open(ctx, &o, &city);
    if (status == LC_OK) status = lc_check(ctx, city, read, options, out);
    lc_city_free(city);
    lc_profile_free(read);
    return status;
}

#endif
