/* Texts in two languages. */
#ifndef LC_PROFILE_YAML_TITLE_H
#define LC_PROFILE_YAML_TITLE_H

#include "profile/yaml_load.h"

/* A title {en, zh}; what is missing is left NULL. */
lc_status lc_yaml_get_title(lc_yaml *yaml, const yaml_node_t *node, char **en, char **zh);
/* A target_note {en, zh}: one of them stands for both. */
lc_status lc_yaml_get_note(lc_yaml *yaml, const yaml_node_t *node, char **en, char **zh);
/* A source: a text, which is both, or {en, zh}, as for a note. */
lc_status lc_yaml_get_source(lc_yaml *yaml, const yaml_node_t *node, char **en, char **zh);
/* Fill what is missing: the other language, else `fallback`. */
lc_status lc_title_default(lc_context *ctx, char **en, char **zh, const char *fallback);

#endif
