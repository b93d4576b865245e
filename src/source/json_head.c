#include "source/json_head.h"

#include <cpl_vsi.h>
#include <stdio.h>
#include <string.h>

enum { BUFFER = 1 << 16, PATH = 128, VALUE = 256, DEEPEST = 64 };

typedef struct walker {
    VSILFILE *file;
    unsigned char bytes[BUFFER];
    size_t at, n;
    char path[PATH];
    lc_json_visit visit;
    void *user;
} walker;

static int peek(walker *w) {
    if (w->at == w->n) {
        w->n = VSIFReadL(w->bytes, 1, sizeof w->bytes, w->file);
        w->at = 0;
    }
    return w->n ? w->bytes[w->at] : -1;
}

static int next(walker *w) {
    int c = peek(w);
    if (c >= 0) w->at++;
    return c;
}

static int after_blanks(walker *w) {
    int c;
    while ((c = peek(w)) == ' ' || c == '\t' || c == '\n' || c == '\r') w->at++;
    return c;
}

/* Behind the opening quote. What escapes stand for does not matter here, but that none of them ends the text. */
static bool take_text(walker *w, char *out, size_t size) {
    size_t used = 0;
    int c;
    while ((c = next(w)) != '"') {
        if (c == '\\') c = next(w);
        if (c < 0) return false;
        if (out && used + 1 < size) out[used++] = (char)c;
    }
    if (out) out[used] = '\0';
    return true;
}

/* The features, and whatever else is of no use, up to the bracket that closes what has been opened. */
static bool skip(walker *w) {
    size_t depth = 1;
    while (depth) {
        int c = next(w);
        if (c < 0 || (c == '"' && !take_text(w, NULL, 0))) return false;
        depth += c == '{' || c == '[' ? 1 : 0;
        depth -= c == '}' || c == ']' ? 1 : 0;
    }
    return true;
}

static bool walk(walker *w, int depth);

static bool walk_scalar(walker *w) {
    char value[VALUE];
    bool is_text = peek(w) == '"';
    size_t used = 0;
    if (is_text) {
        w->at++;
        if (!take_text(w, value, sizeof value)) return false;
    } else {
        int c;
        while ((c = peek(w)) >= 0 && !strchr(",]} \t\r\n", c)) {
            if (used + 1 < sizeof value) value[used++] = (char)c;
            w->at++;
        }
        value[used] = '\0';
        if (!used) return false;
    }
    w->visit(w->user, w->path, value, is_text);
    return true;
}

/* Behind the opening bracket. */
static bool walk_members(walker *w, bool is_list, int depth) {
    size_t length = strlen(w->path);
    char close = is_list ? ']' : '}', key[VALUE] = "";
    if (after_blanks(w) == close) return next(w) == close;
    for (;;) {
        if (!is_list) {
            if (after_blanks(w) != '"') return false;
            w->at++;
            if (!take_text(w, key, sizeof key) || after_blanks(w) != ':') return false;
            w->at++;
        }
        snprintf(w->path + length, sizeof w->path - length, is_list ? "[]" : length ? ".%.90s" : "%.90s", key);
        if (!walk(w, depth + 1)) return false;
        w->path[length] = '\0';
        int c = after_blanks(w);
        if (c == ',') w->at++;
        if (c == ',') continue;
        return next(w) == close;
    }
}

static bool walk(walker *w, int depth) {
    int c = after_blanks(w);
    if (c != '{' && c != '[') return walk_scalar(w);
    w->at++;
    bool features = depth == 1 && (strcmp(w->path, "features") == 0 || strcmp(w->path, "geometry") == 0);
    if (features || depth > DEEPEST) return skip(w);
    return walk_members(w, c == '[', depth);
}

bool lc_json_head(const char *path, lc_json_visit visit, void *user, bool *more) {
    walker w = {.visit = visit, .user = user};
    w.file = VSIFOpenL(path, "rb");
    if (!w.file) return false;
    if (peek(&w) == 0xEF && w.n >= 3) w.at = 3; /* a byte order mark */
    bool ok = after_blanks(&w) == '{' && walk(&w, 0);
    int behind = ok ? after_blanks(&w) : -1;
    if (more) *more = behind == '{' || behind == 0x1e;
    VSIFCloseL(w.file);
    return ok;
}
