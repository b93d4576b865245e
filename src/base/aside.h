/* Work done on a thread of its own while the caller goes on with something else. */
#ifndef LC_BASE_ASIDE_H
#define LC_BASE_ASIDE_H

#include "base/context.h"

typedef struct lc_aside lc_aside;

/* May share nothing with what the caller does meanwhile. The context is the work's own: no progress, and no warnings.
 */
typedef lc_status (*lc_aside_fn)(lc_context *ctx, void *user);

/* Begin, when threads are allowed; else all of it is done by lc_aside_end(). NULL when memory is out. */
lc_aside *lc_aside_begin(const lc_context *ctx, lc_aside_fn work, void *user);
/* Wait for the end; what the work returned, with its message. Frees `aside`. */
lc_status lc_aside_end(lc_context *ctx, lc_aside *aside);
/* The same when nobody asks for the result any more: what has not begun is left undone. `aside` may be NULL. */
void lc_aside_drop(lc_aside *aside);

#endif
