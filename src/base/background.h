/* Work done on a thread of its own while the caller goes on with something else. */
#ifndef LC_BASE_BACKGROUND_H
#define LC_BASE_BACKGROUND_H

#include "base/context.h"

typedef struct lc_background lc_background;

/* May share nothing with what the caller does meanwhile. The context is the work's own: no progress, and no warnings.
 */
typedef lc_status (*lc_background_fn)(lc_context *ctx, void *user);

/* Begin, when threads are allowed; else all of it is done by lc_background_end(). NULL when memory is out. */
lc_background *lc_background_begin(const lc_context *ctx, lc_background_fn work, void *user);
/* Wait for the end; what the work returned, with its message. Frees `task`. */
lc_status lc_background_end(lc_context *ctx, lc_background *task);
/* The same when nobody asks for the result any more: what has not begun is left undone. `task` may be NULL. */
void lc_background_drop(lc_background *task);

#endif
