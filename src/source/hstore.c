#include "source/hstore.h"

#include <string.h>

#include "base/memory.h"

/* A quoted string, or a word without quotes; quotes and backslashes inside have a backslash before them. Returns what
   follows it; NULL when there is none. With `out`, copies it there. */
static const char *read_string(const char *at, char *out, bool *quoted) {
    *quoted = *at == '"';
    if (*quoted) at++;
    size_t n = 0;
    for (; *at && (*quoted ? *at != '"' : !strchr("=,> ", *at)); at++) {
        if (*at == '\\' && !*++at) return NULL;
        if (out) out[n] = *at;
        n++;
    }
    if (out) out[n] = '\0';
    if (*quoted) return *at == '"' ? at + 1 : NULL;
    return n ? at : NULL;
}

static const char *skip_blanks(const char *at) {
    while (*at == ' ') at++;
    return at;
}

char *lc_hstore_value(const char *text, const char *key, bool *memory) {
    const char *at = text;
    bool quoted;
    if (!text || !strstr(text, key)) return NULL;
    size_t room = strlen(text) + 1;
    char *found = LC_NEW(char, room);
    *memory = *memory && found;
    while (found && (at = read_string(skip_blanks(at), found, &quoted)) != NULL) {
        bool is_key = strcmp(found, key) == 0;
        at = skip_blanks(at);
        if (strncmp(at, "=>", 2) != 0 || !(at = read_string(skip_blanks(at + 2), found, &quoted))) break;
        if (is_key && (quoted || strcmp(found, "NULL") != 0)) return found;
        at = skip_blanks(at);
        if (is_key || *at++ != ',') break;
    }
    free(found);
    return NULL;
}
