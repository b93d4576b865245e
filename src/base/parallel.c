#include "base/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/memory.h"

static const double REPORT_S = 0.05; /* at least so often, that a cancel is answered soon */

typedef struct {
    const lc_context *ctx;
    atomic_size_t next;
    atomic_bool stop, failed;
    size_t n;
    lc_work_fn work;
    void *user;
} job_t;

typedef struct {
    job_t *job;
    int index;
    pthread_t thread;
} worker_t;

static bool take_one(job_t *job, int worker) {
    if (atomic_load(&job->stop) || lc_cancelled(job->ctx)) return false;
    size_t item = atomic_fetch_add(&job->next, 1);
    if (item >= job->n) return false;
    if (job->work(job->user, item, worker)) return true;
    atomic_store(&job->failed, true);
    atomic_store(&job->stop, true);
    return false;
}

static void *run(void *arg) {
    worker_t *worker = arg;
    while (take_one(worker->job, worker->index)) continue;
    return NULL;
}

/* Work as worker 0, and report now and then. */
static lc_status work_and_report(lc_context *ctx, job_t *job) {
    lc_status status = LC_OK;
    size_t reported = 0, step = job->n / 200 + 1;
    double at = lc_seconds();
    while (take_one(job, 0)) {
        size_t done = atomic_load(&job->next);
        double now = lc_seconds();
        if (done < reported + step && now < at + REPORT_S) continue;
        reported = done;
        at = now;
        status = lc_progress(ctx, done < job->n ? (double)done / (double)job->n : 1);
        if (status != LC_OK) atomic_store(&job->stop, true);
    }
    return status;
}

lc_status lc_parallel(lc_context *ctx, size_t n, lc_work_fn work, void *user) {
    job_t job = {.ctx = ctx, .n = n, .work = work, .user = user};
    int threads = lc_threads(ctx), started = 1;
    if ((size_t)threads > n) threads = n > 0 ? (int)n : 1;
    worker_t *workers = LC_NEW(worker_t, (size_t)threads);
    if (!workers) return lc_fail_memory(ctx);
    for (; started < threads; started++) {
        workers[started] = (worker_t){.job = &job, .index = started};
        /* Fewer threads than asked for only means slower. */
        if (pthread_create(&workers[started].thread, NULL, run, &workers[started]) != 0) break;
    }
    lc_status status = work_and_report(ctx, &job);
    for (int i = 1; i < started; i++) pthread_join(workers[i].thread, NULL);
    free(workers);
    if (status != LC_OK) return status;
    return atomic_load(&job.failed) ? lc_fail_memory(ctx) : lc_fail_cancelled(ctx);
}
