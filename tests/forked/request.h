/* What the client of client.c sends to the server of serve.c: first a head with the descriptors, then the texts. */
#ifndef REQUEST_H
#define REQUEST_H

#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

#define FORKED_SOCKET "LC_FORKED_SOCKET" /* names the server's socket, an abstract one */

enum { MOST_FDS = 64, N_LIMITS = RLIM_NLIMITS };

/* With it come the descriptors: the folder, then those of `fd`. */
typedef struct {
    uint32_t n_words, n_variables, n_fds;
    int32_t fd[MOST_FDS]; /* the numbers that they have */
    uint64_t ignored;     /* signals, a bit each */
    size_t text_bytes;    /* the words, then the environment: texts that end with a zero byte */
    mode_t mask;
    struct rlimit limit[N_LIMITS];
} request_head;

#endif
