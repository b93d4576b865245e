/* Texts, numbers and words of a YAML file. */
#ifndef LC_PROFILE_YAML_VALUE_H
#define LC_PROFILE_YAML_VALUE_H

#include "profile/yaml_load.h"

/* Text from a file, cut for a message to 80 bytes at a character's end. */
typedef struct lc_clip {
    char text[84];
} lc_clip;
lc_clip lc_clip_text(const char *text);

typedef struct lc_yaml_field lc_yaml_field;
/* Read the value of `field` into `target`, the struct being filled plus the field's offset. */
typedef lc_status (*lc_yaml_read_fn)(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target);

struct lc_yaml_field {
    const char *key;
    lc_yaml_read_fn read;
    size_t offset;
    const void *rule; /* what the reader needs: an lc_yaml_range, a NULL-terminated list of words */
    bool required;
};

/* What a number may be. */
typedef struct lc_yaml_range {
    double low, high;
    bool above_low;     /* low itself is not allowed */
    const char *must;   /* "must be …" */
    const char *advice; /* what to write instead */
} lc_yaml_range;

/* Values of a node, for messages called `what`. */
lc_status lc_yaml_get_text(lc_yaml *yaml, const yaml_node_t *node, const char *what, const char **out);
lc_status lc_yaml_get_number(lc_yaml *yaml, const yaml_node_t *node, const char *what, const lc_yaml_range *range,
                             double *out);

/* Field readers. */
lc_status lc_yaml_read_text(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target);
/* A double within the range in `rule`. */
lc_status lc_yaml_read_number(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target);
/* An enum: the index of the word in `rule`. */
lc_status lc_yaml_read_word(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target);
/* One of the words in `rule`, kept as text. */
lc_status lc_yaml_read_word_text(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target);

#endif
