/* Groups of people (the old, children): further demands, over which indicators of the population are measured too. */
#ifndef LC_PROFILE_GROUPS_H
#define LC_PROFILE_GROUPS_H

#include "profile/profile.h"
#include "profile/yaml_schema.h"

/* "GROUP=…" of one pair of a mapping `groups`: `SOURCE|weight_field=F`, or `field:F` of the demand itself. Relative
   paths stand in `folder`. malloc'ed. */
lc_status lc_group_read(lc_yaml *yaml, const yaml_node_t *key, const yaml_node_t *value, const char *folder,
                        char **text, char **title_en, char **title_zh);

/* Read the mapping `groups` of a profile. */
lc_status lc_groups_read(lc_yaml *yaml, const yaml_node_t *mapping, lc_profile *profile);
/* Read the list `groups` of an indicator, names of groups. */
lc_status lc_group_names_read(lc_yaml *yaml, const yaml_node_t *list, lc_indicator_def *indicator);

/*
 * Put, behind each indicator with groups, a copy for each of them, with the id ID__GROUP: of the same rules, over that
 * group's demand. A copy has no targets: the clause asks for its share of all people. LC_ERR_INPUT when two ids fall
 * together.
 */
lc_status lc_groups_expand(lc_yaml *yaml, lc_profile *profile);

void lc_groups_free(lc_profile *profile);

/* Is `name` what a group may be called: a-z, 0-9 and _? */
bool lc_group_is_name(const char *name, size_t n);

#endif
