/* Calls that have nothing to do with one another, each with a context of its own, several at a time. */
#ifndef LC_BASE_TASKS_H
#define LC_BASE_TASKS_H

#include "base/context.h"

/* One of them. What it tells the context is heard if it fails; warnings are lost, and progress is the caller's. It may
   use threads of its own (lc_parallel()). */
typedef lc_status (*lc_task_fn)(lc_context *ctx, void *user, size_t item);

/* Do items 0 .. n-1, begun in this order, as many at a time as there are threads. Fails as the first of those that
   failed; none begins after that. A cancel, and too much memory held, end those that run. */
lc_status lc_tasks_run(lc_context *ctx, size_t n, lc_task_fn work, void *user);

#endif
