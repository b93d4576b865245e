#include "measure/gate_fields.h"

#include <stdlib.h>

#include "base/memory.h"
#include "coverage/place.h"

lc_status lc_gate_fields_lay(lc_context *ctx, const lc_compounds *compounds, lc_pass_fields *out) {
    lc_pass *pass = &out->pass;
    size_t n = compounds->n_gates;
    lc_place_scratch scratch = {0};
    double *d = LC_NEW(double, pass->n_groups);
    out->gate_d = LC_NEW(double, n * pass->n_groups);
    out->gate_linked = LC_NEW0(bool, n);
    bool ok = d && out->gate_d && out->gate_linked;
    for (size_t i = 0; ok && i < n; i++) {
        bool offnet;
        ok = lc_place_distances(pass, compounds->gate_xy[i], &scratch, d, &offnet);
        out->gate_linked[i] = !offnet;
        for (size_t g = 0; ok && g < pass->n_groups; g++) out->gate_d[g * n + i] = d[g];
    }
    for (size_t g = 0; ok && g < pass->n_groups; g++) out->group[g].gate_d = out->gate_d + g * n;
    pass->compounds = compounds;
    pass->gate_linked = out->gate_linked;
    free(d);
    lc_place_scratch_free(&scratch);
    return ok ? LC_OK : lc_fail_memory(ctx);
}
