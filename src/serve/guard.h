/* Who may ask: the token of the printed address, the server's own name, pages of its own. */
#ifndef LC_SERVE_GUARD_H
#define LC_SERVE_GUARD_H

#include "base/context.h"

enum { LC_TOKEN_SIZE = 33, LC_NONCE_SIZE = 23 }; /* 192 and 128 bits in base64url, with the NUL */

/* Where the server listens, and the secret that callers show. */
typedef struct lc_guard {
    char token[LC_TOKEN_SIZE];
    char *host; /* as it was given to --listen */
    unsigned port;
    bool loopback;
} lc_guard;

/* What a request says of itself; NULL where it says nothing. */
typedef struct lc_caller {
    const char *host, *origin, *authorization;
    const char *token; /* in the address */
} lc_caller;

/* Letters, digits, '-' and '_' at random, size - 1 of them and a NUL. false when the system gives no random numbers. */
bool lc_guard_random(char *text, size_t size);

/*
 * Is a request meant for this server? A page of another site may have its own name point here (DNS rebinding), and may
 * call from the user's browser: Host must be an address in numbers, "localhost", or the name that was given to
 * --listen, with the port; Origin, where there is one, must be the same.
 */
bool lc_guard_is_meant(const lc_guard *guard, const lc_caller *caller);
/* Does it show the token? In the address only where `in_address`. Takes as long whatever the token is. */
bool lc_guard_knows(const lc_guard *guard, const lc_caller *caller, bool in_address);

#endif
