#include "source/json_fields.h"

#include <cpl_vsi.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "source/name_set.h"

enum { BUFFER = 1 << 16, KEY = 16 };

typedef struct {
    VSILFILE *file;
    unsigned char *bytes;
    size_t at, n;
    uint64_t hash;  /* of the last text ... */
    char text[KEY]; /* ... and how it begins */
    lc_name_set names;
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
    s->hash = LC_NAME_HASH;
    while ((c = next(s)) != '"') {
        if (c < 0) return false;
        for (int escaped = c == '\\'; escaped >= 0; escaped--) {
            s->hash = lc_name_hash(s->hash, &(char){(char)c}, 1);
            if (used + 1 < KEY) s->text[used++] = (char)c;
            if (escaped && (c = next(s)) < 0) return false;
        }
    }
    s->text[used] = '\0';
    return true;
}

/* Names stand before a colon; those at the depth of an object of properties are counted. */
static void scan(scanner *s, size_t most) {
    size_t depth = 0, within = 0;
    bool text = false, properties = false; /* the last thing was a text; what begins next are properties */
    for (int c; s->names.n <= most && (c = next(s)) >= 0;) {
        if (c == ' ' || c == '\t' || c == '\n' || c == '\r') continue;
        if (c == ':' && text) {
            if (within && depth == within) lc_name_set_add(&s->names, s->hash);
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
    scanner s = {.file = VSIFOpenL(path, "rb"), .bytes = LC_NEW(unsigned char, BUFFER)};
    bool ok = lc_name_set_init(&s.names, most);
    if (s.file && s.bytes && ok) scan(&s, most);
    if (s.file) VSIFCloseL(s.file);
    lc_name_set_free(&s.names);
    free(s.bytes);
    return s.names.n;
}
