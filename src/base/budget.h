/*
 * The memory that a run may take: one limit for the process, which every reader asks before it takes much. What the
 * process holds is read from the system, so that the memory of the libraries below counts as well, and nothing needs to
 * be given back.
 */
#ifndef LC_BASE_BUDGET_H
#define LC_BASE_BUDGET_H

#include "base/context_state.h"

/* Bytes that this process holds for itself now; 0 where the system does not tell. */
uint64_t lc_memory_held(void);
/* Bytes that a context's work may take the process to: lc_context_set_max_memory(), else lc_memory_default(). */
uint64_t lc_memory_allowed(const lc_context *ctx);
/* Three quarters of what there is: the machine's memory, or less where a control group (v1 or v2) or a limit of the
   process (ulimit -v) allows less. `root` stands before /proc and /sys: "", but in tests. */
uint64_t lc_memory_default(const char *root);
/* Bytes that are left of what is allowed. */
uint64_t lc_memory_left(const lc_context *ctx);

/* Reading `file` is about to take `bytes` more, or has taken what it holds: LC_ERR_INPUT, with what to do, when that is
   more than is left. From any thread. */
lc_status lc_memory_ask(lc_context *ctx, const char *file, uint64_t bytes);
/* The same of any work: LC_ERR_MEMORY when more is held than is allowed. */
lc_status lc_memory_check(lc_context *ctx);

/* LC_ROOM() for arrays that a file fills: asks before an array becomes large. A status. */
lc_status lc_memory_grow(lc_context *ctx, const char *file, void **data, size_t *capacity, size_t need, size_t size);
#define LC_ROOM_ASKED(ctx, file, array, capacity, need)                                                                \
    ((need) <= (capacity) ? LC_OK                                                                                      \
                          : lc_memory_grow((ctx), (file), (void **)&(array), &(capacity), (need), sizeof *(array)))

enum { LC_SIZE_TEXT = 24 };
/* Bytes for people, "1.5 GiB", into `out`, which is returned. */
const char *lc_size_text(uint64_t bytes, char out[LC_SIZE_TEXT]);

#endif
