/* What reading a city had to say, part by part: where edits change a part, that part is told anew. */
#ifndef LC_CITY_TOLD_H
#define LC_CITY_TOLD_H

#include "base/context.h"

/* Of the sources as they are; of the facilities of a category as a whole; of compounds and gates; of the network as it
   is built. */
typedef enum lc_told_of { LC_TOLD_SOURCES = 0, LC_TOLD_FACILITIES, LC_TOLD_COMPOUNDS, LC_TOLD_NETWORK } lc_told_of;

typedef struct lc_told_part {
    lc_told_of of;
    size_t category; /* of LC_TOLD_FACILITIES */
    lc_warnings warnings;
    bool borrowed; /* the warnings belong to somebody else */
} lc_told_part;

/* In the order of telling. */
typedef struct lc_told {
    lc_told_part *part;
    size_t n, capacity;
} lc_told;

/* The warnings of `ctx` become the next part; it has none then. */
lc_status lc_told_take(lc_context *ctx, lc_told *told, lc_told_of of, size_t category);
/* Tell all of it. */
lc_status lc_told_tell(lc_context *ctx, const lc_told *told);
/* The same parts, borrowed. */
lc_status lc_told_borrow(lc_context *ctx, const lc_told *from, lc_told *out);
/* Put the warnings of `ctx`, which has none then, in place of a part; behind the last of facilities when there is none
   of the category. */
lc_status lc_told_replace(lc_context *ctx, lc_told *told, lc_told_of of, size_t category);
void lc_told_free(lc_told *told);

#endif
