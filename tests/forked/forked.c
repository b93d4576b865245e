/*
 * The program, loaded once and forked for every run that is asked for: in a run on a small file most of the time goes
 * into loading its libraries, more than a hundred of them.
 *
 * A request on standard input is texts, each ended by a zero byte: how many words the command line has, the folder to
 * run in, files for standard output and for standard error, and the words. An answer on standard output is two lines:
 * the process's number as it begins; its exit code (that of a signal below 0) and its peak memory in KiB when it has
 * ended. The end of the input ends this program. It takes the place of main() by the linker's --wrap.
 *
 * With a command as its arguments it serves that command's clients instead (serve.c).
 */
#define _DEFAULT_SOURCE /* wait4() */
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "serve.h"

int __real_main(int argc, char **argv);
int __wrap_main(int argc, char **argv);

enum { MOST_WORDS = 256 };

typedef struct {
    int n;
    char *folder, *out, *err, *word[MOST_WORDS + 1];
} request_t;

/* The next text; NULL at the end of the input. */
static char *next_text(void) {
    char *text = NULL;
    size_t room = 0;
    if (getdelim(&text, &room, '\0', stdin) > 0) return text;
    free(text);
    return NULL;
}

/* false at the end of the input, or where it is no request. */
static bool read_request(request_t *out) {
    char *count = next_text();
    *out = (request_t){.n = count ? atoi(count) : 0};
    free(count);
    if (out->n < 1 || out->n > MOST_WORDS) return false;
    bool ok = (out->folder = next_text()) && (out->out = next_text()) && (out->err = next_text());
    for (int i = 0; ok && i < out->n; i++) ok = (out->word[i] = next_text());
    return ok;
}

static void free_request(request_t *request) {
    free(request->folder);
    free(request->out);
    free(request->err);
    for (int i = 0; i < request->n; i++) free(request->word[i]);
}

static bool open_as(const char *path, int flags, int as) {
    int fd = open(path, flags, 0666);
    return fd >= 0 && dup2(fd, as) == as && (fd == as || close(fd) == 0);
}

/* In the new process. */
static void run(const request_t *request) {
    int write_to = O_WRONLY | O_CREAT | O_TRUNC;
    if (chdir(request->folder) != 0 || !open_as("/dev/null", O_RDONLY, 0) || !open_as(request->out, write_to, 1) ||
        !open_as(request->err, write_to, 2))
        _exit(126);
    setenv("PROJ_LIB", LC_PROJ_LIB, 0);
    static char *word[MOST_WORDS + 1]; /* the program may move its words about; the request still has them all */
    memcpy(word, request->word, sizeof word);
    exit(__real_main(request->n, word));
}

int __wrap_main(int argc, char **argv) {
    if (argc > 1) return serve_while(argv + 1, __real_main);
    static request_t request;
    while (read_request(&request)) {
        pid_t child = fork();
        if (child == 0) run(&request);
        free_request(&request);
        int status = 0;
        struct rusage use = {0};
        if (child < 0 || dprintf(1, "%d\n", (int)child) < 0 || wait4(child, &status, 0, &use) != child) return 1;
        if (dprintf(1, "%d %ld\n", WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), use.ru_maxrss) < 0)
            return 1;
    }
    return 0;
}
