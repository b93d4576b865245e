#include "report/fill_edits.h"

#include <stdlib.h>

#include "base/memory.h"

static bool copy(const char *text, const char **out) {
    *out = lc_strdup(text);
    return *out || !text;
}

bool lc_report_fill_edits(lc_report *report, const lc_edits *edits) {
    size_t n = edits ? edits->n : 0;
    if (!n) return true;
    report->edits = LC_NEW0(lc_edit_info, n);
    if (!report->edits) return false;
    for (; report->n_edits < n;) {
        const lc_edit *from = &edits->edit[report->n_edits];
        lc_edit_info *to = &report->edits[report->n_edits++];
        to->op = lc_edit_op_name(from->op);
        to->number = from->number;
        if (!copy(from->category, &to->category) || !copy(from->id, &to->id) || !copy(from->name, &to->name) ||
            !copy(from->file, &to->file))
            return false;
    }
    return true;
}
