/* Growing arrays and small allocation helpers. All return false or NULL when memory is out; nothing aborts. */
#ifndef LC_BASE_MEMORY_H
#define LC_BASE_MEMORY_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

/* Grow *data (elements of `size` bytes) so that it holds at least `need`; amortised doubling. */
bool lc_grow(void **data, size_t *capacity, size_t need, size_t size);

/* Make room for one more element: LC_PUSH_ROOM(v->item, v->n, v->capacity) is false when memory is out. */
#define LC_ROOM(array, capacity, need)                                                                                 \
    ((need) <= (capacity) || lc_grow((void **)&(array), &(capacity), (need), sizeof *(array)))

/* malloc of n * size with overflow check; n == 0 gives a valid pointer. */
void *lc_alloc_array(size_t n, size_t size);
/* The same, zeroed. */
void *lc_calloc_array(size_t n, size_t size);
#define LC_NEW(type, n) ((type *)lc_alloc_array((n), sizeof(type)))
#define LC_NEW0(type, n) ((type *)lc_calloc_array((n), sizeof(type)))

/* Bring a cache line near; a hint, and nothing where the compiler has none. */
#if defined(__GNUC__)
#define LC_FETCH(address) __builtin_prefetch(address)
#else
#define LC_FETCH(address) ((void)(address))
#endif

/* malloc'ed copy of a string (NULL stays NULL). */
char *lc_strdup(const char *text);
/* malloc'ed printf. */
char *lc_vsprintf(const char *format, va_list args) __attribute__((format(printf, 1, 0)));
char *lc_sprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
