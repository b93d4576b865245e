/* Passwords in texts that people see: found in connection strings and addresses, and replaced by ***. */
#ifndef LC_BASE_SECRETS_H
#define LC_BASE_SECRETS_H

#include <stdbool.h>
#include <stddef.h>

/* Secrets that are known letter by letter. */
typedef struct lc_secrets {
    char **text;
    size_t n, capacity;
} lc_secrets;
/* Remember the secrets of a connection, and their words, so that they are found wherever somebody repeats them. Too
   short ones are left to what looks like a secret. false when memory is out. */
bool lc_secrets_learn(lc_secrets *secrets, const char *connection);
void lc_secrets_free(lc_secrets *secrets);

/* Put *** for every secret in a text, in place: known ones (may be NULL), and those that look like one. `size` is the
   room for the text; what does not fit is cut. */
void lc_secrets_hide(const lc_secrets *secrets, char *text, size_t size);
/* The same in a malloc'ed copy, with room for all of it. NULL when memory is out. */
char *lc_secrets_hidden(const lc_secrets *secrets, const char *text);

#endif
