#include "base/context.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/budget.h"
#include "base/language.h"
#include "base/memory.h"

const char *lc_version(void) {
    return LC_VERSION;
}

lc_context *lc_context_new(void) {
    lc_context *ctx = LC_NEW0(lc_context, 1);
    if (ctx) lc_context_set_max_memory(ctx, 0);
    return ctx;
}

lc_context *lc_context_beside(const lc_context *ctx) {
    lc_context *other = LC_NEW0(lc_context, 1);
    if (!other) return NULL;
    other->max_memory = ctx->max_memory;
    other->offline = ctx->offline;
    other->chinese = ctx->chinese;
    other->threads = ctx->threads;
    other->parent = ctx;
    return other;
}

void lc_context_free(lc_context *ctx) {
    if (!ctx) return;
    lc_outputs_abort(ctx);
    lc_error_clear(&ctx->error);
    lc_warnings_clear(&ctx->warnings);
    lc_secrets_free(&ctx->secrets);
    free(ctx->phases);
    for (lc_temp_file *t = atomic_load(&ctx->temps), *next; t; t = next) {
        next = t->next;
        free(t);
    }
    free(ctx);
}

lc_status lc_context_hide_source(lc_context *ctx, const char *source) {
    return lc_secrets_learn(&ctx->secrets, source) ? LC_OK : lc_fail_memory(ctx);
}

void lc_context_set_threads(lc_context *ctx, int threads) {
    ctx->threads = threads > 0 ? threads : 0;
}

void lc_context_set_offline(lc_context *ctx, bool offline) {
    ctx->offline = offline;
}

void lc_context_set_progress(lc_context *ctx, lc_progress_fn fn, void *user) {
    ctx->progress = fn;
    ctx->progress_user = user;
}

int lc_threads(const lc_context *ctx) {
    if (ctx->threads > 0) return ctx->threads;
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (int)n : 1;
}

static lc_warning_entry *warning_entry(lc_context *ctx, const char *code, const char *message) {
    lc_warnings *warnings = &ctx->warnings;
    for (size_t i = 0; i < warnings->n; i++)
        if (strcmp(warnings->entry[i].code, code) == 0) return &warnings->entry[i];
    if (!LC_ROOM(warnings->entry, warnings->capacity, warnings->n + 1)) {
        warnings->lost = true;
        return NULL;
    }
    lc_warning_entry entry = {
        .code = lc_strdup(code), .message = lc_strdup(message), .local = lc_strdup(lc_tr(ctx, message))};
    if (!entry.code || !entry.message || !entry.local) {
        free(entry.code);
        free(entry.message);
        free(entry.local);
        warnings->lost = true;
        return NULL;
    }
    warnings->entry[warnings->n] = entry;
    return &warnings->entry[warnings->n++];
}

/* Of copies without passwords. */
static void keep_example(lc_context *ctx, lc_warning_entry *entry, const char *english, const char *local) {
    char *text = english ? lc_secrets_hidden(&ctx->secrets, english) : NULL;
    char *shown = local ? lc_secrets_hidden(&ctx->secrets, local) : NULL;
    if (text && shown) {
        entry->examples[entry->n_examples] = text;
        entry->local_examples[entry->n_examples++] = shown;
    } else {
        ctx->warnings.lost = true;
        free(text);
        free(shown);
    }
}

void lc_warn(lc_context *ctx, const char *code, const char *message, const char *format, ...) {
    lc_warning_entry *entry = warning_entry(ctx, code, message);
    if (!entry) return;
    entry->count++;
    if (!format || entry->n_examples == LC_EXAMPLES_MAX) return;
    va_list args;
    va_start(args, format);
    char *english = lc_vsprintf(format, args);
    va_end(args);
    va_start(args, format);
    char *local = lc_vsprintf(lc_tr(ctx, format), args);
    va_end(args);
    keep_example(ctx, entry, english, local);
    free(english);
    free(local);
}

void lc_warn_example(lc_context *ctx, const char *code, const char *message, const char *english, const char *local) {
    lc_warning_entry *entry = warning_entry(ctx, code, message);
    if (!entry) return;
    entry->count++;
    if (entry->n_examples < LC_EXAMPLES_MAX) keep_example(ctx, entry, english, local);
}

void lc_warn_count(lc_context *ctx, const char *code, const char *message, size_t count) {
    if (count == 0) return;
    lc_warning_entry *entry = warning_entry(ctx, code, message);
    if (entry) entry->count += count;
}

static void free_entry(lc_warning_entry *entry) {
    free(entry->code);
    free(entry->message);
    free(entry->local);
    for (size_t k = 0; k < entry->n_examples; k++) {
        free(entry->examples[k]);
        free(entry->local_examples[k]);
    }
}

lc_status lc_warnings_take(lc_context *ctx, lc_warnings *out) {
    *out = ctx->warnings;
    ctx->warnings = (lc_warnings){0};
    return out->lost ? lc_fail_memory(ctx) : LC_OK;
}

bool lc_warnings_join(lc_warnings *to, lc_warnings *from) {
    size_t own = to->n;
    bool ok = !from->lost && LC_ROOM(to->entry, to->capacity, to->n + from->n);
    for (size_t i = 0; i < from->n; i++) {
        bool known = !ok;
        for (size_t k = 0; k < own; k++) known = known || strcmp(to->entry[k].code, from->entry[i].code) == 0;
        if (known)
            free_entry(&from->entry[i]);
        else
            to->entry[to->n++] = from->entry[i];
    }
    free(from->entry);
    *from = (lc_warnings){0};
    return ok;
}

static bool copy_entry(const lc_warning_entry *from, lc_warning_entry *to) {
    *to = (lc_warning_entry){.code = lc_strdup(from->code),
                             .message = lc_strdup(from->message),
                             .local = lc_strdup(from->local),
                             .count = from->count};
    bool ok = to->code && to->message && (to->local || !from->local);
    for (; ok && to->n_examples < from->n_examples; to->n_examples++) {
        size_t k = to->n_examples;
        to->examples[k] = lc_strdup(from->examples[k]);
        to->local_examples[k] = lc_strdup(from->local_examples[k]);
        ok = to->examples[k] && (to->local_examples[k] || !from->local_examples[k]);
    }
    return ok;
}

bool lc_warnings_copy(lc_warnings *to, const lc_warnings *from) {
    if (from->lost || !LC_ROOM(to->entry, to->capacity, to->n + from->n)) return false;
    for (size_t i = 0; i < from->n; i++)
        if (!copy_entry(&from->entry[i], &to->entry[to->n++])) return false;
    return true;
}

/* The cases of another entry of the same code behind those of `to`. */
static bool add_cases(const lc_warning_entry *from, lc_warning_entry *to) {
    to->count += from->count;
    for (size_t k = 0; k < from->n_examples && to->n_examples < LC_EXAMPLES_MAX; k++) {
        char *text = lc_strdup(from->examples[k]), *local = lc_strdup(from->local_examples[k]);
        if (!text || (from->local_examples[k] && !local)) {
            free(text);
            free(local);
            return false;
        }
        to->examples[to->n_examples] = text;
        to->local_examples[to->n_examples++] = local;
    }
    return true;
}

bool lc_warnings_add(lc_warnings *to, const lc_warnings *from) {
    if (from->lost) return false;
    for (size_t i = 0; i < from->n; i++) {
        lc_warning_entry *known = NULL;
        for (size_t k = 0; !known && k < to->n; k++)
            if (strcmp(to->entry[k].code, from->entry[i].code) == 0) known = &to->entry[k];
        if (known) {
            if (!add_cases(&from->entry[i], known)) return false;
            continue;
        }
        if (!LC_ROOM(to->entry, to->capacity, to->n + 1)) return false;
        if (!copy_entry(&from->entry[i], &to->entry[to->n++])) return false;
    }
    return true;
}

void lc_warnings_clear(lc_warnings *warnings) {
    for (size_t i = 0; i < warnings->n; i++) free_entry(&warnings->entry[i]);
    free(warnings->entry);
    *warnings = (lc_warnings){0};
}

double lc_seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

lc_warning lc_warnings_at(const lc_warnings *warnings, size_t i) {
    const lc_warning_entry *entry = &warnings->entry[i];
    bool local = entry->n_examples && entry->local_examples[0];
    return (lc_warning){.code = entry->code,
                        .message = entry->local ? entry->local : entry->message,
                        .count = entry->count,
                        .examples = (const char *const *)(local ? entry->local_examples : entry->examples),
                        .n_examples = entry->n_examples};
}

void lc_context_begin(lc_context *ctx) {
    lc_warnings_clear(&ctx->warnings);
    lc_error_clear(&ctx->error);
    atomic_store(&ctx->told_to_stop, false);
}

void lc_work_clear(lc_context *ctx) {
    ctx->n_phases = 0;
    ctx->phase = NULL;
    ctx->stats = (lc_stats){0};
}

/* The phase of that name, new when it is the first time; NULL when memory is out: it goes untimed. */
static lc_phase_time *find_phase(lc_context *ctx, const char *phase) {
    for (size_t i = 0; i < ctx->n_phases; i++)
        if (strcmp(ctx->phases[i].phase, phase) == 0) return &ctx->phases[i];
    if (!LC_ROOM(ctx->phases, ctx->cap_phases, ctx->n_phases + 1)) return NULL;
    ctx->phases[ctx->n_phases] = (lc_phase_time){.phase = phase};
    return &ctx->phases[ctx->n_phases++];
}

lc_status lc_phase_begin(lc_context *ctx, const char *phase) {
    double t = lc_seconds();
    if (ctx->phase) ctx->phase->seconds += t - ctx->phase_started;
    ctx->phase_started = t;
    ctx->phase = phase ? find_phase(ctx, phase) : NULL;
    return phase ? lc_progress(ctx, 0) : LC_OK;
}

/* Progress is told far more often than memory grows. */
static lc_status check_memory(lc_context *ctx) {
    static const double PAUSE_S = 0.05;
    double now = lc_seconds();
    if (now - ctx->memory_checked_s < PAUSE_S) return LC_OK;
    ctx->memory_checked_s = now;
    return lc_memory_check(ctx);
}

lc_status lc_progress(lc_context *ctx, double done) {
    char text[256]; /* our own words */
    const char *phase = lc_tr(ctx, ctx->phase ? ctx->phase->phase : "");
    if (ctx->n_planes) {
        snprintf(text, sizeof text, "%zu/%zu: %s", ctx->plane + 1, ctx->n_planes, phase);
        phase = text;
    }
    if (ctx->progress && !lc_cancelled(ctx) && !ctx->progress(phase, done, ctx->progress_user))
        atomic_store(&ctx->told_to_stop, true);
    lc_status status = lc_fail_cancelled(ctx);
    return status ? status : check_memory(ctx);
}

void lc_progress_plane(lc_context *ctx, size_t k, size_t n) {
    ctx->plane = k;
    ctx->n_planes = n;
}

void lc_stats_add(lc_stats *total, const lc_stats *work) {
    total->boxes += work->boxes;
    total->candidates += work->candidates;
    total->cells += work->cells;
    total->pieces += work->pieces;
    total->slivers += work->slivers;
}

lc_stats lc_check_stats(const lc_context *ctx) {
    return ctx->stats;
}

size_t lc_phase_count(const lc_context *ctx) {
    return ctx->n_phases;
}

lc_phase_time lc_phase(const lc_context *ctx, size_t i) {
    return (lc_phase_time){lc_tr(ctx, ctx->phases[i].phase), ctx->phases[i].seconds};
}
