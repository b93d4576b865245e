/*
 * inject KIND FAULT N FOLDER COUNT COMMAND...
 *
 * Runs a command and lets the N-th of its calls of a kind (0: none) that concern FOLDER go wrong. KIND is write,
 * rename, link, sync, make (a file opened to be created), or any of them (any). FAULT is the name of an error (ENOSPC,
 * EPERM, EIO) which the call then ends with, or a signal (INT, TERM, KILL) that the process gets before the call. The
 * number of such calls goes into the file COUNT. The exit code is the command's, 128 and the number for a signal, 125
 * when this program fails.
 *
 * The kernel tells of the calls (seccomp's user notification, Linux 5.5): those that the C library makes for its own
 * streams as well, which no preloaded library sees.
 */
#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FAILED = 125, PATH_BYTES = 4096 };

/* Where a call says what it concerns: a descriptor, or a path, in argument `at`. */
typedef struct call {
    const char *kind;
    int number, at;
    bool path;
} call;

static const call calls[] = {
    {"write", SYS_write, 0, false},     {"write", SYS_pwrite64, 0, false}, {"write", SYS_writev, 0, false},
    {"sync", SYS_fsync, 0, false},      {"sync", SYS_fdatasync, 0, false}, {"make", SYS_openat, 1, true},
    {"rename", SYS_renameat2, 1, true}, {"rename", SYS_renameat, 1, true}, {"link", SYS_linkat, 1, true},
    {"unlink", SYS_unlinkat, 1, true},
#ifdef SYS_rename /* of older architectures */
    {"rename", SYS_rename, 0, true},    {"link", SYS_link, 0, true},       {"unlink", SYS_unlink, 0, true},
    {"make", SYS_open, 0, true},
#endif
};
enum { CALLS = sizeof calls / sizeof *calls };

static const struct {
    const char *name;
    int error, signal_number;
} faults[] = {{"ENOSPC", ENOSPC, 0}, {"EPERM", EPERM, 0},  {"EIO", EIO, 0},
              {"INT", 0, SIGINT},    {"TERM", 0, SIGTERM}, {"KILL", 0, SIGKILL}};
enum { FAULTS = sizeof faults / sizeof *faults };

typedef struct order {
    const char *kind, *folder;
    int error, signal_number;
    long n, counted;
} order;

static int fail(const char *what) {
    fprintf(stderr, "inject: %s: %s\n", what, strerror(errno));
    return FAILED;
}

/* ------------------------------------------------------------------------------------------------------- the command
 */

static int listen_to_calls(void) {
    struct sock_filter rules[CALLS + 3];
    size_t n = 0;
    rules[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < CALLS; i++) /* to the last rule but one */
        rules[n++] =
            (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)calls[i].number, (uint8_t)(CALLS - i), 0);
    rules[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    rules[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF);
    struct sock_fprog program = {(unsigned short)n, rules};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

static bool pass(int socket, int fd) {
    char byte = 0, room[CMSG_SPACE(sizeof fd)] = {0};
    struct iovec data = {&byte, 1};
    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room};
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    *head = (struct cmsghdr){.cmsg_len = CMSG_LEN(sizeof fd), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS};
    memcpy(CMSG_DATA(head), &fd, sizeof fd);
    return sendmsg(socket, &message, 0) == 1; /* no call that is listened to */
}

static int receive(int socket) {
    char byte, room[CMSG_SPACE(sizeof(int))];
    struct iovec data = {&byte, 1};
    struct msghdr message = {.msg_iov = &data, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room};
    int fd = -1;
    if (recvmsg(socket, &message, 0) == 1 && CMSG_FIRSTHDR(&message))
        memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
    return fd;
}

static void run(int socket, char **command) {
    int listener = listen_to_calls();
    if (listener < 0 || !pass(socket, listener)) _exit(FAILED);
    close(listener);
    close(socket);
    execvp(command[0], command);
    _exit(FAILED);
}

/* ------------------------------------------------------------------------------------------------- what it asks for */

static bool path_of(const struct seccomp_notif *asked, const call *c, char path[PATH_BYTES]) {
    char name[64];
    ssize_t n = -1;
    if (!c->path) {
        snprintf(name, sizeof name, "/proc/%u/fd/%d", asked->pid, (int)asked->data.args[c->at]);
        n = readlink(name, path, PATH_BYTES - 1);
    } else {
        snprintf(name, sizeof name, "/proc/%u/mem", asked->pid);
        int fd = open(name, O_RDONLY | O_CLOEXEC);
        for (int room = PATH_BYTES - 1; fd >= 0 && n < 0 && room > 0; room /= 2) /* it may lie at a page's end */
            n = pread(fd, path, (size_t)room, (off_t)asked->data.args[c->at]);
        if (fd >= 0) close(fd);
    }
    path[n > 0 ? n : 0] = '\0';
    return n > 0;
}

static bool concerns(const struct seccomp_notif *asked, const order *o) {
    char path[PATH_BYTES];
    for (size_t i = 0; i < CALLS; i++) {
        const call *c = &calls[i];
        if (asked->data.nr != c->number) continue;
        if (strcmp(o->kind, "any") != 0 && strcmp(o->kind, c->kind) != 0) continue;
        if (strcmp(c->kind, "make") == 0 && !(asked->data.args[c->at + 1] & O_CREAT)) continue;
        return path_of(asked, c, path) && strncmp(path, o->folder, strlen(o->folder)) == 0;
    }
    return false;
}

static void answer(int listener, const struct seccomp_notif *asked, order *o, pid_t child) {
    struct seccomp_notif_resp reply = {.id = asked->id, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
    if (concerns(asked, o) && ++o->counted == o->n) {
        if (o->signal_number) kill(child, o->signal_number);
        if (o->error) {
            reply.flags = 0;
            reply.error = -o->error;
        }
    }
    ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &reply);
}

/* Until all processes with the filter are gone. */
static void serve(int listener, order *o, pid_t child) {
    struct pollfd wait = {.fd = listener, .events = POLLIN};
    while (poll(&wait, 1, -1) >= 0 && (wait.revents & POLLIN)) {
        struct seccomp_notif asked = {0};
        if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &asked) == 0) answer(listener, &asked, o, child);
    }
}

static bool read_order(char **argv, order *o) {
    *o = (order){.kind = argv[1], .folder = argv[4], .n = strtol(argv[3], NULL, 10)};
    for (size_t i = 0; i < FAULTS; i++) {
        if (strcmp(argv[2], faults[i].name) != 0) continue;
        o->error = faults[i].error;
        o->signal_number = faults[i].signal_number;
        return true;
    }
    return false;
}

int main(int argc, char **argv) {
    order o;
    int pair[2], status = 0;
    if (argc < 7 || !read_order(argv, &o)) {
        fputs("inject: usage: inject KIND FAULT N FOLDER COUNT COMMAND...\n", stderr);
        return FAILED;
    }
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return fail("socketpair");
    pid_t child = fork();
    if (child == 0) run(pair[1], argv + 6);
    close(pair[1]);
    int listener = child > 0 ? receive(pair[0]) : -1;
    if (listener >= 0) serve(listener, &o, child);
    if (child > 0) waitpid(child, &status, 0);
    if (listener < 0) return fail("the kernel does not tell of calls (seccomp)");
    FILE *count = fopen(argv[5], "w");
    if (!count || fprintf(count, "%ld\n", o.counted) < 0 || fclose(count) != 0) return fail(argv[5]);
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
