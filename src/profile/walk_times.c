#include "profile/walk_times.h"

#include <math.h>

#include "base/memory.h"

static const lc_yaml_range MINUTES = {0, 1e5, true, "more than 0 and at most 100000", "write minutes, for example 15"};
static const lc_yaml_range METRES = {0, 1e7, true, "more than 0 and at most 10000000", "write metres, for example 500"};

static lc_status compare(const lc_yaml *yaml, const yaml_node_t *key, const lc_walk_time *a, const lc_walk_time *b) {
    const lc_walk_time *less = a->minutes < b->minutes ? a : b, *more = less == a ? b : a;
    if (a->minutes == b->minutes)
        return lc_yaml_fail(yaml, key, "%g minutes are given twice in 'minutes_m'; remove one", a->minutes);
    if (more->metres > less->metres) return LC_OK;
    return lc_yaml_fail(yaml, key,
                        "'minutes_m' must ascend, but %g minutes are %g m, and %g minutes only %g m; correct one",
                        less->minutes, less->metres, more->minutes, more->metres);
}

static lc_status read_entry(lc_yaml *yaml, const yaml_node_t *key, const yaml_node_t *value, void *target) {
    lc_walk_times *times = target;
    lc_walk_time entry;
    lc_status status = lc_yaml_get_number(yaml, key, "a key of 'minutes_m'", &MINUTES, &entry.minutes);
    if (!status) status = lc_yaml_get_number(yaml, value, "a distance in 'minutes_m'", &METRES, &entry.metres);
    for (size_t i = 0; i < times->n && !status; i++) status = compare(yaml, key, &times->time[i], &entry);
    if (status) return status;
    if (!LC_ROOM(times->time, times->capacity, times->n + 1)) return lc_fail_memory(yaml->ctx);
    times->time[times->n++] = entry;
    return LC_OK;
}

lc_status lc_walk_times_read(lc_yaml *yaml, const yaml_node_t *node, lc_walk_times *out) {
    return lc_yaml_entries(yaml, node, "'minutes_m'", read_entry, out);
}

double lc_walk_times_metres(const lc_walk_times *times, double minutes) {
    for (size_t i = 0; i < times->n; i++)
        if (times->time[i].minutes == minutes) return times->time[i].metres;
    return NAN;
}
