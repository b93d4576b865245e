#include <stdlib.h>

#include "base/language.h"
#include "base/text_stream.h"
#include "output/geojson.h"
#include "report/read.h"

/* By way of the text: what a report in memory is compared by is then the same as what its file holds. */
lc_status lc_figures_of(lc_context *ctx, const lc_report *report, lc_figures **out) {
    lc_text_stream s;
    if (!lc_text_stream_open(&s)) return lc_fail_memory(ctx);
    lc_status status = lc_report_print(ctx, s.file, report);
    if (!lc_text_stream_close(&s) && status == LC_OK) status = lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_figures_parse(ctx, s.text, s.size, lc_tr(ctx, "the report"), NULL, out);
    free(s.text);
    return status;
}
