/* Words of reports in the context's language; static text. */
#ifndef LC_REPORT_WORDS_H
#define LC_REPORT_WORDS_H

#include "base/context.h"

/* "met", "missed", "no target", "no data". */
const char *lc_verdict_text(const lc_context *ctx, lc_verdict verdict);
/* How a number is known: `verified` of an indicator; "–" for NULL. */
const char *lc_verified_text(const lc_context *ctx, const char *verified);
/* Why there are no data: a reason of docs/report.md, which English shows as it is. */
const char *lc_reason_text(const lc_context *ctx, const char *reason);
/* The same reason as static text; NULL for a text that is none. */
const char *lc_reason_known(const char *reason);
/* `zh` in Chinese and when it is there, else `en`; may be NULL. */
const char *lc_title_text(const lc_context *ctx, const char *en, const char *zh);

#endif
