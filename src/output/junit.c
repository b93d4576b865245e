/*
 * JUnit XML, the form that Jenkins' schema (junit-10.xsd) describes and continuous integration services read: a suite
 * an indicator, a test case the city or a community. No times: the same inputs give the same bytes.
 */
#include "output/junit.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/language.h"
#include "output/xml.h"
#include "report/digits.h"
#include "report/words.h"

enum { TEXT_MAX = 1024, RATIO_DECIMALS = 4 };

typedef enum outcome { PASSED, FAILED, ERROR, SKIPPED } outcome;

typedef struct junit {
    FILE *file;
    const lc_context *ctx;
    const lc_report *report;
    const lc_diff *diff;
    bool print; /* else cases are only counted */
    const char *kind, *suite;
    size_t tests, failures, errors, skipped; /* of the suite */
    size_t all_tests, all_failures, all_errors;
} junit;

/* ------------------------------------------------------------------ cases */

/* A case of the city (id NULL) or a community. */
static void put_case(junit *j, const char *id, const char *name, outcome result, const char *type,
                     const char *message) {
    j->tests++;
    j->failures += result == FAILED;
    j->errors += result == ERROR;
    j->skipped += result == SKIPPED;
    if (!j->print) return;
    fprintf(j->file, "    <testcase classname=\"lifecircle.%s.", j->kind);
    lc_xml_text(j->file, j->suite);
    fputs("\" name=\"", j->file);
    lc_xml_text(j->file, id ? name : "city");
    if (id && strcmp(id, name) != 0) {
        fputs(" (", j->file);
        lc_xml_text(j->file, id);
        fputc(')', j->file);
    }
    fputc('"', j->file);
    if (result == PASSED) {
        fputs("/>\n", j->file);
        return;
    }
    fprintf(j->file, ">\n      <%s", result == FAILED ? "failure" : result == ERROR ? "error" : "skipped");
    if (result != SKIPPED) lc_xml_attribute(j->file, "type", type);
    lc_xml_attribute(j->file, "message", message);
    fputs("/>\n    </testcase>\n", j->file);
}

static void put_suite(junit *j, const char *kind, const char *id, void (*cases)(junit *j, size_t i), size_t i) {
    bool print = j->print;
    j->kind = kind;
    j->suite = id;
    j->tests = j->failures = j->errors = j->skipped = 0;
    j->print = false;
    cases(j, i);
    j->print = print;
    j->all_tests += j->tests;
    j->all_failures += j->failures;
    j->all_errors += j->errors;
    if (!print) return;
    fputs("  <testsuite", j->file);
    fprintf(j->file, " name=\"%s ", kind);
    lc_xml_text(j->file, id);
    fprintf(j->file, "\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\">\n", j->tests, j->failures,
            j->errors, j->skipped);
    cases(j, i);
    fputs("  </testsuite>\n", j->file);
}

/* --------------------------------------------------------------- verdicts */

/* "0.4321 ±0.0001, target 0.8 (unverified)" */
static void describe(const junit *j, const lc_indicator *indicator, const lc_value *value, double target,
                     char text[TEXT_MAX]) {
    if (isnan(value->ratio)) {
        snprintf(text, TEXT_MAX, lc_tr(j->ctx, "no data: %s"),
                 value->reason ? lc_reason_text(j->ctx, value->reason) : "–");
        return;
    }
    int n = snprintf(text, TEXT_MAX, "%s ±%s", lc_digits_fixed(value->ratio, RATIO_DECIMALS, false).text,
                     lc_digits_short(lc_bound_rounded_up(value->err)).text);
    if (isnan(target)) {
        snprintf(text + n, TEXT_MAX - (size_t)n, "%s", lc_tr(j->ctx, ", no target"));
        return;
    }
    n += snprintf(text + n, TEXT_MAX - (size_t)n, lc_tr(j->ctx, ", target %s"), lc_digits_short(target).text);
    if (indicator->verified && n < TEXT_MAX)
        snprintf(text + n, TEXT_MAX - (size_t)n, lc_is_chinese(j->ctx) ? "（%s）" : " (%s)",
                 lc_verified_text(j->ctx, indicator->verified));
}

/* A target that cannot be judged is an error; but a community without any demand has nothing to be judged. */
static outcome outcome_of(const junit *j, const lc_community *community, const lc_value *value, double target) {
    if (value->verdict == LC_MET) return PASSED;
    if (value->verdict == LC_MISSED) return FAILED;
    bool nobody = community && value->reason && strcmp(value->reason, "no_demand") == 0;
    return value->verdict == LC_NO_DATA && !isnan(target) && !nobody && !j->report->allow_no_data ? ERROR : SKIPPED;
}

static void put_value(junit *j, const lc_indicator *indicator, const lc_community *community, const lc_value *value) {
    char text[TEXT_MAX], advice[TEXT_MAX / 2] = "";
    double target = community ? indicator->community_target : indicator->target;
    describe(j, indicator, value, target, text);
    outcome result = outcome_of(j, community, value, target);
    size_t used = strlen(text);
    if (!community)
        lc_report_advice(j->ctx, j->report, (size_t)(indicator - j->report->indicators), advice, sizeof advice);
    if (*advice) snprintf(text + used, sizeof text - used, lc_is_chinese(j->ctx) ? "（%s）" : " (%s)", advice);
    put_case(j, community ? community->id : NULL, community ? community->name : NULL, result,
             result == ERROR ? "no_data" : "missed", text);
}

/* The city always has its case, also without a target: an empty suite looks like a broken run. */
static void put_indicator(junit *j, size_t i) {
    const lc_report *report = j->report;
    const lc_indicator *indicator = &report->indicators[i];
    lc_value city = {.ratio = indicator->ratio,
                     .err = indicator->err,
                     .offnet = indicator->offnet,
                     .verdict = indicator->verdict,
                     .reason = indicator->reason};
    put_value(j, indicator, NULL, &city);
    for (size_t c = 0; !isnan(indicator->community_target) && c < report->n_communities; c++) {
        lc_value value = lc_report_value(report, c, i);
        put_value(j, indicator, &report->communities[c], &value);
    }
}

/* ---------------------------------------------------------------- changes */

/* "0.5210 → 0.4800 (-0.0410), met → missed" */
static void describe_change(const junit *j, const lc_change *change, char text[TEXT_MAX]) {
    int n = snprintf(text, TEXT_MAX, "%s → %s", lc_digits_fixed(change->before, RATIO_DECIMALS, false).text,
                     lc_digits_fixed(change->after, RATIO_DECIMALS, false).text);
    if (!isnan(change->before) && !isnan(change->after))
        n += snprintf(text + n, TEXT_MAX - (size_t)n, " (%s)",
                      lc_digits_fixed(change->after - change->before, RATIO_DECIMALS, true).text);
    char words[TEXT_MAX / 2];
    lc_change_text(j->ctx, change, words, sizeof words);
    if (*words) snprintf(text + n, TEXT_MAX - (size_t)n, lc_is_chinese(j->ctx) ? "，%s" : ", %s", words);
}

static void put_change(junit *j, const lc_change *change) {
    char text[TEXT_MAX];
    describe_change(j, change, text);
    outcome result = change->effect == LC_WORSE ? FAILED : PASSED;
    if (isnan(change->before) && isnan(change->after)) {
        snprintf(text, sizeof text, "%s", lc_tr(j->ctx, "no data"));
        result = SKIPPED;
    }
    put_case(j, change->community, change->name, result, lc_change_kind_name(change->kind), text);
}

/* An indicator of the later report: every ratio that is compared. */
static void put_compared(junit *j, size_t i) {
    lc_change change;
    if (j->diff->different[i] || j->diff->indicators.before[i] == SIZE_MAX) {
        put_case(j, NULL, NULL, SKIPPED, NULL,
                 j->diff->different[i] ? lc_tr(j->ctx, "asks something else now, not compared")
                                       : lc_tr(j->ctx, "not measured before"));
        return;
    }
    lc_diff_cell(j->diff, i, SIZE_MAX, &change);
    put_change(j, &change);
    for (size_t c = 0; c < j->diff->after->n_communities; c++) {
        if (j->diff->communities.before[c] == SIZE_MAX) continue;
        lc_diff_cell(j->diff, i, c, &change);
        put_change(j, &change);
    }
}

/* Changes of one kind that belong to no ratio: what is no longer measured. */
static void put_gone(junit *j, size_t kind) {
    for (size_t i = 0; i < j->diff->n_changes; i++) {
        const lc_change *change = &j->diff->changes[i].change;
        if (change->kind != (lc_change_kind)kind) continue;
        char text[TEXT_MAX];
        lc_change_text(j->ctx, change, text, sizeof text);
        const char *id = change->community ? change->community : change->indicator;
        put_case(j, id, change->community ? change->name : id, change->effect == LC_WORSE ? FAILED : SKIPPED,
                 lc_change_kind_name(change->kind), text);
    }
}

static bool has_kind(const lc_diff *diff, lc_change_kind kind) {
    for (size_t i = 0; i < diff->n_changes; i++)
        if (diff->changes[i].change.kind == kind) return true;
    return false;
}

/* --------------------------------------------------------------- document */

static void put_suites(junit *j) {
    j->all_tests = j->all_failures = j->all_errors = 0;
    for (size_t i = 0; j->report && i < j->report->n_indicators; i++)
        put_suite(j, "check", j->report->indicators[i].id, put_indicator, i);
    if (!j->diff) return;
    for (size_t i = 0; i < j->diff->after->n_indicators; i++)
        put_suite(j, "diff", j->diff->after->indicators[i].id, put_compared, i);
    if (has_kind(j->diff, LC_CHANGE_INDICATOR_GONE))
        put_suite(j, "diff", "indicators", put_gone, LC_CHANGE_INDICATOR_GONE);
    if (has_kind(j->diff, LC_CHANGE_COMMUNITY_GONE))
        put_suite(j, "diff", "communities", put_gone, LC_CHANGE_COMMUNITY_GONE);
}

/* What may be behind the regressions, once, at the end. */
static void put_causes(const junit *j) {
    if (!j->diff || j->diff->n_causes == 0) return;
    fputs("  <testsuite name=\"diff causes\" tests=\"0\" failures=\"0\" errors=\"0\" skipped=\"0\">\n"
          "    <system-out>",
          j->file);
    for (size_t i = 0; i < j->diff->n_causes; i++) {
        char text[TEXT_MAX];
        lc_cause_text(j->ctx, &j->diff->causes[i], text, sizeof text);
        lc_xml_text(j->file, text);
        fputc('\n', j->file);
    }
    fputs("</system-out>\n  </testsuite>\n", j->file);
}

void lc_junit_print(FILE *file, const lc_context *ctx, const lc_report *report, const lc_diff *diff) {
    junit j = {.file = file, .ctx = ctx, .report = report, .diff = diff};
    put_suites(&j);
    fprintf(file,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<testsuites name=\"lifecircle\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\">\n",
            j.all_tests, j.all_failures, j.all_errors);
    j.print = true;
    put_suites(&j);
    put_causes(&j);
    fputs("</testsuites>\n", file);
}
