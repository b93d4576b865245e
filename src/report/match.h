/* Things of two lists that go together because they have the same id. */
#ifndef LC_REPORT_MATCH_H
#define LC_REPORT_MATCH_H

#include <stdbool.h>
#include <stddef.h>

/* For each thing of one list the index in the other, SIZE_MAX without. */
typedef struct lc_match {
    size_t *after;  /* of a thing before */
    size_t *before; /* of a thing after */
    size_t n;       /* pairs */
} lc_match;

/* Ids that are there several times go together in order. false when memory is out. */
bool lc_match_ids(const char *const *before, size_t n_before, const char *const *after, size_t n_after, lc_match *out);
void lc_match_free(lc_match *match);

#endif
