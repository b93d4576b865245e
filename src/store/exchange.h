/*
 * What structures hold, written to a database of arrays or read back from it: one description serves both ways. A
 * column is a member of n structures that lie one behind the other; it becomes an array of its own, so that neither
 * pointers nor what lies between members is written, and the same contents give the same bytes.
 */
#ifndef LC_STORE_EXCHANGE_H
#define LC_STORE_EXCHANGE_H

#include "geo/geoms.h"
#include "store/database.h"

typedef struct lc_exchange {
    const lc_database *db;
    bool reads;          /* else it writes */
    const char *section; /* arrays of a section are numbered in their order */
    size_t number;
    lc_status status; /* after a failure nothing more is done */
    size_t bytes;     /* of the file that is read, once it was asked for */
} lc_exchange;

void lc_exchange_begin(lc_exchange *x, const char *section);

/* Members of `size` bytes, as they lie in memory, `stride` bytes apart. */
void lc_exchange_column(lc_exchange *x, void *first, size_t stride, size_t n, size_t size);
/* The same of flags, and of texts, which are malloc'ed when they are read and NULL where there is none. */
void lc_exchange_flags(lc_exchange *x, void *first, size_t stride, size_t n);
void lc_exchange_texts(lc_exchange *x, void *first, size_t stride, size_t n);
void lc_exchange_geoms(lc_exchange *x, lc_geoms *geoms, size_t n_features);

/* Room for n structures when they are to be read, all 0, NULL after a failure; else those that are there. Each takes a
   byte of the file at least: a file that speaks of more is damaged. */
void *lc_exchange_room(lc_exchange *x, void *there, size_t n, size_t size);
/* What was read makes no sense unless it is sound. */
void lc_exchange_hold(lc_exchange *x, bool sound);

#define LC_COLUMN(x, array, n, member)                                                                                 \
    lc_exchange_column((x), (array) ? &(array)->member : NULL, sizeof *(array), (n), sizeof(array)->member)
#define LC_COLUMN_FLAGS(x, array, n, member)                                                                           \
    lc_exchange_flags((x), (array) ? &(array)->member : NULL, sizeof *(array), (n))
#define LC_COLUMN_TEXTS(x, array, n, member)                                                                           \
    lc_exchange_texts((x), (array) ? (void *)(uintptr_t) & (array)->member : NULL, sizeof *(array), (n))
#define LC_ARRAY(x, array, n) lc_exchange_column((x), (array), sizeof *(array), (n), sizeof *(array))
#define LC_ONE(x, value) lc_exchange_column((x), &(value), sizeof(value), 1, sizeof(value))
/* What is written stays untouched: others may read it at the same time. */
#define LC_ROOM_FOR(x, array, n)                                                                                       \
    do {                                                                                                               \
        void *room_ = lc_exchange_room((x), (array), (n), sizeof *(array));                                            \
        if ((x)->reads) (array) = room_;                                                                               \
    } while (0)

#endif
