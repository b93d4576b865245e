/* The ends that edits make of paths which share vertices: paths over the same vertices keep theirs in common. */
#ifndef LC_NETWORK_DRAWN_ENDS_H
#define LC_NETWORK_DRAWN_ENDS_H

#include "network/drawn.h"

/* Of a mark: the end of what comes before it in its line, and that of what follows. */
typedef struct lc_end_keys {
    uint32_t before, after;
} lc_end_keys;

/* The keys of the ends that cuts and edges make, one for each mark, in their order, to be freed. Ends at one place of
   one segment that go the same way have one key, also where several lines run over the segment; all others have keys of
   their own. NULL when memory is out. */
lc_end_keys *lc_drawn_end_keys(lc_drawn *drawn, const lc_marks *marks);

#endif
