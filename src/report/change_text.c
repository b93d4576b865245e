/* Changes and causes in words. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "base/utf8.h"
#include "report/diff.h"
#include "report/digits.h"
#include "report/words.h"

const char *lc_change_kind_name(lc_change_kind kind) {
    static const char *const name[] = {[LC_CHANGE_RATIO] = "ratio",
                                       [LC_CHANGE_VERDICT] = "verdict",
                                       [LC_CHANGE_DATA_LOST] = "data_lost",
                                       [LC_CHANGE_DATA_FOUND] = "data_found",
                                       [LC_CHANGE_INDICATOR_GONE] = "indicator_gone",
                                       [LC_CHANGE_INDICATOR_NEW] = "indicator_new",
                                       [LC_CHANGE_COMMUNITY_GONE] = "community_gone",
                                       [LC_CHANGE_COMMUNITY_NEW] = "community_new",
                                       [LC_CHANGE_DEFINITION] = "definition",
                                       [LC_CHANGE_COMMUNITY_RENAMED] = "community_renamed",
                                       [LC_CHANGE_OFFNET] = "offnet",
                                       [LC_CHANGE_COUNT] = "count"};
    return name[kind];
}

const char *lc_cause_kind_name(lc_cause_kind kind) {
    static const char *const name[] = {[LC_CAUSE_INPUT] = "input",         [LC_CAUSE_INPUT_GONE] = "input_gone",
                                       [LC_CAUSE_INPUT_NEW] = "input_new", [LC_CAUSE_INPUT_UNKNOWN] = "input_unknown",
                                       [LC_CAUSE_PARAMETER] = "parameter", [LC_CAUSE_DEFINITION] = "definition",
                                       [LC_CAUSE_TARGET] = "target",       [LC_CAUSE_PROFILE] = "profile",
                                       [LC_CAUSE_PROGRAM] = "program",     [LC_CAUSE_EDITS] = "edits"};
    return name[kind];
}

/* Text that grows in a buffer of fixed size. */
typedef struct line {
    char *text;
    size_t size, used;
} line;

static void put(line *l, const char *format, ...) LC_PRINTF(2, 3);
static void put(line *l, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int n = vsnprintf(l->text + l->used, l->size - l->used, format, args);
    va_end(args);
    if (n <= 0) return;
    bool whole = (size_t)n < l->size - l->used;
    if (!whole) lc_utf8_mark_cut(l->text, l->size);
    l->used = whole ? l->used + (size_t)n : strlen(l->text);
}

static void put_verdicts(const lc_context *ctx, line *l, const lc_change *change) {
    if (change->verdict_before == change->verdict_after) return;
    put(l, "%s → %s", lc_verdict_text(ctx, change->verdict_before), lc_verdict_text(ctx, change->verdict_after));
    if (!isnan(change->target)) put(l, lc_tr(ctx, " (target %s)"), lc_digits_short(change->target).text);
}

void lc_change_text(const lc_context *ctx, const lc_change *change, char *text, size_t size) {
    line l = {.text = text, .size = size};
    text[0] = '\0';
    switch (change->kind) {
    case LC_CHANGE_RATIO:
    case LC_CHANGE_VERDICT:
        put_verdicts(ctx, &l, change);
        break;
    case LC_CHANGE_DATA_LOST:
        put(&l, "%s", lc_tr(ctx, "no data any more"));
        if (change->text_after)
            put(&l, lc_is_chinese(ctx) ? "（%s）" : " (%s)", lc_reason_text(ctx, change->text_after));
        break;
    case LC_CHANGE_DATA_FOUND:
        put(&l, "%s", lc_tr(ctx, "there are data now"));
        break;
    case LC_CHANGE_INDICATOR_GONE:
    case LC_CHANGE_COMMUNITY_GONE:
        put(&l, "%s", lc_tr(ctx, "no longer measured"));
        break;
    case LC_CHANGE_INDICATOR_NEW:
    case LC_CHANGE_COMMUNITY_NEW:
        put(&l, "%s", lc_tr(ctx, "not measured before"));
        break;
    case LC_CHANGE_DEFINITION:
        put(&l, lc_tr(ctx, "asks something else now, not compared: %s"), change->text_after);
        break;
    case LC_CHANGE_COMMUNITY_RENAMED:
        put(&l, lc_tr(ctx, "had another name before: %s"), change->text_before);
        break;
    case LC_CHANGE_OFFNET:
        put(&l, "%s", lc_tr(ctx, "share off the network"));
        break;
    case LC_CHANGE_COUNT:
        put(&l, lc_tr(ctx, "facilities inside, %s"), change->category);
        break;
    }
    lc_utf8_trim(text);
}

/* "a", or "a → b" when they differ. */
static void put_pair(line *l, const char *before, const char *after) {
    if (strcmp(before, after) == 0)
        put(l, "%s", before);
    else
        put(l, "%s → %s", before, after);
}

static void put_input(const lc_context *ctx, line *l, const lc_cause *cause) {
    enum { SHA_SHOWN = 8 };
    char buffer[LC_ROLE_MAX];
    put(l, lc_tr(ctx, "the input %s changed: "), lc_role_text(ctx, cause->subject, buffer, sizeof buffer));
    if (cause->member) {
        put(l, "%s %s → %s", cause->member, cause->before ? cause->before : "–", cause->after ? cause->after : "–");
        return;
    }
    put_pair(l, cause->before, cause->after);
    if (cause->features_before < cause->features_after || cause->features_before > cause->features_after)
        put(l, lc_tr(ctx, ", %.0f → %.0f features"), cause->features_before, cause->features_after);
    if (cause->sha_before && cause->sha_after)
        put(l, lc_tr(ctx, ", sha256 %.*s → %.*s"), SHA_SHOWN, cause->sha_before, SHA_SHOWN, cause->sha_after);
}

void lc_cause_text(const lc_context *ctx, const lc_cause *cause, char *text, size_t size) {
    line l = {.text = text, .size = size};
    char buffer[LC_ROLE_MAX];
    const char *role = lc_role_text(ctx, cause->subject, buffer, sizeof buffer);
    const char *before = cause->before ? cause->before : "–", *after = cause->after ? cause->after : "–";
    text[0] = '\0';
    switch (cause->kind) {
    case LC_CAUSE_INPUT:
        put_input(ctx, &l, cause);
        break;
    case LC_CAUSE_INPUT_GONE:
        put(&l, lc_tr(ctx, "the input %s is not used any more: %s"), role, before);
        break;
    case LC_CAUSE_INPUT_NEW:
        put(&l, lc_tr(ctx, "the input %s was not used before: %s"), role, after);
        break;
    case LC_CAUSE_INPUT_UNKNOWN:
        put(&l, lc_tr(ctx, "the input %s has no hash and may have changed: %s"), role, after);
        break;
    case LC_CAUSE_PARAMETER:
        put(&l, lc_tr(ctx, "the parameter %s changed: %s → %s"), cause->subject, before, after);
        break;
    case LC_CAUSE_DEFINITION:
    case LC_CAUSE_TARGET:
        put(&l, lc_tr(ctx, "the profile's %s changed, %s: %s → %s"), cause->subject, cause->member, before, after);
        break;
    case LC_CAUSE_PROFILE:
        put(&l, lc_tr(ctx, "another profile: %s → %s"), before, after);
        break;
    case LC_CAUSE_PROGRAM:
        put(&l, lc_tr(ctx, "another version of lifecircle: %s → %s"), before, after);
        break;
    case LC_CAUSE_EDITS:
        put(&l, lc_tr(ctx, "other edits: %s → %s"), before, after);
        break;
    }
    lc_utf8_trim(text);
}
