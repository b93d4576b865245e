#include "base/background.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/memory.h"

struct lc_background {
    lc_context *ctx;
    lc_background_fn work;
    void *user;
    lc_status status;
    bool started;
    pthread_t thread;
};

static void *run(void *arg) {
    lc_background *task = arg;
    task->status = task->work(task->ctx, task->user);
    return NULL;
}

lc_background *lc_background_begin(const lc_context *ctx, lc_background_fn work, void *user) {
    lc_background *task = LC_NEW0(lc_background, 1);
    if (!task) return NULL;
    *task = (lc_background){.ctx = lc_context_beside(ctx), .work = work, .user = user};
    if (!task->ctx) {
        free(task);
        return NULL;
    }
    task->started = lc_threads(ctx) > 1 && pthread_create(&task->thread, NULL, run, task) == 0;
    return task;
}

void lc_background_drop(lc_background *task) {
    if (!task) return;
    if (task->started) lc_cancel(task->ctx); /* nobody wants it any more */
    if (task->started) pthread_join(task->thread, NULL);
    lc_context_free(task->ctx);
    free(task);
}

lc_status lc_background_end(lc_context *ctx, lc_background *task) {
    if (task->started)
        pthread_join(task->thread, NULL);
    else
        run(task);
    task->started = false;
    lc_status status = task->status;
    if (status != LC_OK) lc_fail_as(ctx, status, task->ctx);
    lc_background_drop(task);
    return status;
}
