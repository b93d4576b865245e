/* Inputs of two reports that go together: a file under another name, or in another place of the list, is the same. */
#ifndef LC_REPORT_MATCH_INPUTS_H
#define LC_REPORT_MATCH_INPUTS_H

#include "report/match.h"

/* What a report says of an input; layer and sha256 may be NULL. */
typedef struct lc_input_name {
    const char *role, *file, *layer, *sha256;
} lc_input_name;

/* The same bytes, of which the same layer was read. A layer that is named after its file (GeoJSON, CSV, shapefiles) is
   the same in a copy of that file. false when one of them has no hash. */
bool lc_input_is_copy(const lc_input_name *a, const lc_input_name *b);

/* Of each role: first those that are copies, then those of the same file and layer, then the others in order. false
   when memory is out. */
bool lc_match_inputs(const lc_input_name *before, size_t n_before, const lc_input_name *after, size_t n_after,
                     lc_match *out);

#endif
