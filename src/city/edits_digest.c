#include "city/edits_digest.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/exact.h"
#include "base/hash.h"
#include "base/text_stream.h"

/* A text behind its length: no two lists of texts run together to the same. */
static void print_text(FILE *file, const char *text) {
    if (text)
        fprintf(file, " %zu:%s", strlen(text), text);
    else
        fputs(" -", file);
}

static void print_number(FILE *file, double value) {
    char text[LC_EXACT_DIGITS + 1];
    lc_exact_print(value, text);
    fprintf(file, " %s", text);
}

static void print_part(FILE *file, const lc_edits *edits, size_t part) {
    fputs(" (", file);
    for (size_t k = edits->geoms.xy_of[part]; k < edits->geoms.xy_of[part + 1]; k++) {
        print_number(file, edits->geoms.xy[k].x);
        print_number(file, edits->geoms.xy[k].y);
        print_number(file, edits->z ? edits->z[k] : NAN);
    }
}

static void print_edit(FILE *file, const lc_edits *edits, size_t i) {
    const lc_edit *e = &edits->edit[i];
    const char *text[] = {e->category, e->id, e->name, e->level};
    fprintf(file, "%zu %s", i, lc_edit_op_name(e->op));
    for (size_t k = 0; k < sizeof text / sizeof *text; k++) print_text(file, text[k]);
    print_number(file, e->area_m2);
    for (size_t g = e->first_geom; g < e->end_geom; g++) {
        fprintf(file, " %d", edits->geoms.kind[g]);
        for (size_t p = edits->geoms.part_of[g]; p < edits->geoms.part_of[g + 1]; p++) print_part(file, edits, p);
    }
    fputc('\n', file);
}

bool lc_edits_digest(const lc_edits *edits, bool facilities_only, char out[65]) {
    lc_text_stream s;
    if (!lc_text_stream_open(&s)) return false;
    for (size_t i = 0; i < edits->n; i++)
        if (!facilities_only || edits->edit[i].op <= LC_EDIT_MOVE) print_edit(s.file, edits, i);
    if (!lc_text_stream_close(&s)) return false;
    lc_sha256_bytes(&(lc_bytes){s.text, s.size}, 1, out);
    free(s.text);
    return true;
}
