#include "source/input_info.h"

#include "base/memory.h"

void lc_input_info_free(lc_input_info *info) {
    free(info->role);
    free(info->file);
    free(info->layer);
    free(info->crs);
    free(info->encoding);
    *info = (lc_input_info){0};
}

bool lc_input_info_copy(const lc_input_info *from, lc_input_info *to) {
    *to = *from;
    to->role = lc_strdup(from->role);
    to->file = lc_strdup(from->file);
    to->layer = lc_strdup(from->layer);
    to->crs = lc_strdup(from->crs);
    to->encoding = lc_strdup(from->encoding);
    return to->role && to->file && (to->layer || !from->layer) && (to->crs || !from->crs) &&
           (to->encoding || !from->encoding);
}
