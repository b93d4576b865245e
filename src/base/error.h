/* Errors and cancelling: how a call fails, what is known of where, and how it is told to stop. */
#ifndef LC_BASE_ERROR_H
#define LC_BASE_ERROR_H

#include "base/context_state.h"

/* Where something is wrong, as far as a reader knows: start from LC_WHERE. Strings are borrowed. */
typedef struct lc_where {
    lc_error_class error_class;
    const char *file, *layer;
    int64_t feature;
    size_t line;
} lc_where;
#define LC_WHERE(class_) .error_class = (class_), .feature = -1

/* Set the message (one line, without passwords, in the context's language: `format` is its English text) and return
   `status`, so that callers write `return lc_fail(...)`. */
lc_status lc_fail(lc_context *ctx, lc_status status, const char *format, ...) LC_PRINTF(3, 4);
/* Say where the error is that `status` came with. What has been said of it already stays, so that readers go from the
   inner one, which knows the line, to the outer one, which knows the file. Nothing when all went well, memory is out or
   the work was cancelled. Returns `status`. */
lc_status lc_fail_at(lc_context *ctx, lc_status status, const lc_where *where);
/* Fail as another context did, with its message and what it knows. */
lc_status lc_fail_as(lc_context *ctx, lc_status status, const lc_context *other);
/* Was this context, or the one that it works for, asked to stop? Cheap, and for every thread: loops that can last
   longer than some ten milliseconds ask, and end as if memory were out; lc_fail_memory() tells the two apart. */
bool lc_cancelled(const lc_context *ctx);
/* The same before the i-th of very many items, and true only now and then. */
static inline bool lc_cancelled_at(const lc_context *ctx, size_t i) {
    return i % 1024 == 0 && lc_cancelled(ctx);
}
/* LC_ERR_CANCELLED with its message when it was; else LC_OK. */
lc_status lc_fail_cancelled(lc_context *ctx);
/* LC_ERR_MEMORY with its message, or LC_ERR_CANCELLED with its when the work was asked to stop. */
lc_status lc_fail_memory(lc_context *ctx);

/* No error any more. */
void lc_error_clear(lc_error_state *error);

#endif
