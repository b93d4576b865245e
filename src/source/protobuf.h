/* Walking protocol buffer messages in memory, as far as the OSM PBF format needs it. Nothing is read past a span's end.
 */
#ifndef LC_SOURCE_PROTOBUF_H
#define LC_SOURCE_PROTOBUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lc_span {
    const unsigned char *at, *end;
} lc_span;

/* One field of a message: a number (wire type 0), or bytes (wire type 2). */
typedef struct lc_field {
    uint32_t number;
    bool is_bytes;
    uint64_t value;
    lc_span bytes;
} lc_field;

/* Take the next field; false at the end of the message or where it is malformed: then `at` is short of `end`. */
bool lc_next_field(lc_span *message, lc_field *out);
/* Take the next number of a packed field; false at its end or where it is malformed (`at` is short of `end`). */
bool lc_next_varint(lc_span *packed, uint64_t *out);

static inline bool lc_span_done(const lc_span *span) {
    return span->at == span->end;
}
/* Signed numbers of the types sint32 and sint64. */
static inline int64_t lc_zigzag(uint64_t value) {
    return (int64_t)(value >> 1) ^ -(int64_t)(value & 1);
}

#endif
