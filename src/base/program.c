#define _XOPEN_SOURCE 700 /* posix_spawn() */

#include "base/program.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/language.h"
#include "base/memory.h"

extern char **environ;

bool lc_program_exists(const char *name) {
    const char *path = getenv("PATH");
    bool found = false;
    while (path && *path && !found) {
        size_t n = strcspn(path, ":");
        char *file = lc_sprintf("%.*s/%s", (int)n, path, name);
        found = file && access(file, X_OK) == 0;
        free(file);
        path += n + (path[n] == ':');
    }
    return found;
}

static int spawn(const char *const *argument, const char *log, pid_t *pid) {
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);
    if (error) return error;
    error = posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (!error) error = posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    if (!error)
        error = posix_spawnp(pid, *argument, &actions, NULL, (char *const *)(uintptr_t)(const void *)argument, environ);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

/* Wait for a program to end, looking now and then whether it is to be ended; false with errno when that fails. */
static bool wait_for(const lc_context *ctx, pid_t pid, int *state) {
    static const long FIRST_NS = 1000000, LONGEST_NS = 20000000;
    bool told = false;
    for (long pause = FIRST_NS;; pause = pause < LONGEST_NS / 2 ? 2 * pause : LONGEST_NS) {
        pid_t ended = waitpid(pid, state, told ? 0 : WNOHANG);
        if (ended == pid) return true;
        if (ended < 0 && errno != EINTR) return false;
        if (!told && lc_cancelled(ctx)) told = kill(pid, SIGKILL) == 0; /* SIGTERM may be ignored */
        if (!told) nanosleep(&(struct timespec){.tv_nsec = pause}, NULL);
    }
}

lc_status lc_program_run(lc_context *ctx, const char *const *argument, const char *log) {
    pid_t pid;
    int state = 0, error = spawn(argument, log, &pid);
    if (error) return lc_fail(ctx, LC_ERR_IO, "%s cannot be run: %s", *argument, lc_system_text(ctx, error));
    if (!wait_for(ctx, pid, &state))
        return lc_fail(ctx, LC_ERR_IO, "%s cannot be run: %s", *argument, lc_system_text(ctx, errno));
    if (lc_cancelled(ctx)) return lc_fail_cancelled(ctx);
    if (WIFEXITED(state) && WEXITSTATUS(state) == 0) return LC_OK;
    if (WIFSIGNALED(state))
        return lc_fail(ctx, LC_ERR_IO, "%s %s was ended by signal %d; is memory out? See %s", *argument, argument[1],
                       WTERMSIG(state), log);
    return lc_fail(ctx, LC_ERR_IO, "%s %s failed (exit code %d); see %s", *argument, argument[1], WEXITSTATUS(state),
                   log);
}
