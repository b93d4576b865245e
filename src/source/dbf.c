#include "source/dbf.h"

#include <cpl_vsi.h>
#include <string.h>

#include "base/memory.h"

enum { HEADER = 32, DESCRIPTOR = 32, TERMINATOR = 0x0D, BLOCK_BYTES = 1 << 16 };

typedef struct column {
    char type;
    size_t at, width; /* in a record */
} column;

struct lc_dbf {
    VSILFILE *file;
    size_t records, whole, record_size, header_size;
    column *field;
    size_t n_fields;
    char *block; /* records first .. first + n - 1 */
    size_t per_block, first, n;
};

static size_t word(const unsigned char *p, int bytes) {
    size_t value = 0;
    for (int i = bytes; i-- > 0;) value = value << 8 | p[i];
    return value;
}

static bool read_at(lc_dbf *dbf, size_t at, void *to, size_t n) {
    return VSIFSeekL(dbf->file, at, SEEK_SET) == 0 && VSIFReadL(to, 1, n, dbf->file) == n;
}

/* Descriptors stand behind the header, up to the terminator. A text may be wider than a byte tells: then the number of
   decimals is the higher byte. */
static bool read_columns(lc_dbf *dbf) {
    size_t n = (dbf->header_size - HEADER) / DESCRIPTOR, at = 1;
    unsigned char one[DESCRIPTOR];
    dbf->field = LC_NEW(column, n);
    if (!dbf->field) return false;
    for (size_t f = 0; f < n; f++) {
        if (!read_at(dbf, HEADER + f * DESCRIPTOR, one, sizeof one)) return false;
        if (one[0] == TERMINATOR) break;
        char type = (char)one[11];
        size_t width = type == 'C' ? word(one + 16, 2) : one[16];
        dbf->field[dbf->n_fields++] = (column){type, at, width};
        at += width;
    }
    return at <= dbf->record_size;
}

lc_dbf *lc_dbf_open(const char *path) {
    unsigned char header[HEADER];
    lc_dbf *dbf = LC_NEW0(lc_dbf, 1);
    if (dbf) dbf->file = VSIFOpenL(path, "rb");
    if (!dbf || !dbf->file || !read_at(dbf, 0, header, sizeof header)) goto failed;
    dbf->records = word(header + 4, 4);
    dbf->header_size = word(header + 8, 2);
    dbf->record_size = word(header + 10, 2);
    if (dbf->header_size <= HEADER || dbf->record_size == 0 || !read_columns(dbf)) goto failed;
    VSIFSeekL(dbf->file, 0, SEEK_END);
    size_t size = (size_t)VSIFTellL(dbf->file);
    dbf->whole = size > dbf->header_size ? (size - dbf->header_size) / dbf->record_size : 0;
    dbf->per_block = BLOCK_BYTES / dbf->record_size + 1;
    dbf->block = LC_NEW(char, dbf->per_block * dbf->record_size);
    if (!dbf->block) goto failed;
    return dbf;
failed:
    lc_dbf_close(dbf);
    return NULL;
}

void lc_dbf_close(lc_dbf *dbf) {
    if (!dbf) return;
    if (dbf->file) VSIFCloseL(dbf->file);
    free(dbf->field);
    free(dbf->block);
    free(dbf);
}

size_t lc_dbf_records(const lc_dbf *dbf) {
    return dbf->records;
}

size_t lc_dbf_whole_records(const lc_dbf *dbf) {
    return dbf->whole;
}

size_t lc_dbf_fields(const lc_dbf *dbf) {
    return dbf->n_fields;
}

char lc_dbf_type(const lc_dbf *dbf, size_t field) {
    return dbf->field[field].type;
}

/* A record's bytes, of which the first tells whether it is deleted; NULL when they cannot be read. */
static const char *load(lc_dbf *dbf, size_t record) {
    if (record >= dbf->whole) return NULL;
    if (record < dbf->first || record >= dbf->first + dbf->n) {
        size_t left = dbf->whole - record, n = left < dbf->per_block ? left : dbf->per_block;
        dbf->n = 0;
        if (!read_at(dbf, dbf->header_size + record * dbf->record_size, dbf->block, n * dbf->record_size)) return NULL;
        dbf->first = record;
        dbf->n = n;
    }
    return dbf->block + (record - dbf->first) * dbf->record_size;
}

bool lc_dbf_deleted(lc_dbf *dbf, size_t *n) {
    size_t records = dbf->records < dbf->whole ? dbf->records : dbf->whole;
    *n = 0;
    for (size_t i = 0; i < records; i++) {
        const char *record = load(dbf, i);
        if (!record) return false;
        *n += *record == '*';
    }
    return true;
}

bool lc_dbf_cell(lc_dbf *dbf, size_t record, size_t field, char **out) {
    const char *text = load(dbf, record);
    const column *f = &dbf->field[field];
    *out = NULL;
    if (!text) return false;
    const char *from = text + f->at, *end = from + f->width;
    while (from < end && (*from == ' ' || *from == '\0')) from++;
    const char *nul = memchr(from, '\0', (size_t)(end - from));
    if (nul) end = nul;
    while (end > from && end[-1] == ' ') end--;
    size_t n = (size_t)(end - from), stars = 0;
    while (stars < n && from[stars] == '*') stars++;
    if (stars == n) return true;
    char *copy = LC_NEW(char, n + 1);
    if (!copy) return false;
    memcpy(copy, from, n);
    copy[n] = '\0';
    *out = copy;
    return true;
}
