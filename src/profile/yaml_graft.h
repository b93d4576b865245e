/* One YAML document put into another. */
#ifndef LC_PROFILE_YAML_GRAFT_H
#define LC_PROFILE_YAML_GRAFT_H

#include "profile/yaml_load.h"

/* Copy all nodes of `from` into the document; they keep their lines and their file in messages. *offset is what their
   numbers grow by. Pointers to nodes are no longer valid. */
lc_status lc_yaml_graft(lc_yaml *yaml, lc_yaml *from, int *offset);

#endif
