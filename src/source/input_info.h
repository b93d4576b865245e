/* What was read, for the report: one record a source. */
#ifndef LC_SOURCE_INPUT_INFO_H
#define LC_SOURCE_INPUT_INFO_H

#include "base/context.h"

typedef struct lc_input_info {
    char *role, *file, *layer, *crs, *encoding; /* layer, crs, encoding may be NULL */
    size_t features;
    bool by_plane;   /* they are those of one plane of several */
    char sha256[65]; /* "" when there is no file to hash */
} lc_input_info;

/* A copy of its own. false when memory is out; what is there by then is to be freed all the same. */
bool lc_input_info_copy(const lc_input_info *from, lc_input_info *to);
void lc_input_info_free(lc_input_info *info);

#endif
