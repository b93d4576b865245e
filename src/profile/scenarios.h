/* Scenarios: other walking speeds (the old, children) at which the indicators in minutes are measured once more. */
#ifndef LC_PROFILE_SCENARIOS_H
#define LC_PROFILE_SCENARIOS_H

#include "profile/profile.h"
#include "profile/yaml_schema.h"

/* Read the list into the profile. */
lc_status lc_scenarios_read(lc_yaml *yaml, const yaml_node_t *list, lc_profile *profile);

/*
 * Put, behind each indicator that says `minutes`, its copies: one a scenario, in their order, with the id ID_SCENARIO
 * and the distance minutes times speed, also where the base takes it from a table. A copy has no targets: the clause
 * asks for its share at its own distance. `list` is what lc_scenarios_read() read, for the lines of messages.
 */
lc_status lc_scenarios_expand(lc_yaml *yaml, const yaml_node_t *list, lc_profile *profile);

void lc_scenarios_free(lc_profile *profile);

#endif
