#include "serve/guard.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

bool lc_guard_random(char *text, size_t size) {
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned char byte[64];
    if (size > sizeof byte || getrandom(byte, size - 1, 0) != (ssize_t)(size - 1)) return false;
    for (size_t i = 0; i + 1 < size; i++) text[i] = letters[byte[i] & 63];
    text[size - 1] = '\0';
    return true;
}

/* "HOST:PORT", "HOST", "[ADDRESS]:PORT" into its host, without brackets, and what follows it. false when it is neither.
 */
static bool split_host(const char *text, char *host, size_t size, const char **rest) {
    bool bracket = *text == '[';
    const char *begin = text + bracket, *end = strpbrk(begin, bracket ? "]" : ":");
    if (bracket && !end) return false;
    size_t length = end ? (size_t)(end - begin) : strlen(begin);
    if (length == 0 || length >= size) return false;
    memcpy(host, begin, length);
    host[length] = '\0';
    *rest = end ? end + bracket : begin + length;
    return true;
}

static bool is_port(const lc_guard *guard, const char *rest) {
    char *end;
    if (!*rest) return guard->port == 80;
    if (*rest != ':' || rest[1] < '1' || rest[1] > '9') return false; /* as browsers write it: no zeros before it */
    return strtoul(rest + 1, &end, 10) == guard->port && !*end;
}

static bool is_own_host(const lc_guard *guard, const char *text) {
    char host[256];
    const char *rest;
    unsigned char address[sizeof(struct in6_addr)];
    if (!split_host(text, host, sizeof host, &rest) || !is_port(guard, rest)) return false;
    if (*text == '[') return inet_pton(AF_INET6, host, address) == 1;
    return inet_pton(AF_INET, host, address) == 1 || strcasecmp(host, "localhost") == 0 ||
           strcasecmp(host, guard->host) == 0;
}

bool lc_guard_is_meant(const lc_guard *guard, const lc_caller *caller) {
    static const char scheme[] = "http://";
    if (!caller->host || !is_own_host(guard, caller->host)) return false;
    if (!caller->origin) return true;
    return strncmp(caller->origin, scheme, sizeof scheme - 1) == 0 &&
           strcasecmp(caller->origin + sizeof scheme - 1, caller->host) == 0;
}

/* Every letter of the secret is looked at. */
static bool is_token(const lc_guard *guard, const char *text) {
    size_t n = text ? strlen(text) : 0;
    unsigned differ = n != LC_TOKEN_SIZE - 1;
    for (size_t i = 0; i < LC_TOKEN_SIZE - 1; i++) differ |= (unsigned)(guard->token[i] ^ (i < n ? text[i] : '\0'));
    return differ == 0;
}

bool lc_guard_knows(const lc_guard *guard, const lc_caller *caller, bool in_address) {
    static const char bearer[] = "Bearer ";
    const char *given = caller->authorization;
    if (given) return strncasecmp(given, bearer, sizeof bearer - 1) == 0 && is_token(guard, given + sizeof bearer - 1);
    return in_address && is_token(guard, caller->token);
}
