#include "base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

bool lc_grow(void **data, size_t *capacity, size_t need, size_t size) {
    size_t want = *capacity ? *capacity : 8;
    while (want < need) {
        if (want > SIZE_MAX / 2) return false;
        want *= 2;
    }
    if (want > SIZE_MAX / size) return false;
    void *grown = realloc(*data, want * size);
    if (!grown) return false;
    *data = grown;
    *capacity = want;
    return true;
}

void *lc_alloc_array(size_t n, size_t size) {
    if (size && n > SIZE_MAX / size) return NULL;
    size_t bytes = n * size;
    return malloc(bytes > 0 ? bytes : 1);
}

void *lc_calloc_array(size_t n, size_t size) {
    return calloc(n ? n : 1, size ? size : 1);
}

char *lc_strdup(const char *text) {
    if (!text) return NULL;
    size_t n = strlen(text) + 1;
    char *copy = malloc(n);
    return copy ? memcpy(copy, text, n) : NULL;
}

char *lc_vsprintf(const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    char *text = n < 0 ? NULL : malloc((size_t)n + 1);
    if (text) vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    return text;
}

char *lc_sprintf(const char *format, ...) {
    va_list args;
    va_start(args, format);
    char *text = lc_vsprintf(format, args);
    va_end(args);
    return text;
}
