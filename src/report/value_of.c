#include "report/value_of.h"

#include <math.h>
#include <string.h>

double lc_report_bound_of(double bound) {
    return isfinite(bound) ? bound : NAN;
}

/* A share is kept from 0 to 1, beyond which rounding could carry it; supply for each person is none. */
lc_value lc_report_value_of(const lc_result *r, const lc_indicator *ind, const char *reason, double target) {
    bool share = !ind->measure || strcmp(ind->measure, "coverage") == 0;
    lc_value v = {
        .ratio = NAN, .err = NAN, .offnet = NAN, .island = NAN, .mean_m = NAN, .mean_err_m = NAN, .reason = reason};
    if (!reason && !(r->demand > 0)) v.reason = "no_demand";
    v.verdict = LC_NO_DATA;
    if (v.reason) return v;
    v.ratio = share ? fmin(fmax(r->covered / r->demand, 0), 1) : r->covered / r->demand;
    v.err = r->err / r->demand;
    v.offnet = fmin(fmax(r->offnet / r->demand, 0), 1);
    if (strcmp(ind->metric, "straight") != 0) v.island = fmin(r->island / r->demand, 1);
    if (r->ranged > 0) v.mean_m = r->distance / r->ranged, v.mean_err_m = lc_report_bound_of(r->mean_err_m);
    v.verdict = lc_verdict_of(v.ratio, v.err, target);
    return v;
}

void lc_report_put_total(const lc_result *sum, const lc_indicator *indicator, const char *reason, lc_indicator *total) {
    lc_value v = lc_report_value_of(sum, indicator, reason, indicator->target);
    total->ratio = v.ratio;
    total->err = v.err;
    total->offnet = v.offnet;
    total->island = v.island;
    total->verdict = v.verdict;
    total->reason = v.reason;
    total->demand = sum->demand;
    total->covered = sum->covered;
}
