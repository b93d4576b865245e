#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

static const struct command {
    const char *name, *full_name, *purpose;
    int (*run)(int argc, const char **argv);
} commands[] = {
    {"check", "lifecircle check", CLI_TEXT("coverage of communities, verdicts, report"), cli_check},
    {"cut", "lifecircle cut", CLI_TEXT("a country's check in parts, for several machines"), cli_cut},
    {"diff", "lifecircle diff", CLI_TEXT("what got better or worse between two reports"), cli_diff},
    {"doctor", "lifecircle doctor", CLI_TEXT("what an installation lacks"), cli_doctor},
    {"edits", "lifecircle edits", CLI_TEXT("a layer to draw edits in: what if?"), cli_edits},
    {"history", "lifecircle history", CLI_TEXT("the runs that were stored, and how they went on"), cli_history},
    {"init", "lifecircle init", CLI_TEXT("write a project file for the files of a folder"), cli_init},
    {"inspect", "lifecircle inspect", CLI_TEXT("what is in a file, and what is wrong with it"), cli_inspect},
    {"merge", "lifecircle merge", CLI_TEXT("the reports of all parts as one"), cli_merge},
    {"prepare", "lifecircle prepare", CLI_TEXT("read a city's paths once, for many checks"), cli_prepare},
    {"profiles", "lifecircle profiles", CLI_TEXT("list the profiles, or print one"), cli_profiles},
    {"serve", "lifecircle serve", CLI_TEXT("the city on a page: edit it, and see what changes"), cli_serve},
    {"site", "lifecircle site", CLI_TEXT("where to add, and how good the answer is"), cli_site},
};
enum { N_COMMANDS = sizeof commands / sizeof *commands };

static void print_help(void) {
    puts(cli_tr("Usage: lifecircle COMMAND [OPTION...]\n"
                "Walking-distance coverage of communities: who lives within walking reach of what they need?\n"
                "\n"
                "Commands:"));
    for (size_t i = 0; i < N_COMMANDS; i++) printf("  %-10s %s\n", commands[i].name, cli_tr(commands[i].purpose));
    puts(cli_tr("\n"
                "'lifecircle help COMMAND' or 'lifecircle COMMAND --help' lists the options of a command.\n"
                "--help and --version print this text and the version.\n"
                "--lang zh or --lang en sets the language of messages; without it, the locale does."));
    puts(cli_tr("--max-memory 2G ends a run that would take more (default three quarters of the machine's memory)."));
    puts(cli_tr("--offline refuses sources that lie elsewhere. These three options go with every command."));
}

static int unknown_command(const char *name) {
    cli_nearest nearest = cli_nearest_to(name, strlen(name));
    for (size_t i = 0; i < N_COMMANDS; i++) cli_nearest_try(&nearest, commands[i].name);
    if (nearest.found) return cli_fail("unknown command '%s'; did you mean '%s'?", name, nearest.found);
    return cli_fail("unknown command '%s'; 'lifecircle --help' lists the commands", name);
}

/* Were a standard stream closed, the next file opened would take its number and receive what is printed. */
static bool streams_open(void) {
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) != -1) continue;
        if (fd == STDOUT_FILENO) return false;
        if (open("/dev/null", O_RDWR) < 0) return false;
    }
    return true;
}

static const struct command *find_command(const char *name) {
    for (size_t i = 0; i < N_COMMANDS; i++)
        if (strcmp(name, commands[i].name) == 0) return &commands[i];
    return NULL;
}

/* "help", or "help COMMAND". */
static int help(const char *name) {
    const struct command *command = name ? find_command(name) : NULL;
    if (command) {
        const char *args[] = {command->full_name, "--help", NULL};
        return command->run(2, args);
    }
    if (name) return unknown_command(name);
    print_help();
    return CLI_PASSED;
}

static int run(int argc, char **argv) {
    const char *name = argc > 1 ? argv[1] : NULL;
    if (!name) return cli_fail("no command given; 'lifecircle --help' lists the commands");
    if (strcmp(name, "--version") == 0) {
        puts("lifecircle " LC_VERSION);
        return cli_finish(CLI_PASSED);
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0)
        return cli_finish(help(argc > 2 ? argv[2] : NULL));
    const struct command *command = find_command(name);
    if (command) {
        const char **args = (const char **)argv + 1;
        args[0] = command->full_name;
        return cli_finish(command->run(argc - 1, args));
    }
    if (name[0] == '-') return cli_fail("unknown option %s; 'lifecircle --help' lists the commands", name);
    return unknown_command(name);
}

int main(int argc, char **argv) {
    if (!streams_open()) return cli_fail("standard output is closed; give it a file or a terminal");
    if (cli_take_common(&argc, argv) != CLI_PASSED) return CLI_WRONG;
    cli_ending_start();
    return cli_ending_code(run(argc, argv));
}
