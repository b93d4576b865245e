#include "city/told.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

lc_status lc_told_take(lc_context *ctx, lc_told *told, lc_told_of of, size_t category) {
    if (!LC_ROOM(told->part, told->capacity, told->n + 1)) return lc_fail_memory(ctx);
    lc_told_part *part = &told->part[told->n++];
    *part = (lc_told_part){.of = of, .category = category};
    return lc_warnings_take(ctx, &part->warnings);
}

lc_status lc_told_tell(lc_context *ctx, const lc_told *told) {
    for (size_t i = 0; i < told->n; i++)
        if (!lc_warnings_add(&ctx->warnings, &told->part[i].warnings)) return lc_fail_memory(ctx);
    return LC_OK;
}

lc_status lc_told_borrow(lc_context *ctx, const lc_told *from, lc_told *out) {
    *out = (lc_told){0};
    if (!LC_ROOM(out->part, out->capacity, from->n + 1)) return lc_fail_memory(ctx);
    for (; out->n < from->n; out->n++) {
        out->part[out->n] = from->part[out->n];
        out->part[out->n].borrowed = true;
    }
    return LC_OK;
}

/* Make room for a part at place `at`. */
static bool open_place(lc_told *told, size_t at) {
    if (!LC_ROOM(told->part, told->capacity, told->n + 1)) return false;
    memmove(told->part + at + 1, told->part + at, (told->n - at) * sizeof *told->part);
    told->part[at] = (lc_told_part){0};
    told->n++;
    return true;
}

lc_status lc_told_replace(lc_context *ctx, lc_told *told, lc_told_of of, size_t category) {
    size_t at = told->n, behind = told->n;
    for (size_t i = 0; i < told->n; i++) {
        const lc_told_part *part = &told->part[i];
        if (part->of == of && part->category == category) at = i;
        if (part->of == of) behind = i + 1;
    }
    if (at == told->n) {
        at = behind;
        if (!open_place(told, at)) return lc_fail_memory(ctx);
    } else if (!told->part[at].borrowed) {
        lc_warnings_clear(&told->part[at].warnings);
    }
    told->part[at] = (lc_told_part){.of = of, .category = category};
    return lc_warnings_take(ctx, &told->part[at].warnings);
}

void lc_told_free(lc_told *told) {
    for (size_t i = 0; i < told->n; i++)
        if (!told->part[i].borrowed) lc_warnings_clear(&told->part[i].warnings);
    free(told->part);
    *told = (lc_told){0};
}
