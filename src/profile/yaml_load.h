/* YAML files, open: their nodes, and messages with the lines of these. */
#ifndef LC_PROFILE_YAML_LOAD_H
#define LC_PROFILE_YAML_LOAD_H

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
/* LC_ERR_INPUT with "FILE:LINE: " in front of the message. */
lc_status lc_yaml_fail(const lc_yaml *yaml, const yaml_node_t *at, const char *format, ...) LC_PRINTF(3, 4);

#endif
