/* Which walking cost holds: an option's before the profile's. */
#ifndef LC_PROFILE_PROFILE_COST_H
#define LC_PROFILE_PROFILE_COST_H

#include "profile/profile.h"

/* What a city was read with. */
typedef struct lc_cost_wish {
    bool given; /* an option asks for `cost`, which goes before those of profiles */
    lc_walk_cost cost;
    bool heights; /* there are heights: they mean Tobler's slopes where nobody says anything else */
} lc_cost_wish;

/* The cost that a profile's own indicators are measured by. */
const lc_walk_cost *lc_base_walk_cost(const lc_profile *profile, const lc_cost_wish *wish);
/* The cost of one of its indicators, and the walking speed that turns waits into metres. */
const lc_walk_cost *lc_indicator_walk_cost(const lc_profile *profile, const lc_cost_wish *wish,
                                           const lc_indicator_def *indicator, double *speed_m_per_s);
/* Does any indicator's cost count anything? Does any count slopes? */
bool lc_profile_counts_walk_cost(const lc_profile *profile, const lc_cost_wish *wish);
bool lc_profile_counts_slopes(const lc_profile *profile, const lc_cost_wish *wish);
/* Does any indicator's cost close stairs (`stairs: none`)? Does any walk on them? */
bool lc_profile_closes_stairs(const lc_profile *profile, const lc_cost_wish *wish);
bool lc_profile_walks_stairs(const lc_profile *profile, const lc_cost_wish *wish);

/* Does an indicator measure walking distance? */
bool lc_profile_walks(const lc_profile *profile);

#endif
