/* The context: warnings, progress, phases; its errors are in error.h. Everything fallible in the library takes one. */
#ifndef LC_BASE_CONTEXT_H
#define LC_BASE_CONTEXT_H

#include "base/context_state.h"
#include "base/error.h"

/* A context for work on another thread, of the same language and number of threads, which is cancelled with this one.
   NULL when memory is out. */
lc_context *lc_context_beside(const lc_context *ctx);
/* Add one case of warning `code`. `message` (static text) is kept from the first case; the formatted text is an
   example of where, kept for the first five. Pass NULL as format for a case without example. */
void lc_warn(lc_context *ctx, const char *code, const char *message, const char *format, ...) LC_PRINTF(4, 5);
/* Add one case whose example is there in both languages: what files get, and what people read. */
void lc_warn_example(lc_context *ctx, const char *code, const char *message, const char *english, const char *local);
/* Add `count` cases at once, without examples. Nothing happens when count is 0. */
void lc_warn_count(lc_context *ctx, const char *code, const char *message, size_t count);
void lc_warnings_clear(lc_warnings *warnings);
/* Those of the context, which has none then. LC_ERR_MEMORY when one of them was lost for want of memory. */
lc_status lc_warnings_take(lc_context *ctx, lc_warnings *out);
/* Copies of all of them behind those that `to` has, which has none of their codes. false when memory is out, or was
   when one of them was made; so with the next two. */
bool lc_warnings_copy(lc_warnings *to, const lc_warnings *from);
/* Add the cases of `from` to those of `to`, as if they had been told one after the other. */
bool lc_warnings_add(lc_warnings *to, const lc_warnings *from);
/* Move warnings whose code `to` does not have behind those it has; `from` is empty then. */
bool lc_warnings_join(lc_warnings *to, lc_warnings *from);

/* The i-th, in the language of the context that warned. Strings belong to the warnings. */
lc_warning lc_warnings_at(const lc_warnings *warnings, size_t i);

/* What every long call begins with: no error, and no warnings. Phases and stats go on adding up. */
void lc_context_begin(lc_context *ctx);
/* Start timing a phase (ends the one before); NULL only ends. Also reports progress 0 of it. */
lc_status lc_phase_begin(lc_context *ctx, const char *phase);
/* Report progress of the running phase; LC_ERR_CANCELLED when the callback says so, or lc_cancel() was called;
   LC_ERR_MEMORY when more memory is held than is allowed. */
lc_status lc_progress(lc_context *ctx, double done);
/* Progress is that of plane k of n from now on; 0 of 0 ends it. */
void lc_progress_plane(lc_context *ctx, size_t k, size_t n);
/* Add what a worker counted of boxes, candidates, cells, pieces and slivers. */
void lc_stats_add(lc_stats *total, const lc_stats *work);
/* Seconds on a clock that only goes forward. */
double lc_seconds(void);
/* Number of worker threads to use, at least 1. */
int lc_threads(const lc_context *ctx);

#endif
