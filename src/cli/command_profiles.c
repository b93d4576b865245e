#include <popt.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { OPTION_DATA = 1, OPTION_HELP };

static const struct poptOption options[] = {
    {"data", 0, POPT_ARG_STRING, NULL, OPTION_DATA, CLI_TEXT("folder with profiles/ and rules/"), "FOLDER"},
    {"help", 'h', POPT_ARG_NONE, NULL, OPTION_HELP, CLI_TEXT("print this text"), NULL},
    POPT_TABLEEND};

static void print_profile(const char *name, const char *title_en, const char *title_zh, void *user) {
    const bool *chinese = user;
    const char *title = *chinese && title_zh ? title_zh : title_en;
    cli_pad(stdout, name, 24, false);
    printf("  %s\n", title ? title : name);
}

static int list_profiles(lc_context *ctx, const char *data_dir) {
    bool chinese = cli_chinese();
    if (lc_profile_list(ctx, data_dir, print_profile, &chinese) != LC_OK) return cli_fail("%s", lc_error_message(ctx));
    return CLI_PASSED;
}

static int show_profile(lc_context *ctx, const char *data_dir, const char *name) {
    char *text = NULL;
    if (lc_profile_text(ctx, data_dir, name, &text) != LC_OK) return cli_fail("%s", lc_error_message(ctx));
    fputs(text, stdout);
    free(text);
    return CLI_PASSED;
}

static int run(poptContext popt, lc_context *ctx, char **data_dir) {
    int option;
    while ((option = poptGetNextOpt(popt)) > 0) {
        if (option == OPTION_HELP) {
            cli_help("lifecircle profiles [NAME] [OPTION...]", options);
            return CLI_PASSED;
        }
        free(*data_dir);
        *data_dir = poptGetOptArg(popt);
    }
    if (option < -1) return cli_fail_option("lifecircle profiles", poptBadOption(popt, 0), option);
    const char *name = poptGetArg(popt), *extra = poptGetArg(popt);
    if (extra) return cli_fail("one profile at a time: '%s' is too much", extra);
    return name ? show_profile(ctx, *data_dir, name) : list_profiles(ctx, *data_dir);
}

int cli_profiles(int argc, const char **argv) {
    lc_context *ctx = cli_context();
    poptContext popt = poptGetContext("lifecircle", argc, argv, options, 0);
    char *data_dir = NULL;
    int code = CLI_WRONG;
    if (ctx && popt) {
        code = run(popt, ctx, &data_dir);
    } else {
        cli_fail("out of memory");
    }
    free(data_dir);
    poptFreeContext(popt);
    lc_context_free(ctx);
    return code;
}
