#include "source/protobuf.h"

bool lc_next_varint(lc_span *packed, uint64_t *out) {
    const unsigned char *p = packed->at;
    uint64_t value = 0;
    for (unsigned shift = 0; p < packed->end && shift < 64; shift += 7) {
        value |= (uint64_t)(*p & 0x7f) << shift;
        if (*p++ & 0x80) continue;
        packed->at = p;
        *out = value;
        return true;
    }
    return false;
}

bool lc_next_field(lc_span *message, lc_field *out) {
    lc_span s = *message;
    uint64_t key, length;
    while (lc_next_varint(&s, &key)) {
        if (key >> 3 == 0 || key >> 3 > UINT32_MAX) return false;
        out->number = (uint32_t)(key >> 3);
        switch (key & 7) {
        case 0:
            out->is_bytes = false;
            if (!lc_next_varint(&s, &out->value)) return false;
            *message = s;
            return true;
        case 2:
            out->is_bytes = true;
            if (!lc_next_varint(&s, &length) || length > (size_t)(s.end - s.at)) return false;
            out->bytes = (lc_span){s.at, s.at + length};
            s.at += length;
            *message = s;
            return true;
        case 1: /* fixed numbers occur in no message of the format: step over those of extensions */
        case 5:
            length = (key & 7) == 1 ? 8 : 4;
            if (length > (size_t)(s.end - s.at)) return false;
            s.at += length;
            *message = s;
            break;
        default:
            return false;
        }
    }
    return false;
}
