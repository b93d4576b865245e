/* Warnings of several planes as those of one city. */

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "report/join.h"

/* Of totals, which are told anew when all planes are there. */
static const char *const OF_TOTALS[] = {"little_demand"};
/* Of a source as a whole: every plane says the same. */
static const char *const OF_SOURCES[] = {
    "axes_swapped", "category_without_source", "crs_old_datum", "crs_zone_prefix", "dem_unused",
    "input_unused", "network_empty",           "no_heights",    "outside_crs",     "point_weighs_one",
    "pois_none",    "reader_warning"};

static bool is_in(const char *const *list, size_t n, const char *code) {
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i], code) == 0) return true;
    return false;
}

static lc_warning_entry *find(lc_warnings *warnings, const char *code) {
    for (size_t i = 0; i < warnings->n; i++)
        if (strcmp(warnings->entry[i].code, code) == 0) return &warnings->entry[i];
    return NULL;
}

static bool has_example(const lc_warning_entry *entry, const char *example) {
    for (size_t i = 0; i < entry->n_examples; i++)
        if (strcmp(entry->examples[i], example) == 0) return true;
    return false;
}

/* Example i of `from`, if there is room for one more. */
static void move_example(lc_warning_entry *to, lc_warning_entry *from, size_t i) {
    if (to->n_examples == LC_EXAMPLES_MAX) return;
    size_t k = to->n_examples++;
    to->examples[k] = from->examples[i];
    to->local_examples[k] = from->local_examples[i];
    from->examples[i] = from->local_examples[i] = NULL;
}

static void add_entry(lc_warning_entry *to, lc_warning_entry *from, bool of_source) {
    size_t known = 0;
    for (size_t i = 0; i < from->n_examples; i++) {
        if (of_source && has_example(to, from->examples[i]))
            known++;
        else
            move_example(to, from, i);
    }
    bool said = of_source && (known == from->n_examples || from->n_examples == 0);
    if (!said) to->count += from->count - known;
}

/* Moves what is in `from`, which is empty then. */
static bool join_warnings(lc_warnings *to, lc_warnings *from) {
    lc_warnings rest = {0};
    bool ok =
        !from->lost && LC_ROOM(to->entry, to->capacity, to->n + from->n) && LC_ROOM(rest.entry, rest.capacity, from->n);
    for (size_t i = 0; ok && i < from->n; i++) {
        lc_warning_entry *entry = &from->entry[i], *there = find(to, entry->code);
        bool of_totals = is_in(OF_TOTALS, sizeof OF_TOTALS / sizeof *OF_TOTALS, entry->code);
        if (!there && !of_totals) {
            to->entry[to->n++] = *entry;
            continue;
        }
        if (!of_totals) add_entry(there, entry, is_in(OF_SOURCES, sizeof OF_SOURCES / sizeof *OF_SOURCES, entry->code));
        rest.entry[rest.n++] = *entry;
    }
    if (ok) {
        free(from->entry);
        *from = (lc_warnings){0};
    }
    lc_warnings_clear(&rest); /* what has not been moved */
    return ok;
}

bool lc_join_warnings_copy(lc_warnings *to, const lc_warnings *from) {
    lc_warnings copy = {0};
    bool ok = lc_warnings_copy(&copy, from) && join_warnings(to, &copy);
    lc_warnings_clear(&copy);
    return ok;
}
