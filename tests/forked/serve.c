/*
 * While a command runs, its runs of the program are forks of this one, which has been loaded. The command finds a
 * client (client.c) in the place of the program. The end of the command ends this.
 */
#define _GNU_SOURCE /* close_range(), environ, struct ucred */
#include "serve.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "request.h"

enum { MOST_RUNS = 100, CANNOT = 126 };

typedef struct {
    request_head head;
    int fd[MOST_FDS + 1]; /* the folder, then those of the head */
    size_t n_fds;
    char *texts, **words;
} request;

typedef struct {
    pid_t process;
    int client;
} forked_run;

static struct {
    int listener, children; /* children: readable when one has ended */
    pid_t command;
    forked_run run[MOST_RUNS];
    size_t n_runs;
} server;

static _Noreturn void fail(const char *what) {
    fprintf(stderr, "forked server: %s: %s\n", what, strerror(errno));
    exit(CANNOT);
}

/* By a name that the kernel gives and that is in no folder: however this ends, nothing of it is left (unix(7),
 * autobind). */
static void start_listening(void) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    socklen_t bytes = sizeof address;
    server.listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (server.listener < 0 || bind(server.listener, (struct sockaddr *)&address, sizeof address.sun_family) != 0 ||
        listen(server.listener, MOST_RUNS) != 0 ||
        getsockname(server.listener, (struct sockaddr *)&address, &bytes) != 0)
        fail("its socket");
    char name[sizeof address.sun_path] = "";
    memcpy(name, address.sun_path + 1, bytes - offsetof(struct sockaddr_un, sun_path) - 1);
    if (setenv(FORKED_SOCKET, name, 1) != 0) fail("its socket");
}

/* Such a name is open to everybody on the machine. */
static bool is_ours(int client) {
    struct ucred peer;
    socklen_t bytes = sizeof peer;
    return getsockopt(client, SOL_SOCKET, SO_PEERCRED, &peer, &bytes) == 0 && peer.uid == getuid();
}

static void start_command(char **words) {
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    server.children = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
    server.command = fork();
    if (server.children < 0 || server.command < 0) fail(words[0]);
    if (server.command > 0) return;
    sigprocmask(SIG_UNBLOCK, &child, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that takes too long is ended by ending this */
    execvp(words[0], words);
    fail(words[0]);
}

/* ------------------------------------------------------------------------------------------------- a request */

static bool receive_head(int client, request *r) {
    union {
        char bytes[CMSG_SPACE(sizeof r->fd)];
        struct cmsghdr align;
    } control;
    struct iovec part = {&r->head, sizeof r->head};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes, .msg_controllen = sizeof control};
    bool ok = recvmsg(client, &message, MSG_WAITALL | MSG_CMSG_CLOEXEC) == (ssize_t)sizeof r->head;
    struct cmsghdr *rights = ok ? CMSG_FIRSTHDR(&message) : NULL;
    if (!rights) return false;
    size_t bytes = rights->cmsg_len - CMSG_LEN(0);
    memcpy(r->fd, CMSG_DATA(rights), bytes);
    r->n_fds = bytes / sizeof *r->fd;
    return r->n_fds == r->head.n_fds + 1;
}

static bool receive_texts(int client, request *r) {
    size_t n = r->head.n_words + r->head.n_variables + 2;
    r->texts = malloc(r->head.text_bytes);
    r->words = calloc(n, sizeof *r->words);
    if (!r->texts || !r->words ||
        recv(client, r->texts, r->head.text_bytes, MSG_WAITALL) != (ssize_t)r->head.text_bytes)
        return false;
    char *at = r->texts;
    for (size_t i = 0; i + 1 < n; i++) {
        if (i == r->head.n_words) continue; /* NULL between the words and the environment */
        r->words[i] = at;
        at += strlen(at) + 1;
    }
    return true;
}

static void free_request(request *r) {
    for (size_t i = 0; i < r->n_fds; i++) close(r->fd[i]);
    free(r->texts);
    free(r->words);
}

/* The files under the numbers that they have in the client, and no others; meanwhile they stand above all of these. */
static bool take_files(request *r) {
    int spare[MOST_FDS + 1], first = 3;
    for (size_t i = 0; i < r->head.n_fds; i++)
        if (r->head.fd[i] >= first) first = r->head.fd[i] + 1;
    for (size_t i = 0; i < r->n_fds; i++)
        if ((spare[i] = fcntl(r->fd[i], F_DUPFD_CLOEXEC, first)) < 0) return false;
    if (fchdir(spare[0]) != 0) return false;
    for (int fd = 0; fd < first; fd++) close(fd);
    for (size_t i = 0; i < r->head.n_fds; i++)
        if (dup2(spare[i + 1], r->head.fd[i]) < 0) return false;
    return close_range((unsigned)first, ~0U, 0) == 0;
}

/* In the new process. */
static _Noreturn void run(request *r, main_function *program) {
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* so is a run of such a test, even one that would never end */
    if (!take_files(r)) fail("files of the run");
    for (int number = 1; number < 32; number++)
        if (r->head.ignored >> number & 1) signal(number, SIG_IGN);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    umask(r->head.mask);
    environ = r->words + r->head.n_words + 1;
    setenv("PROJ_LIB", LC_PROJ_LIB, 0);
    for (int i = 0; i < N_LIMITS; i++) setrlimit((__rlimit_resource_t)i, &r->head.limit[i]);
    exit(program((int)r->head.n_words, r->words));
}

static void tell(int client, int number) {
    int32_t told = number;
    if (write(client, &told, sizeof told) < 0) return; /* it has gone; its process is ended when that is seen */
}

static void start_run(main_function *program) {
    int client = accept4(server.listener, NULL, NULL, SOCK_CLOEXEC);
    request r = {0};
    if (client < 0) return;
    pid_t process = -1;
    if (server.n_runs < MOST_RUNS && is_ours(client) && receive_head(client, &r) && receive_texts(client, &r)) {
        process = fork();
        if (process == 0) run(&r, program);
    }
    free_request(&r);
    if (process < 0) {
        close(client);
        return;
    }
    server.run[server.n_runs++] = (forked_run){process, client};
    tell(client, (int)process);
}

/* ---------------------------------------------------------------------------------------------------- ends */

static void end_run(pid_t process, int status) {
    for (size_t i = 0; i < server.n_runs; i++) {
        if (server.run[i].process != process) continue;
        tell(server.run[i].client, WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
        close(server.run[i].client);
        server.run[i] = server.run[--server.n_runs];
        return;
    }
}

/* true when the command has ended, with `status`. */
static bool take_ends(int *status) {
    struct signalfd_siginfo told;
    while (read(server.children, &told, sizeof told) > 0)
        ;
    for (pid_t process; (process = waitpid(-1, status, WNOHANG)) > 0;) {
        if (process == server.command) return true;
        end_run(process, *status);
    }
    return false;
}

/* A client that was killed takes its run with it. */
static void end_left_runs(const struct pollfd *seen, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (seen[i].revents & (POLLHUP | POLLERR)) kill(server.run[i].process, SIGKILL);
}

static int serve(main_function *program) {
    for (;;) {
        struct pollfd seen[2 + MOST_RUNS] = {{server.listener, POLLIN, 0}, {server.children, POLLIN, 0}};
        size_t n = server.n_runs;
        for (size_t i = 0; i < n; i++) seen[2 + i].fd = server.run[i].client;
        if (poll(seen, 2 + n, -1) < 0 && errno != EINTR) fail("poll");
        end_left_runs(seen + 2, n);
        int status = 0;
        if (seen[1].revents && take_ends(&status)) return WIFEXITED(status) ? WEXITSTATUS(status) : CANNOT;
        if (seen[0].revents) start_run(program);
    }
}

int serve_while(char **command, main_function *program) {
    start_listening();
    start_command(command);
    return serve(program);
}
