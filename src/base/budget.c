#include "base/budget.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/error.h"
#include "base/memory.h"

/* ------------------------------------------------------------------------------------------------ what there is */

static uint64_t page_size(void) {
    long page = sysconf(_SC_PAGESIZE);
    return page > 0 ? (uint64_t)page : 4096;
}

/* Resident pages less those of files, which the system can drop and read again. */
uint64_t lc_memory_held(void) {
    unsigned long long resident = 0, shared = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file) return 0;
    /* NOLINTNEXTLINE(cert-err34-c): the kernel writes it, and not beyond its type */
    bool ok = fscanf(file, "%*u %llu %llu", &resident, &shared) == 2 && resident >= shared;
    fclose(file);
    return ok ? (uint64_t)(resident - shared) * page_size() : 0;
}

/* A number that a file holds; UINT64_MAX for none, "max" too. */
static uint64_t read_limit(const char *root, const char *folder, const char *group, const char *name) {
    unsigned long long value = 0;
    bool ok = false;
    char *path = lc_sprintf("%s%s%s/%s", root, folder, group, name);
    FILE *file = path ? fopen(path, "r") : NULL;
    /* NOLINTNEXTLINE(cert-err34-c): the kernel writes it, and not beyond its type */
    if (file) ok = fscanf(file, "%llu", &value) == 1;
    if (file) fclose(file);
    free(path);
    return ok ? value : UINT64_MAX;
}

/* The least limit of a control group and those around it; in a container the group's own path may not be seen. */
static uint64_t least_limit(const char *root, const char *folder, char *group, const char *name) {
    uint64_t least = UINT64_MAX;
    for (;;) {
        uint64_t limit = read_limit(root, folder, group, name);
        if (limit < least) least = limit;
        char *slash = strrchr(group, '/');
        if (!slash) return least;
        *slash = '\0';
    }
}

/* Lines "N:CONTROLLERS:/GROUP"; version 2 has no controllers there. */
static uint64_t group_limit(const char *root) {
    char line[4096], *path = lc_sprintf("%s/proc/self/cgroup", root);
    uint64_t least = UINT64_MAX;
    FILE *file = path ? fopen(path, "r") : NULL;
    free(path);
    if (!file) return UINT64_MAX;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        char *controllers = strchr(line, ':'), *group = controllers ? strchr(controllers + 1, ':') : NULL;
        if (!group) continue;
        *group++ = '\0';
        uint64_t limit = UINT64_MAX;
        if (!controllers[1])
            limit = least_limit(root, "/sys/fs/cgroup", group, "memory.max");
        else if (strcmp(controllers + 1, "memory") == 0)
            limit = least_limit(root, "/sys/fs/cgroup/memory", group, "memory.limit_in_bytes");
        if (limit < least) least = limit;
    }
    fclose(file);
    return least;
}

uint64_t lc_memory_default(const char *root) {
    struct rlimit process;
    long pages = sysconf(_SC_PHYS_PAGES);
    uint64_t there = pages > 0 ? (uint64_t)pages * page_size() : UINT64_MAX, group = group_limit(root);
    if (group < there) there = group;
    if (getrlimit(RLIMIT_AS, &process) == 0 && process.rlim_cur != RLIM_INFINITY && process.rlim_cur < there)
        there = process.rlim_cur;
    return there / 4 * 3;
}

/* ---------------------------------------------------------------------------------------------- what is allowed */

void lc_context_set_max_memory(lc_context *ctx, uint64_t bytes) {
    ctx->max_memory = bytes ? bytes : lc_memory_default("");
}

uint64_t lc_memory_allowed(const lc_context *ctx) {
    return ctx->max_memory;
}

uint64_t lc_memory_left(const lc_context *ctx) {
    uint64_t held = lc_memory_held();
    return held < ctx->max_memory ? ctx->max_memory - held : 0;
}

const char *lc_size_text(uint64_t bytes, char out[LC_SIZE_TEXT]) {
    static const char *const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    double value = (double)bytes;
    size_t unit = 0;
    for (; value >= 1024 && unit + 1 < sizeof units / sizeof *units; unit++) value /= 1024;
    snprintf(out, LC_SIZE_TEXT, "%.*f %s", unit && value < 10 ? 1 : 0, value, units[unit]);
    return out;
}

lc_status lc_memory_ask(lc_context *ctx, const char *file, uint64_t bytes) {
    char asked[LC_SIZE_TEXT], allowed[LC_SIZE_TEXT], in_use[LC_SIZE_TEXT];
    uint64_t held = lc_memory_held();
    if (held <= ctx->max_memory && bytes <= ctx->max_memory - held) return LC_OK;
    lc_fail(ctx, LC_ERR_INPUT,
            "%s: reading it takes about %s more memory, and of the %s allowed %s are in use; allow more with "
            "--max-memory, or cut a smaller part out of the file",
            file, lc_size_text(bytes, asked), lc_size_text(ctx->max_memory, allowed), lc_size_text(held, in_use));
    /* What kind of file it is, its reader knows. */
    return lc_fail_at(ctx, LC_ERR_INPUT, &(lc_where){LC_WHERE(LC_ERROR_ARGUMENT), .file = file});
}

lc_status lc_memory_check(lc_context *ctx) {
    char allowed[LC_SIZE_TEXT], in_use[LC_SIZE_TEXT];
    uint64_t held = lc_memory_held();
    if (held <= ctx->max_memory) return LC_OK;
    return lc_fail(ctx, LC_ERR_MEMORY,
                   "out of memory: %s are in use, and %s allowed; allow more with --max-memory, or take a smaller area",
                   lc_size_text(held, in_use), lc_size_text(ctx->max_memory, allowed));
}

lc_status lc_memory_grow(lc_context *ctx, const char *file, void **data, size_t *capacity, size_t need, size_t size) {
    enum { LARGE = 4 << 20 };
    size_t more = need - *capacity > *capacity ? need - *capacity : *capacity;
    if (more > SIZE_MAX / size) return lc_fail_memory(ctx);
    lc_status status = more * size >= LARGE ? lc_memory_ask(ctx, file, more * size) : LC_OK;
    if (status) return status;
    return lc_grow(data, capacity, need, size) ? LC_OK : lc_fail_memory(ctx);
}
