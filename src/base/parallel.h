/* Work shared among threads. Which thread does which item is left to chance, so results must not depend on it. */
#ifndef LC_BASE_PARALLEL_H
#define LC_BASE_PARALLEL_H

#include "base/context.h"

/* One item of work by worker 0 .. workers-1; false means out of memory and ends the whole. */
typedef bool (*lc_work_fn)(void *user, size_t item, int worker);

/* Do items 0 .. n-1, in ascending order of start, on lc_threads(ctx) threads, the calling one among them. Reports
   progress of the running phase. */
lc_status lc_parallel(lc_context *ctx, size_t n, lc_work_fn work, void *user);

#endif
