#include "base/aside.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/memory.h"

struct lc_aside {
    lc_context *ctx;
    lc_aside_fn work;
    void *user;
    lc_status status;
    bool started;
    pthread_t thread;
};

static void *run(void *arg) {
    lc_aside *aside = arg;
    aside->status = aside->work(aside->ctx, aside->user);
    return NULL;
}

lc_aside *lc_aside_begin(const lc_context *ctx, lc_aside_fn work, void *user) {
    lc_aside *aside = LC_NEW0(lc_aside, 1);
    if (!aside) return NULL;
    *aside = (lc_aside){.ctx = lc_context_beside(ctx), .work = work, .user = user};
    if (!aside->ctx) {
        free(aside);
        return NULL;
    }
    aside->started = lc_threads(ctx) > 1 && pthread_create(&aside->thread, NULL, run, aside) == 0;
    return aside;
}

void lc_aside_drop(lc_aside *aside) {
    if (!aside) return;
    if (aside->started) lc_cancel(aside->ctx); /* nobody wants it any more */
    if (aside->started) pthread_join(aside->thread, NULL);
    lc_context_free(aside->ctx);
    free(aside);
}

lc_status lc_aside_end(lc_context *ctx, lc_aside *aside) {
    if (aside->started)
        pthread_join(aside->thread, NULL);
    else
        run(aside);
    aside->started = false;
    lc_status status = aside->status;
    if (status != LC_OK) lc_fail_as(ctx, status, aside->ctx);
    lc_aside_drop(aside);
    return status;
}
