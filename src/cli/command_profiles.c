#include <popt.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

enum { OPTION_DATA = 1, OPTION_HELP };

static const struct poptOption options[] = {
    {"data", 0, POPT_ARG_STRING, NULL, OPTION_DATA, CLI_TEXT("folder with profiles/ and rules/"), "FOLDER"},
    {"help", 'h', POPT_ARG_NONE, NULL, OPTION_HELP, CLI_TEXT("print this text"), NULL},
    POPT_TABLEEND};

/* Twice through the list: once for the width of the names, once to print. */
typedef struct listing {
    int width;
    bool chinese, print;
} listing;

static void print_profile(const char *name, const char *title_en, const char *title_zh, void *user) {
    listing *list = user;
    if (!list->print) {
        if (cli_width(name) > list->width) list->width = cli_width(name);
        return;
    }
    const char *title = list->chinese && title_zh ? title_zh : title_en;
    cli_pad(stdout, name, list->width, false);
    printf("  %s\n", title ? title : name);
}

static int list_profiles(lc_context *ctx, const char *data_dir) {
    listing list = {.chinese = cli_chinese()};
    lc_status status = lc_profile_list(ctx, data_dir, print_profile, &list);
    list.print = true;
    if (!status) status = lc_profile_list(ctx, data_dir, print_profile, &list);
    return status ? cli_fail("%s", lc_error_message(ctx)) : CLI_PASSED;
}

/* Stands at the start of a file, not in it. */
static const char BYTE_ORDER_MARK[] = "\xEF\xBB\xBF";

/* In words, then as it stands in the file: the words are comments, so that the whole is a profile. */
static int show_profile(lc_context *ctx, const char *data_dir, const char *name) {
    char *words = NULL, *text = NULL;
    lc_status status = lc_profile_describe(ctx, data_dir, name, cli_chinese() ? "zh" : "en", &words);
    if (!status) status = lc_profile_text(ctx, data_dir, name, &text);
    if (!status) printf("%s%s", words, strncmp(text, BYTE_ORDER_MARK, 3) == 0 ? text + 3 : text);
    free(text);
    free(words);
    return status ? cli_fail("%s", lc_error_message(ctx)) : CLI_PASSED;
}

static int run(poptContext popt, lc_context *ctx, char **data_dir) {
    int option;
    while ((option = poptGetNextOpt(popt)) > 0) {
        if (option == OPTION_HELP) {
            cli_help("lifecircle profiles [NAME] [OPTION...]", options);
            return CLI_PASSED;
        }
        int code = cli_take_text("data", poptGetOptArg(popt), data_dir);
        if (code != CLI_PASSED) return code;
    }
    if (option < -1) return cli_fail_option("lifecircle profiles", options, poptBadOption(popt, 0), option);
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
    cli_context_end(ctx);
    return code;
}
