#include "base/secrets.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "lifecircle.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
static const char MASK[] = "***";
enum {
    MASK_LENGTH = sizeof MASK - 1,
    LEARNED_MIN = 4 /* a shorter secret is hidden behind its key alone: elsewhere it would blank out common words */
};

/* -------------------------------------------------------------------------------------------------- keys and values */

static bool in_name(char c) {
    return isalnum((unsigned char)c) || c == '_' || c == '-' || c == '.';
}

static bool is_word(const char *name, size_t n, const char *word) {
    return strlen(word) == n && strncasecmp(name, word, n) == 0;
}

static bool has_word(const char *name, size_t n, const char *word) {
    size_t length = strlen(word);
    for (size_t i = 0; i + length <= n; i++)
        if (strncasecmp(name + i, word, length) == 0) return true;
    return false;
}

/* Does the name n of a key say that its value is secret? `in_query`: it stands behind ? or & of an address. */
static bool is_secret_name(const char *name, size_t n, bool in_query) {
    static const char *const parts[] = {"password", "passwd",  "passphrase", "userpwd", "secret",    "token",
                                        "apikey",   "api_key", "api-key",    "pwd",     "signature", "credential"};
    static const char *const names[] = {"pass", "psw", "pw"}, *const queries[] = {"key", "sig", "auth", "code"};
    for (size_t i = 0; i < COUNT(parts); i++)
        if (has_word(name, n, parts[i])) return true;
    for (size_t i = 0; i < COUNT(names); i++)
        if (is_word(name, n, names[i])) return true;
    for (size_t i = 0; in_query && i < COUNT(queries); i++)
        if (is_word(name, n, queries[i])) return true;
    return false;
}

/* Is the '=' at `at` behind such a name? */
static bool is_secret_key(const char *text, size_t at) {
    size_t end = at;
    while (end > 0 && text[end - 1] == ' ') end--;
    size_t start = end;
    while (start > 0 && in_name(text[start - 1])) start--;
    bool in_query = start > 0 && (text[start - 1] == '?' || text[start - 1] == '&');
    return is_secret_name(text + start, end - start, in_query);
}

/* Does another key begin here: separators, a name, '='? */
static bool key_begins(const char *text) {
    size_t n = strspn(text, " \t,;&");
    if (n == 0) return false;
    size_t name = 0;
    while (in_name(text[n + name])) name++;
    return name > 0 && text[n + name + strspn(text + n + name, " ")] == '=';
}

/* A quoted value's length, quotes included; a quote that is doubled or escaped does not end it. */
static size_t quoted_length(const char *text, char quote) {
    size_t i = 1;
    for (; text[i]; i++) {
        if (text[i] == '\\' && text[i + 1] && quote != '}')
            i++;
        else if (text[i] == quote && text[i + 1] == quote)
            i++;
        else if (text[i] == quote)
            return i + 1;
    }
    return i;
}

/* Within a sentence a quote before a space, a mark or the end is the sentence's, and so is a colon before a space. */
static bool ends_in_sentence(const char *text) {
    if (*text == ':') return isspace((unsigned char)text[1]) || !text[1];
    if (isspace((unsigned char)*text) || strchr(",;&|\")", *text)) return true;
    return *text == '\'' && (!text[1] || isspace((unsigned char)text[1]) || strchr(",;:.)|", text[1]));
}

static size_t value_length(const char *text, bool whole) {
    if (*text == '\'' || *text == '"') return quoted_length(text, *text);
    if (*text == '{') return quoted_length(text, '}');
    size_t n = 0;
    while (text[n] && text[n] != '|' && !(whole ? key_begins(text + n) : ends_in_sentence(text + n))) n++;
    return n;
}

static bool secret_of_key(const char *text, size_t at, bool whole, size_t *start, size_t *length) {
    if (text[at] != '=' || !is_secret_key(text, at)) return false;
    *start = at + 1 + strspn(text + at + 1, " ");
    *length = value_length(text + *start, whole);
    return *length > 0;
}

/* --------------------------------------------------------------------------------------------- user:secret@host */

static bool is_port(const char *text, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (!isdigit((unsigned char)text[i])) return false;
    return true;
}

/* In "://user:secret@host": up to the last '@' before the path. A secret with a '/' in it is none of a good address,
   but one of a message about it. */
static bool secret_of_address(const char *text, size_t at, size_t *start, size_t *length) {
    if (strncmp(text + at, "://", 3) != 0) return false;
    const char *user = text + at + 3, *end = user + strcspn(user, " \t\"|<>"), *colon = user, *host = NULL;
    while (colon < end && *colon != ':' && *colon != '/' && *colon != '@') colon++;
    if (colon == end || *colon != ':') return false;
    const char *slash = colon + 1;
    while (slash < end && *slash != '/' && *slash != '?' && *slash != '#') slash++;
    for (const char *c = colon; c < slash; c++)
        if (*c == '@') host = c;
    for (const char *c = slash; !host && c < end && !is_port(colon + 1, (size_t)(slash - colon - 1)); c++)
        if (*c == '@') host = c;
    if (!host || host == colon + 1) return false;
    *start = (size_t)(colon + 1 - text);
    *length = (size_t)(host - colon - 1);
    return true;
}

/* In "OCI:user/secret@database". */
static bool secret_of_login(const char *text, size_t at, size_t *start, size_t *length) {
    static const char *const kinds[] = {"OCI:", "ODBC:", "GEORASTER:", "GEOR:"};
    if (at > 0 && in_name(text[at - 1])) return false;
    for (size_t i = 0; i < COUNT(kinds); i++) {
        size_t n = strlen(kinds[i]);
        if (strncasecmp(text + at, kinds[i], n) != 0) continue;
        const char *user = text + at + n, *secret = user + strcspn(user, "/, \t|@");
        if (*secret != '/' && *secret != ',') return false;
        bool listed = *secret++ == ',';
        const char *host = strpbrk(secret, listed ? ",| " : "@| ");
        if (!listed && (!host || *host != '@')) host = secret + strcspn(secret, ":,| "); /* to the local database */
        *start = (size_t)(secret - text);
        *length = host ? (size_t)(host - secret) : strlen(secret);
        return *length > 0;
    }
    return false;
}

/*
 * The first secret at or behind `from`: the value of a key such as password, pwd, token or secret ("PG:… password=x",
 * "…;PWD={x};", "?token=x"), what stands between user and host in "https://user:x@host", and in "OCI:user/x@db" and its
 * like. false when there is none.
 * @param whole the text is a connection and nothing else: a value without quotes goes on to the next key, spaces
 * included; else, within a sentence, it ends at a space
 */
static bool secret_find(const char *text, size_t from, bool whole, size_t *start, size_t *length) {
    for (size_t i = from; text[i]; i++)
        if (secret_of_key(text, i, whole, start, length) || secret_of_address(text, i, start, length) ||
            secret_of_login(text, i, start, length))
            return true;
    return false;
}

/* -------------------------------------------------------------------------------------------------- known secrets */

static bool learn(lc_secrets *s, const char *text, size_t n) {
    if (n < LEARNED_MIN) return true;
    for (size_t i = 0; i < s->n; i++)
        if (strlen(s->text[i]) == n && memcmp(s->text[i], text, n) == 0) return true;
    if (!LC_ROOM(s->text, s->capacity, s->n + 1)) return false;
    s->text[s->n] = lc_sprintf("%.*s", (int)n, text);
    return s->text[s->n] && ++s->n;
}

/* The secret itself, without its quotes, and each of its words: who takes a space for its end repeats the rest. */
static bool learn_value(lc_secrets *s, const char *text, size_t n) {
    if (n >= 2 && strchr("'\"{", *text)) {
        text++;
        n -= 2;
    }
    if (!learn(s, text, n)) return false;
    for (size_t i = 0, word; i < n; i += word + 1) {
        word = strcspn(text + i, " \t'\"\\");
        if (word > n - i) word = n - i;
        if (!learn(s, text + i, word)) return false;
    }
    return true;
}

bool lc_secrets_learn(lc_secrets *s, const char *connection) {
    size_t start = 0, length = 0;
    for (size_t from = 0; secret_find(connection, from, true, &start, &length); from = start + length)
        if (!learn_value(s, connection + start, length)) return false;
    return true;
}

void lc_secrets_free(lc_secrets *s) {
    for (size_t i = 0; i < s->n; i++) free(s->text[i]);
    free(s->text);
    *s = (lc_secrets){0};
}

/* ------------------------------------------------------------------------------------------------------------ hiding
 */

static void put_mask(char *text, size_t size, size_t start, size_t length) {
    size_t n = strlen(text), tail = n - start - length;
    if (start + MASK_LENGTH + 1 > size) {
        text[start] = '\0';
        return;
    }
    size_t room = size - start - MASK_LENGTH - 1;
    if (tail > room) tail = room;
    memmove(text + start + MASK_LENGTH, text + start + length, tail);
    memcpy(text + start, MASK, MASK_LENGTH);
    text[start + MASK_LENGTH + tail] = '\0';
}

void lc_secrets_hide(const lc_secrets *s, char *text, size_t size) {
    size_t start, length;
    for (size_t i = 0; s && i < s->n; i++)
        for (char *found = text; (found = strstr(found, s->text[i])) != NULL; found += MASK_LENGTH) {
            put_mask(text, size, (size_t)(found - text), strlen(s->text[i]));
            if (strlen(found) < MASK_LENGTH) break;
        }
    for (size_t from = 0; secret_find(text, from, false, &start, &length); from = start + MASK_LENGTH) {
        put_mask(text, size, start, length);
        if (strlen(text) < start + MASK_LENGTH) break;
    }
    lc_utf8_trim(text);
}

char *lc_secrets_hidden(const lc_secrets *s, const char *text) {
    size_t n = strlen(text), room = MASK_LENGTH * (n + 1) + 1;
    char *hidden = LC_NEW(char, room);
    if (!hidden) return NULL;
    memcpy(hidden, text, n + 1);
    lc_secrets_hide(s, hidden, room);
    return hidden;
}

void lc_hide_secrets(char *text, size_t size) {
    lc_secrets_hide(NULL, text, size);
}

char *lc_source_shown(const char *source) {
    size_t n = strlen(source), start = 0, length = 0, room = MASK_LENGTH * (n + 1) + 1;
    char *shown = LC_NEW(char, room);
    if (!shown) return NULL;
    memcpy(shown, source, n + 1);
    for (size_t from = 0; secret_find(shown, from, true, &start, &length); from = start + MASK_LENGTH)
        put_mask(shown, room, start, length);
    return shown;
}
