/* Arrays of numbers as they stand in memory, in rows of a table: lifecircle_arrays (name, part, bytes). */
#ifndef LC_STORE_ARRAYS_H
#define LC_STORE_ARRAYS_H

#include "store/database.h"

extern const char lc_arrays_table[]; /* the statement that makes the table */

/* The numbers in the arrays are this machine's, so it is said which order their bytes have. */
const char *lc_byte_order(void);

/* Columns that say which version wrote arrays of structures, and on which kind of machine: for tables, for statements
   (from `column` on), and read back. */
#define LC_WRITER_COLUMNS "version TEXT NOT NULL, byte_order TEXT NOT NULL, word INTEGER NOT NULL"
enum { LC_WRITER_WIDTH = 3 };
typedef enum lc_writer { LC_WRITER_UNKNOWN, LC_WRITER_OTHER, LC_WRITER_SAME } lc_writer;
void lc_writer_bind(sqlite3_stmt *insert, int column);
lc_writer lc_writer_of(sqlite3_stmt *row, int column);

/* Store an array under its name. */
lc_status lc_array_insert(const lc_database *db, const char *name, const void *bytes, size_t size);

/* Read the array of that name, of elements of `size` bytes. @param[out] n elements; *out is malloc'ed. Without a row it
   is empty. Errors: LC_ERR_INPUT when its size is none of such elements. */
lc_status lc_array_select(const lc_database *db, const char *name, size_t size, void **out, size_t *n);

/* The same of n texts whose pointers lie `stride` bytes apart, NULL where there is none. @param[out] out n texts, to be
   freed with their array, after a failure too unless it is NULL. */
lc_status lc_texts_insert(const lc_database *db, const char *name, const void *first, size_t stride, size_t n);
lc_status lc_texts_select(const lc_database *db, const char *name, size_t n, char ***out);

/* The database is damaged, and is to be made anew (db->again). Returns LC_ERR_INPUT. */
lc_status lc_database_damaged(const lc_database *db);

#endif
