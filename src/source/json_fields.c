#include "source/json_fields.h"

#include <cpl_vsi.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { BUFFER = 1 << 16, KEY = 16 };

typedef struct {
    VSILFILE *file;
    unsigned char *bytes;
    size_t at, n;
    uint64_t hash;  /* of the last text (FNV-1a) ... */
    char text[KEY]; /* ... and how it begins */
    uint64_t *slot; /* hashes of the names met; 0 is free */
    size_t n_slots, count;
} scanner;

static int next(scanner *s) {
    if (s->at == s->n) {
        s->n = VSIFReadL(s->bytes, 1, BUFFER, s->file);
        s->at = 0;
    }
    return s->n ? s->bytes[s->at++] : -1;
}

/* Behind the opening quote. */
static bool take_text(scanner *s) {
    size_t used = 0;
    int c;
    s->hash = 14695981039346656037u;
    while ((c = next(s)) != '"') {
        if (c < 0) return false;
        for (int escaped = c == '\\'; escaped >= 0; escaped--) {
            s->hash = (s->hash ^ (unsigned)c) * 1099511628211u;
            if (used + 1 < KEY) s->text[used++] = (char)c;
            if (escaped && (c = next(s)) < 0) return false;
        }
    }
    s->text[used] = '\0';
    return true;
}

static void note(scanner *s) {
    uint64_t hash = s->hash ? s->hash : 1;
    size_t k = (size_t)hash & (s->n_slots - 1);
    while (s->slot[k] && s->slot[k] != hash) k = (k + 1) & (s->n_slots - 1);
    if (s->slot[k]) return;
    s->slot[k] = hash;
    s->count++;
}

/* Names stand before a colon; those at the depth of an object of properties are counted. */
static void scan(scanner *s, size_t most) {
    size_t depth = 0, within = 0;
    bool text = false, properties = false; /* the last thing was a text; what begins next are properties */
    for (int c; s->count <= most && (c = next(s)) >= 0;) {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') continue;
        if (c == ':' && text) {
            if (within && depth == within) note(s);
            properties = !within && (strcmp(s->text, "properties") == 0 || strcmp(s->text, "attributes") == 0);
        }
        if (c == '{' || c == '[') {
            depth++;
            if (c == '{' && properties) within = depth;
        }
        if (c == '}' || c == ']') {
            if (within == depth) within = 0;
            depth -= depth ? 1 : 0;
        }
        if (c != ':') properties = false;
        text = c == '"';
        if (text && !take_text(s)) return;
    }
}

size_t lc_json_fields(const char *path, size_t most) {
    scanner s = {.file = VSIFOpenL(path, "rb"), .bytes = LC_NEW(unsigned char, BUFFER), .n_slots = 64};
    while (s.n_slots < 2 * (most + 2)) s.n_slots *= 2;
    s.slot = LC_NEW0(uint64_t, s.n_slots);
    if (s.file && s.bytes && s.slot) scan(&s, most);
    if (s.file) VSIFCloseL(s.file);
    free(s.slot);
    free(s.bytes);
    return s.count;
}
