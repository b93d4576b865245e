/* Ids of indicators: they become columns of the report (ID, ID_err, …), of which no two may fall together. */
#ifndef LC_PROFILE_INDICATOR_ID_H
#define LC_PROFILE_INDICATOR_ID_H

#include "profile/yaml_schema.h"

/* Is it a-z, 0-9 and _, and not the name of another column? `at` is where the message points to. */
lc_status lc_indicator_id_check(lc_yaml *yaml, const yaml_node_t *at, const char *id);

#endif
