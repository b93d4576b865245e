/* Reading the indicators of a profile. */
#ifndef LC_PROFILE_INDICATOR_H
#define LC_PROFILE_INDICATOR_H

#include "profile/loading.h"

/* Field reader: the list of indicators into an lc_profile. */
lc_status lc_indicators_read(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target);
/* Check the name of a category, which `--facilities CATEGORY=SOURCE` must be able to give. */
lc_status lc_category_name_read(lc_yaml *yaml, const yaml_node_t *value, const char *what);
void lc_indicator_free(lc_indicator_def *indicator);

#endif
