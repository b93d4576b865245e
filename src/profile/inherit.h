/* What a profile takes over from the one that it extends. */
#ifndef LC_PROFILE_INHERIT_H
#define LC_PROFILE_INHERIT_H

#include "profile/yaml_load.h"

/* Put what the profile `parent` says into the one that extends it, whose key `extends` is there. */
lc_status lc_profile_inherit(lc_yaml *yaml, lc_yaml *parent);

#endif
