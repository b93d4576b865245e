#include "base/tasks.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"

enum { REPORT_NS = 20 * 1000 * 1000 }; /* so often, that a cancel is answered soon */

typedef struct {
    lc_task_fn work;
    void *user;
    size_t n;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t ended; /* a worker has */
    size_t next, done, running;
    bool stop;
} job_t;

/* Waits for items on a thread of its own; after a failure it ends. */
typedef struct {
    job_t *job;
    lc_context *ctx;
    lc_status status;
    size_t item; /* that failed */
    pthread_t thread;
    bool started;
} worker_t;

/* The next item, if there is one; `done` are ended now. */
static bool take(job_t *job, size_t done, size_t *item) {
    pthread_mutex_lock(&job->lock);
    job->done += done;
    bool taken = !job->stop && job->next < job->n;
    if (taken) *item = job->next++;
    pthread_mutex_unlock(&job->lock);
    return taken;
}

static void *run(void *arg) {
    worker_t *w = arg;
    job_t *job = w->job;
    size_t item, done = 0;
    while (w->status == LC_OK && take(job, done, &item)) {
        w->item = item;
        w->status = job->work(w->ctx, job->user, item);
        done = 1;
    }
    pthread_mutex_lock(&job->lock);
    job->stop = job->stop || w->status != LC_OK;
    job->running--;
    pthread_cond_signal(&job->ended);
    pthread_mutex_unlock(&job->lock);
    return NULL;
}

/* In a little while, on the clock that conditions go by. */
static struct timespec soon(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    t.tv_nsec += REPORT_NS;
    t.tv_sec += t.tv_nsec / 1000000000;
    t.tv_nsec %= 1000000000;
    return t;
}

/* Report progress until all workers have ended. */
static lc_status wait_for_all(lc_context *ctx, job_t *job, worker_t *workers, size_t n_workers) {
    lc_status status = LC_OK;
    pthread_mutex_lock(&job->lock);
    while (job->running) {
        const struct timespec until = soon();
        pthread_cond_timedwait(&job->ended, &job->lock, &until);
        double done = (double)job->done / (double)job->n;
        pthread_mutex_unlock(&job->lock);
        if (status == LC_OK) status = lc_progress(ctx, done);
        pthread_mutex_lock(&job->lock);
        if (status == LC_OK) continue;
        job->stop = true; /* an item that failed has done that alone: others still run */
        for (size_t i = 0; i < n_workers; i++)
            if (workers[i].started) lc_cancel(workers[i].ctx);
    }
    pthread_mutex_unlock(&job->lock);
    return status;
}

/* Fewer threads than asked for only means slower; without any the caller has to do it all. */
static bool start_workers(const lc_context *ctx, job_t *job, worker_t *workers, size_t n) {
    bool any = false;
    size_t threads = (size_t)lc_threads(ctx), each = (2 * threads + n - 1) / n; /* the last ones to end share them */
    for (size_t i = 0; i < n; i++) {
        workers[i] = (worker_t){.job = job, .ctx = lc_context_beside(ctx)};
        if (!workers[i].ctx) continue;
        lc_context_set_threads(workers[i].ctx, (int)each);
        pthread_mutex_lock(&job->lock);
        job->running++;
        pthread_mutex_unlock(&job->lock);
        workers[i].started = pthread_create(&workers[i].thread, NULL, run, &workers[i]) == 0;
        any = any || workers[i].started;
        if (workers[i].started) continue;
        pthread_mutex_lock(&job->lock);
        job->running--;
        pthread_mutex_unlock(&job->lock);
    }
    return any;
}

static lc_status run_here(lc_context *ctx, size_t n, lc_task_fn work, void *user) {
    lc_status status = LC_OK;
    for (size_t i = 0; i < n && status == LC_OK; i++) {
        status = lc_progress(ctx, (double)i / (double)n);
        if (status == LC_OK) status = work(ctx, user, i);
    }
    return status;
}

/* The failure of the first item that failed. */
static lc_status take_failure(lc_context *ctx, const worker_t *workers, size_t n) {
    const worker_t *first = NULL;
    for (size_t i = 0; i < n; i++)
        if (workers[i].status != LC_OK && (!first || workers[i].item < first->item)) first = &workers[i];
    if (!first) return LC_OK;
    lc_fail_as(ctx, first->status, first->ctx);
    return first->status;
}

lc_status lc_tasks_run(lc_context *ctx, size_t n, lc_task_fn work, void *user) {
    size_t threads = (size_t)lc_threads(ctx), n_workers = n < threads ? n : threads;
    if (n_workers < 2) return run_here(ctx, n, work, user);
    job_t job = {.work = work, .user = user, .n = n};
    worker_t *workers = LC_NEW0(worker_t, n_workers);
    if (!workers) return lc_fail_memory(ctx);
    pthread_mutex_init(&job.lock, NULL);
    pthread_cond_init(&job.ended, NULL);
    bool any = start_workers(ctx, &job, workers, n_workers);
    lc_status status = wait_for_all(ctx, &job, workers, n_workers);
    for (size_t i = 0; i < n_workers; i++)
        if (workers[i].started) pthread_join(workers[i].thread, NULL);
    if (status == LC_OK && any) status = take_failure(ctx, workers, n_workers);
    for (size_t i = 0; i < n_workers; i++) lc_context_free(workers[i].ctx);
    pthread_cond_destroy(&job.ended);
    pthread_mutex_destroy(&job.lock);
    free(workers);
    return any || status != LC_OK ? status : run_here(ctx, n, work, user);
}
