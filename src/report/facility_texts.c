#include "report/facility_texts.h"

#include <stdlib.h>

#include "base/memory.h"

static bool copy_text(const char *from, const char **to) {
    *to = lc_strdup(from);
    return *to || !from;
}

bool lc_facility_copy(const lc_facility *from, lc_facility *to) {
    *to = *from;
    bool category = copy_text(from->category, &to->category), id = copy_text(from->id, &to->id);
    bool name = copy_text(from->name, &to->name), name_zh = copy_text(from->name_zh, &to->name_zh);
    return category && id && name && name_zh;
}

void lc_facility_free_texts(lc_facility *facility) {
    const char *text[] = {facility->category, facility->id, facility->name, facility->name_zh};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) free((void *)(uintptr_t)text[i]);
}
