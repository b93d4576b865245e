/*
 * Stands for the program in tests of hundreds of short runs: passes its words, environment, folder, open files, limits
 * and ignored signals to a server that has the program loaded (serve.c), passes signals on, and ends as the run has
 * ended.
 */
#define _GNU_SOURCE /* environ, SCM_RIGHTS */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "request.h"

enum { CANNOT = 126 };

static const int passed_on[] = {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM, SIGCONT};
static volatile sig_atomic_t process; /* that of the run */

static void pass_on(int number) {
    kill((pid_t)process, number);
}

static _Noreturn void fail(const char *what) {
    fprintf(stderr, "forked client: %s: %s\n", what, strerror(errno));
    exit(CANNOT);
}

static void signals_of(request_head *head) {
    for (int number = 1; number < 32; number++) {
        struct sigaction now;
        if (sigaction(number, NULL, &now) == 0 && now.sa_handler == SIG_IGN) head->ignored |= UINT64_C(1) << number;
    }
}

/* Before any file is opened here: one that were closed would otherwise be open in the run. */
static void files_of(request_head *head) {
    DIR *folder = opendir("/proc/self/fd");
    if (!folder) fail("/proc/self/fd");
    for (struct dirent *entry; (entry = readdir(folder));) {
        int fd = atoi(entry->d_name);
        if (entry->d_name[0] == '.' || fd == dirfd(folder)) continue;
        if (head->n_fds == MOST_FDS) errno = EMFILE, fail("open files");
        head->fd[head->n_fds++] = fd;
    }
    closedir(folder);
}

static size_t bytes_of(char **text, uint32_t *n) {
    size_t bytes = 0;
    for (; text[*n]; ++*n) bytes += strlen(text[*n]) + 1;
    return bytes;
}

static char *texts_of(char **words, char **variables, size_t bytes) {
    char *texts = malloc(bytes), *at = texts;
    if (!texts) fail("memory");
    for (; *words; words++) at = stpcpy(at, *words) + 1;
    for (; *variables; variables++) at = stpcpy(at, *variables) + 1;
    return texts;
}

/* Names in no folder begin with a zero byte. */
static int connect_to(const char *name) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (!name || strlen(name) + 1 >= sizeof address.sun_path) errno = ENOENT, fail(FORKED_SOCKET);
    strcpy(address.sun_path + 1, name);
    socklen_t bytes = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name));
    int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (server < 0 || connect(server, (struct sockaddr *)&address, bytes) != 0) fail(name);
    return server;
}

static void send_head(int server, request_head *head, int folder) {
    int fds[MOST_FDS + 1] = {folder};
    memcpy(fds + 1, head->fd, sizeof *fds * head->n_fds);
    size_t bytes = sizeof *fds * (head->n_fds + 1);
    union {
        char bytes[CMSG_SPACE(sizeof fds)];
        struct cmsghdr align;
    } control = {0};
    struct iovec part = {head, sizeof *head};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = CMSG_SPACE(bytes)};
    struct cmsghdr *rights = CMSG_FIRSTHDR(&message);
    rights->cmsg_level = SOL_SOCKET, rights->cmsg_type = SCM_RIGHTS, rights->cmsg_len = CMSG_LEN(bytes);
    memcpy(CMSG_DATA(rights), fds, bytes);
    if (sendmsg(server, &message, 0) != (ssize_t)sizeof *head) fail("the request");
}

static void send_texts(int server, const char *texts, size_t bytes) {
    while (bytes > 0) {
        ssize_t n = write(server, texts, bytes);
        if (n <= 0) fail("the request");
        texts += n, bytes -= (size_t)n;
    }
}

static int read_number(int server) {
    int32_t number;
    ssize_t n;
    while ((n = read(server, &number, sizeof number)) < 0 && errno == EINTR)
        ;
    if (n != (ssize_t)sizeof number) fail("the server has ended");
    return number;
}

/* Signals that come before there is a process to pass them to wait until then. */
static void signals_wait(int how) {
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < sizeof passed_on / sizeof *passed_on; i++) sigaddset(&set, passed_on[i]);
    sigprocmask(how, &set, NULL);
}

static void pass_signals(uint64_t ignored) {
    for (size_t i = 0; i < sizeof passed_on / sizeof *passed_on; i++) {
        struct sigaction action = {.sa_handler = pass_on};
        if (!(ignored >> passed_on[i] & 1)) sigaction(passed_on[i], &action, NULL);
    }
    signals_wait(SIG_UNBLOCK);
}

/* As the run has ended: by an exit code, or by a signal. */
static int end(int status) {
    if (status >= 0) return status;
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    signal(-status, SIG_DFL);
    raise(-status);
    return CANNOT;
}

int main(int argc, char **argv) {
    (void)argc;
    request_head head = {0};
    files_of(&head);
    signals_of(&head);
    signals_wait(SIG_BLOCK);
    for (int i = 0; i < N_LIMITS; i++) getrlimit((__rlimit_resource_t)i, &head.limit[i]);
    umask(head.mask = umask(0));
    head.text_bytes = bytes_of(argv, &head.n_words) + bytes_of(environ, &head.n_variables);
    char *texts = texts_of(argv, environ, head.text_bytes);
    int server = connect_to(getenv(FORKED_SOCKET)), folder = open(".", O_PATH | O_CLOEXEC);
    if (folder < 0) fail("the folder");
    send_head(server, &head, folder);
    send_texts(server, texts, head.text_bytes);
    process = read_number(server);
    pass_signals(head.ignored);
    return end(read_number(server));
}
