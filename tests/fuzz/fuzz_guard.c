/* Who may ask: lines of Host, Origin, Authorization and the token of the address; an empty line is one that is not
 * there. */
#define _GNU_SOURCE
#include "base/memory.h"
#include "fuzz.h"
#include "serve/guard.h"

static const char TOKEN[] = "0123456789abcdefghijklmnopqrstuv";

/* What must hold of a Host that is taken, said in another way: it ends with the port, and has no letter that an address
   or a name has not. */
static void check_host(const char *host) {
    static const char port[] = ":8315";
    size_t n = strlen(host), tail = sizeof port - 1;
    fuzz_assert(n > tail && strcmp(host + n - tail, port) == 0, "the port is the server's");
    fuzz_assert(strspn(host, "0123456789abcdefABCDEF.:[]") == n || strcasecmp(host, "localhost:8315") == 0 ||
                    strcasecmp(host, "city.example:8315") == 0,
                "the host is an address, or a name of the server");
}

static void check_caller(const lc_guard *guard, const lc_caller *caller) {
    if (lc_guard_is_meant(guard, caller)) {
        check_host(caller->host);
        const char *origin = caller->origin;
        fuzz_assert(!origin || (strncmp(origin, "http://", 7) == 0 && strcasecmp(origin + 7, caller->host) == 0),
                    "the origin is the host");
    }
    fuzz_got_through = fuzz_got_through || (lc_guard_is_meant(guard, caller) && lc_guard_knows(guard, caller, true));
    bool shown = caller->authorization ? strlen(caller->authorization) == 7 + strlen(TOKEN) &&
                                             strcmp(caller->authorization + 7, TOKEN) == 0
                                       : caller->token && strcmp(caller->token, TOKEN) == 0;
    fuzz_assert(shown || !lc_guard_knows(guard, caller, true), "who does not show the token is not known");
    fuzz_assert(caller->authorization || !lc_guard_knows(guard, caller, false), "in the address only where it may be");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char name[] = "city.example";
    lc_guard guard = {.host = name, .port = 8315};
    char *text = LC_NEW(char, size + 1), *rest = text, *line[4];
    fuzz_assert(text != NULL, "there is memory");
    if (size) memcpy(text, data, size);
    text[size] = '\0';
    memcpy(guard.token, TOKEN, sizeof TOKEN);
    for (size_t i = 0; i < sizeof line / sizeof *line; i++) {
        line[i] = strsep(&rest, "\n");
        if (line[i] && !*line[i]) line[i] = NULL;
    }
    const lc_caller caller = {line[0], line[1], line[2], line[3]};
    check_caller(&guard, &caller);
    free(text);
    return 0;
}
