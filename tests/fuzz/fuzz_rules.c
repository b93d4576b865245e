/* Rules: each input is read as every file of data/rules, and what it says is asked of a few objects. */
#define _XOPEN_SOURCE 700
#include <sys/stat.h>

#include "fuzz.h"
#include "profile/levels.h"
#include "profile/poi.h"
#include "profile/rules.h"
#include "profile/walk_cost_read.h"

static const char *const NAMES[] = {"walk", "categories", "land", "entrances", "levels", "poi", "walk_cost"};
enum { N_NAMES = sizeof NAMES / sizeof *NAMES };

/* Every object has the tag `highway` = `footway`, and no other. */
static const char *tag(const void *object, const char *key) {
    return strcmp(key, "highway") == 0 ? object : NULL;
}

static void read_tag_rules(lc_context *ctx, const char *folder) {
    static const char footway[] = "footway";
    lc_walk_rules *walk = NULL;
    lc_categories *categories = NULL;
    lc_land *land = NULL;
    lc_category_def *entrances = NULL;
    if (fuzz_ok(ctx, lc_walk_rules_load(ctx, folder, &walk))) {
        lc_walk_allowed(walk, tag, footway);
        lc_walk_rules_free(walk);
    }
    if (fuzz_ok(ctx, lc_categories_load(ctx, folder, &categories))) {
        for (size_t i = 0; i < categories->n; i++) lc_category_matches(&categories->category[i], tag, footway);
        lc_categories_free(categories);
    }
    if (fuzz_ok(ctx, lc_land_load(ctx, folder, &land))) {
        lc_category_matches(&land->building, tag, footway);
        fuzz_got_through = true;
        lc_land_free(land);
    }
    if (fuzz_ok(ctx, lc_entrance_rules_load(ctx, folder, &entrances))) {
        lc_category_matches(entrances, tag, footway);
        lc_entrance_rules_free(entrances);
    }
}

static void read_word_rules(lc_context *ctx, const char *folder) {
    lc_level_rules *levels = NULL;
    lc_poi_rules *pois = NULL;
    if (fuzz_ok(ctx, lc_levels_load(ctx, folder, &levels))) {
        lc_level_of(levels, "街道综合体");
        lc_levels_free(levels);
    }
    if (fuzz_ok(ctx, lc_poi_rules_load(ctx, folder, &pois))) {
        for (size_t i = 0; i < pois->n; i++) lc_poi_matches(&pois->rule[i], "60200|080000", "购物;便利店", "a park");
        lc_poi_rules_free(pois);
    }
}

static void read_costs(lc_context *ctx, const char *folder) {
    static const char *const names[] = {"realistic", "{slope: {0: 1, 0.1: 2}, stairs: 3}"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        lc_walk_cost cost = {0};
        if (fuzz_ok(ctx, lc_walk_cost_named(ctx, folder, names[i], &cost)))
            fuzz_assert(lc_walk_cost_equal(&cost, &cost), "a cost is itself");
        lc_walk_cost_free(&cost);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *base = getenv("TMPDIR");
    char folder[256], rules[300], path[400];
    snprintf(folder, sizeof folder, "%s/lifecircle-fuzz-%ld", base && *base ? base : "/tmp", (long)getpid());
    snprintf(rules, sizeof rules, "%s/rules", folder);
    mkdir(folder, 0700);
    mkdir(rules, 0700);
    fuzz_file file = fuzz_write(data, size, ".yaml");
    for (size_t i = 0; i < N_NAMES; i++) {
        snprintf(path, sizeof path, "%s/%s.yaml", rules, NAMES[i]);
        fuzz_assert(symlink(file.path, path) == 0, "TMPDIR can be written to");
    }
    lc_context *ctx = fuzz_context();
    read_tag_rules(ctx, folder);
    read_word_rules(ctx, folder);
    read_costs(ctx, folder);
    lc_context_free(ctx);
    for (size_t i = 0; i < N_NAMES; i++) {
        snprintf(path, sizeof path, "%s/%s.yaml", rules, NAMES[i]);
        unlink(path);
    }
    fuzz_remove(&file);
    rmdir(rules);
    rmdir(folder);
    return 0;
}
