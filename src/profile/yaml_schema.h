/*
 * YAML files read against a small schema, so that every mistake is told with its line.
 *
 * libyaml's document tree rather than libcyaml: libcyaml 1.3.1 names the line before an unknown or repeated key, takes
 * "5m" for the number 5, has no mapping with open keys ({5: 300}), and drops the lines that range checks need.
 */
#ifndef LC_PROFILE_YAML_SCHEMA_H
#define LC_PROFILE_YAML_SCHEMA_H

#include <yaml.h>

#include "base/context.h"

/* Nodes first to last of a document (numbered from 1) that were grafted from another file. */
typedef struct lc_yaml_origin {
    int first, last;
    char *file;
} lc_yaml_origin;

/* An open YAML file. `file` is the name that messages show; `user` is for the readers of one format. */
typedef struct lc_yaml {
    lc_context *ctx;
    char *file;
    yaml_document_t document;
    lc_yaml_origin *origin; /* a later one wins over an earlier one */
    size_t n_origins, cap_origins;
    bool dashes; /* keys may be written with '-' for '_' */
    void *user;
} lc_yaml;

/* The bytes of a small text file, NUL-terminated and malloc'ed. `advice` ends the message when it cannot be read. */
lc_status lc_text_read(lc_context *ctx, const char *path, const char *advice, char **text, size_t *size);

/* Open a file that holds exactly one YAML document; close it whatever the result. */
lc_status lc_yaml_open(lc_context *ctx, const char *path, const char *advice, lc_yaml *out);
/* The same from a text, which messages call `name`. */
lc_status lc_yaml_open_text(lc_context *ctx, const char *name, const char *text, lc_yaml *out);
void lc_yaml_close(lc_yaml *yaml);

/* The document's root, never NULL after lc_yaml_open(). */
const yaml_node_t *lc_yaml_root(lc_yaml *yaml);
/* The number of a node, and the other way round. */
int lc_yaml_number(const lc_yaml *yaml, const yaml_node_t *node);
const yaml_node_t *lc_yaml_node(lc_yaml *yaml, int number);
/* Copy all nodes of `from` into the document; they keep their lines and their file in messages. *offset is what their
   numbers grow by. Pointers to nodes are no longer valid. */
lc_status lc_yaml_graft(lc_yaml *yaml, lc_yaml *from, int *offset);
/* LC_ERR_INPUT with "FILE:LINE: " in front of the message. */
lc_status lc_yaml_fail(const lc_yaml *yaml, const yaml_node_t *at, const char *format, ...) LC_PRINTF(3, 4);

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

/* Read a mapping whose keys are `fields`, in the order of `fields`, so that a field may rely on those before it. `what`
   names the mapping in messages ("an indicator"). */
lc_status lc_yaml_mapping(lc_yaml *yaml, const yaml_node_t *node, const char *what, const lc_yaml_field *fields,
                          size_t n_fields, void *target);
/* The value of a key of a mapping, or NULL. */
const yaml_node_t *lc_yaml_find(lc_yaml *yaml, const yaml_node_t *mapping, const char *key);

typedef lc_status (*lc_yaml_entry_fn)(lc_yaml *yaml, const yaml_node_t *key, const yaml_node_t *value, void *target);
/* Call `entry` for every pair of a mapping with open keys. */
lc_status lc_yaml_entries(lc_yaml *yaml, const yaml_node_t *node, const char *what, lc_yaml_entry_fn entry,
                          void *target);

typedef lc_status (*lc_yaml_item_fn)(lc_yaml *yaml, const yaml_node_t *item, void *target);
/* Read a list into a new zeroed array of elements of `size` bytes. *n counts the elements begun, so that the owner can
   free what a failure leaves behind. An empty list is an error. */
lc_status lc_yaml_list(lc_yaml *yaml, const yaml_node_t *node, const char *what, lc_yaml_item_fn item, size_t size,
                       void **items, size_t *n);

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

/* A title {en, zh}; what is missing is left NULL. */
lc_status lc_yaml_get_title(lc_yaml *yaml, const yaml_node_t *node, char **en, char **zh);
/* A target_note {en, zh}: one of them stands for both. */
lc_status lc_yaml_get_note(lc_yaml *yaml, const yaml_node_t *node, char **en, char **zh);
/* A source: a text, which is both, or {en, zh}, as for a note. */
lc_status lc_yaml_get_source(lc_yaml *yaml, const yaml_node_t *node, char **en, char **zh);
/* Fill what is missing: the other language, else `fallback`. */
lc_status lc_title_default(lc_context *ctx, char **en, char **zh, const char *fallback);

#endif
