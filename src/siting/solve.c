#include "siting/solve.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "siting/branch.h"
#include "siting/greedy.h"
#include "siting/most.h"
#include "siting/parts.h"

/* Cores up to this many entries are searched to the end, or through so many nodes; beyond, only with time given. */
static const double BRANCH_ENTRIES = 60000;
static const double BRANCH_WORK = 2e7; /* nodes times entries */
enum { NODES_MIN = 200, NODES_MAX = 5000 };
static const double PROVEN = 1e-9; /* of the bound: a smaller gap is none */

typedef struct {
    lc_context *ctx;
    const lc_siting_problem *problem;
    lc_siting_answer *out;
    uint32_t *site; /* the best choice so far: n columns of the problem */
    size_t n;
    double started;
    double grain; /* all costs are multiples of it; 0 when that is not known */
    lc_core left; /* what a better choice would come from */
} solve_t;

void lc_siting_answer_free(lc_siting_answer *answer) {
    free(answer->site);
    free(answer->gain);
    free(answer->alone);
    *answer = (lc_siting_answer){0};
}

lc_status lc_siting_reach(lc_context *ctx, const lc_siting_problem *p, double *out) {
    bool *covered = LC_NEW0(bool, p->cover->n_rows);
    if (!covered) return lc_fail_memory(ctx);
    for (size_t g = 0; g < p->n_groups; g++) out[g] = 0;
    for (size_t j = 0; j < p->cover->n_columns; j++)
        for (size_t k = p->cover->start[j]; k < p->cover->start[j + 1]; k++)
            if (!p->fix || p->fix[j] != LC_SITE_EXCLUDED) covered[p->cover->row[k]] = true;
    for (size_t i = 0; i < p->cover->n_rows; i++)
        if (covered[i]) out[p->group ? p->group[i] : 0] += p->weight[i];
    free(covered);
    return LC_OK;
}

/* Weights for people. */
static const double *told(const lc_siting_problem *p) {
    return p->told ? p->told : p->weight;
}

static double cost_of(const lc_siting_problem *p, uint32_t column) {
    return p->cost ? p->cost[column] : 1;
}

/* The greatest whole number that divides all costs, when they are whole; else 0. */
static double find_grain(const lc_siting_problem *p) {
    double grain = 0;
    for (size_t j = 0; j < p->cover->n_columns; j++) {
        double a = grain, b = cost_of(p, (uint32_t)j);
        if (b != floor(b) || b > 1e12) return 0;
        while (b > 0) {
            double rest = fmod(a, b);
            a = b;
            b = rest;
        }
        grain = a;
    }
    return grain;
}

/* ----------------------------------------------------------------------------------------------------------- choices
 */

/* Make the core's choice, and what the core has taken, the best so far. */
static lc_status take_columns(solve_t *s, const lc_core *core, const uint32_t *column, size_t n) {
    uint32_t *site = LC_NEW(uint32_t, core->n_taken + n);
    if (!site) return lc_fail_memory(s->ctx);
    if (core->n_taken) memcpy(site, core->taken, core->n_taken * sizeof *site);
    for (size_t k = 0; k < n; k++) site[core->n_taken + k] = core->column[column[k]];
    free(s->site);
    s->site = site;
    s->n = core->n_taken + n;
    return LC_OK;
}

static void take_most(solve_t *s, lc_most *most) {
    free(s->site);
    s->site = most->site;
    s->n = most->n;
    most->site = NULL;
}

static void take_left(solve_t *s, lc_most *most) {
    lc_core_free(&s->left);
    s->left = most->core;
    most->core = (lc_core){0};
}

/* Weight covered by the best choice, and its cost. */
static lc_status weigh(solve_t *s, double *value, double *cost) {
    const lc_siting_problem *p = s->problem;
    bool *covered = LC_NEW0(bool, p->cover->n_rows);
    if (!covered) return lc_fail_memory(s->ctx);
    *value = *cost = 0;
    for (size_t k = 0; k < s->n; k++) {
        *cost += cost_of(p, s->site[k]);
        for (size_t e = p->cover->start[s->site[k]]; e < p->cover->start[s->site[k] + 1]; e++)
            covered[p->cover->row[e]] = true;
    }
    for (size_t i = 0; i < p->cover->n_rows; i++)
        if (covered[i]) *value += told(p)[i];
    free(covered);
    return LC_OK;
}

/* ----------------------------------------------------------------------------------------------------- branch and cut
 */

static bool branches(const solve_t *s) {
    return (double)s->left.sites.start[s->left.sites.n_columns] <= BRANCH_ENTRIES;
}

static lc_branch_limits usual_limits(const solve_t *s) {
    double nodes = BRANCH_WORK / (1 + (double)s->left.sites.start[s->left.sites.n_columns]);
    return (lc_branch_limits){.nodes = nodes < NODES_MIN ? NODES_MIN : nodes > NODES_MAX ? NODES_MAX : (int)nodes};
}

/* What the choice of a search is worth: value, or cost. */
static lc_status weigh_branch(const solve_t *s, const lc_branch *b, double *worth) {
    solve_t other = {.ctx = s->ctx, .problem = s->problem};
    double value = 0, cost = 0;
    lc_status status = take_columns(&other, &s->left, b->column, b->n);
    if (status == LC_OK) status = weigh(&other, &value, &cost);
    *worth = s->left.aim == LC_SITING_MOST ? value : cost;
    free(other.site);
    return status;
}

/* Search what is left for something better than `limit` (value or cost of the whole); *bound as that of lc_branch. */
static lc_status branch(solve_t *s, double limit, lc_branch_limits limits, bool take, double *bound) {
    const lc_core *left = &s->left;
    lc_branch b = {0};
    double own = left->aim == LC_SITING_MOST ? left->value : left->spent, worth;
    lc_status status = lc_branch_solve(s->ctx, left, limit - own, limits, &b);
    if (status != LC_OK) return status;
    *bound = own + b.bound;
    s->out->end = b.done ? LC_SITING_PROVEN : b.timed ? LC_SITING_TIME : LC_SITING_WORK;
    if (b.column) {
        status = weigh_branch(s, &b, &worth);
        if (b.done) *bound = worth; /* the best of all */
        if (!take) s->out->better = worth;
        if (status == LC_OK && take) status = take_columns(s, left, b.column, b.n);
    }
    lc_branch_free(&b);
    return status;
}

static lc_status branch_most(solve_t *s, lc_branch_limits limits, bool take) {
    double value, cost, bound = INFINITY;
    lc_status status = weigh(s, &value, &cost);
    if (status == LC_OK) status = branch(s, value, limits, take, &bound);
    if (status == LC_OK) s->out->bound = fmin(s->out->bound, bound);
    return status;
}

static lc_status branch_least(solve_t *s, lc_branch_limits limits, bool take) {
    double value, cost, bound = 0;
    lc_status status = weigh(s, &value, &cost);
    double limit = cost - (s->grain > 0 ? 0.5 * s->grain : 0.5 * PROVEN * cost);
    if (status == LC_OK) status = branch(s, limit, limits, take, &bound);
    if (status == LC_OK) s->out->bound = fmax(s->out->bound, bound);
    return status;
}

/* ---------------------------------------------------------------------------------------------------------- questions
 */

static lc_status solve_most(solve_t *s, lc_core *core) {
    lc_most most = {0};
    lc_status status = lc_most_search(s->ctx, core, &most);
    if (status != LC_OK) return status;
    s->out->bound = most.bound;
    take_most(s, &most);
    take_left(s, &most);
    lc_most_free(&most);
    return LC_OK;
}

static lc_status drop_spare(solve_t *s, const lc_core *core) {
    lc_choice choice = {0};
    lc_status status = lc_choice_new(s->ctx, core, &choice);
    for (uint32_t j = 0; status == LC_OK && j < core->sites.n_columns; j++)
        for (size_t k = 0; k < s->n; k++)
            if (core->column[j] == s->site[k]) lc_choice_add(&choice, j);
    if (status == LC_OK) lc_drop_spare(&choice);
    if (status == LC_OK) status = take_columns(s, core, choice.list, choice.n);
    lc_choice_free(&choice);
    return status;
}

/* Two greedy choices, by gain for the cost and by gain; the cheaper one. */
static lc_status start_least(solve_t *s, const lc_core *core) {
    lc_choice choice = {0};
    double cheapest = INFINITY;
    lc_status status = lc_choice_new(s->ctx, core, &choice);
    for (int by_cost = 1; status == LC_OK && by_cost >= 0; by_cost--) {
        lc_choice_clear(&choice);
        status = lc_greedy(s->ctx, &choice, by_cost);
        if (status == LC_OK && !lc_choice_enough(&choice))
            status = lc_fail(s->ctx, LC_ERR_INPUT, "all candidates together do not cover what is asked for");
        if (status != LC_OK) break;
        lc_drop_spare(&choice);
        if (choice.cost >= cheapest) continue;
        cheapest = choice.cost;
        status = take_columns(s, core, choice.list, choice.n);
    }
    lc_choice_free(&choice);
    return status;
}

static bool needs_nothing(const lc_core *core) {
    for (size_t g = 0; g < core->n_groups; g++)
        if (core->need[g] > 0) return false;
    return true;
}

/* As long as something cheaper is found: ask for it. */
static lc_status solve_least(solve_t *s, lc_core *core) {
    double value, cost;
    lc_status status = start_least(s, core);
    for (bool going = !needs_nothing(core); status == LC_OK && going;) {
        lc_most most = {0};
        status = weigh(s, &value, &cost);
        if (status != LC_OK) break;
        core->budget = fmax(0, cost - core->spent - fmax(s->grain * (1 - PROVEN), PROVEN * cost));
        status = lc_most_search(s->ctx, core, &most);
        if (status != LC_OK) break;
        going = most.reached;
        s->out->bound = most.beyond ? cost : fmax(s->out->bound, fmin(cost, most.least));
        if (going) take_most(s, &most);
        take_left(s, &most);
        lc_most_free(&most);
        if (going) status = drop_spare(s, core);
    }
    if (status == LC_OK && needs_nothing(core)) status = weigh(s, &value, &s->out->bound);
    return status;
}

/* ------------------------------------------------------------------------------------------------------------- answer
 */

/* What group g takes alone, beyond what must be taken: the proven number. `weight` is scratch. */
static lc_status number_alone(solve_t *s, size_t g, size_t n_must, double *weight, double *number) {
    const lc_siting_problem *whole = s->problem;
    lc_siting_problem p = *whole;
    lc_siting_answer answer = {0};
    for (size_t i = 0; i < whole->cover->n_rows; i++) weight[i] = whole->group[i] == g ? whole->weight[i] : 0;
    p.weight = weight;
    p.told = NULL;
    p.group = NULL;
    p.n_groups = 1;
    p.need = &whole->need[g];
    p.cost = NULL;
    p.seconds = 0;
    lc_status status = lc_siting_solve(s->ctx, &p, &answer);
    *number = status == LC_OK ? fmax(0, answer.bound - (double)n_must) : 0;
    lc_siting_answer_free(&answer);
    return status;
}

/* Several needs: what each takes alone bounds what they take together. */
static lc_status bound_by_parts(solve_t *s, const lc_core *core) {
    const lc_siting_problem *p = s->problem;
    double *weight = LC_NEW(double, p->cover->n_rows), *number = LC_NEW0(double, p->n_groups), bound = 0;
    lc_status status = weight && number ? LC_OK : lc_fail_memory(s->ctx);
    for (size_t g = 0; status == LC_OK && g < p->n_groups; g++)
        if (core->need[g] > 0) status = number_alone(s, g, core->n_taken, weight, &number[g]);
    if (status == LC_OK) status = lc_parts_bound(s->ctx, core, number, &bound);
    if (status == LC_OK) s->out->bound = fmax(s->out->bound, fmin(core->spent + bound, s->out->cost));
    free(weight);
    free(number);
    return status;
}

/* Is the choice proven to be the best? Bounds of costs are rounded up to what costs can be. */
static bool is_proven(solve_t *s) {
    lc_siting_answer *out = s->out;
    if (s->problem->aim == LC_SITING_MOST) return out->bound <= out->value + PROVEN * fabs(out->bound);
    if (s->grain > 0) out->bound = s->grain * ceil(out->bound / s->grain - 1e-6);
    return out->bound >= out->cost - PROVEN * fabs(out->cost);
}

/* Weight that column j covers of rows that are not covered. */
static double uncovered(const lc_siting_problem *p, uint32_t j, const bool *covered) {
    double sum = 0;
    for (size_t k = p->cover->start[j]; k < p->cover->start[j + 1]; k++)
        if (!covered[p->cover->row[k]]) sum += told(p)[p->cover->row[k]];
    return sum;
}

/* The sites in the order of gain; those that add nothing and need not be there are left out. */
static lc_status order_sites(solve_t *s) {
    const lc_siting_problem *p = s->problem;
    lc_siting_answer *out = s->out;
    bool *covered = LC_NEW0(bool, p->cover->n_rows);
    out->site = LC_NEW(uint32_t, s->n);
    out->gain = LC_NEW(double, s->n);
    out->alone = LC_NEW(double, s->n);
    if (!covered || !out->site || !out->gain || !out->alone) {
        free(covered);
        return lc_fail_memory(s->ctx);
    }
    for (size_t left = s->n; left > 0; left--) {
        size_t best = 0;
        double most = -1;
        for (size_t k = 0; k < left; k++) {
            double gain = uncovered(p, s->site[k], covered);
            if (gain > most || (gain == most && s->site[k] < s->site[best])) most = gain, best = k;
        }
        uint32_t j = s->site[best];
        s->site[best] = s->site[left - 1];
        if (most <= 0 && !(p->fix && p->fix[j] == LC_SITE_MUST)) continue;
        for (size_t e = p->cover->start[j]; e < p->cover->start[j + 1]; e++) covered[p->cover->row[e]] = true;
        out->site[out->n] = j;
        out->gain[out->n++] = most;
    }
    memset(covered, 0, p->cover->n_rows * sizeof *covered);
    for (size_t k = 0; k < out->n; k++) out->alone[k] = uncovered(p, out->site[k], covered);
    free(covered);
    memcpy(s->site, out->site, out->n * sizeof *s->site);
    s->n = out->n;
    return LC_OK;
}

/* With time given, the proof goes on; the sites stay. */
static lc_status prove_on(solve_t *s) {
    double seconds = s->problem->seconds - (lc_seconds() - s->started);
    lc_branch_limits limits = {.nodes = INT32_MAX, .seconds = seconds};
    if (!(seconds > 0) || s->out->optimal || s->left.sites.n_columns == 0) return LC_OK;
    lc_status status = (s->left.aim == LC_SITING_MOST ? branch_most : branch_least)(s, limits, false);
    s->out->optimal = status == LC_OK && is_proven(s);
    return status;
}

static lc_status search(solve_t *s) {
    lc_core core = {0};
    bool most = s->problem->aim == LC_SITING_MOST;
    lc_status status = lc_core_new(s->ctx, s->problem, &core);
    if (status == LC_OK) status = (most ? solve_most : solve_least)(s, &core);
    if (status == LC_OK) status = weigh(s, &s->out->value, &s->out->cost);
    if (status == LC_OK && !most && s->problem->n_groups > 1 && !is_proven(s)) status = bound_by_parts(s, &core);
    if (status == LC_OK && !is_proven(s) && s->left.sites.n_columns && branches(s)) {
        status = (most ? branch_most : branch_least)(s, usual_limits(s), true);
        if (status == LC_OK) status = weigh(s, &s->out->value, &s->out->cost);
    }
    lc_core_free(&core);
    return status;
}

lc_status lc_siting_solve(lc_context *ctx, const lc_siting_problem *problem, lc_siting_answer *out) {
    solve_t s = {.problem = problem, .out = out, .started = lc_seconds(), .grain = find_grain(problem)};
    *out = (lc_siting_answer){.better = NAN, .end = LC_SITING_WORK};
    s.ctx = lc_context_beside(ctx); /* no progress: the steps are not known */
    if (!s.ctx) return lc_fail_memory(ctx);
    lc_status status = search(&s);
    if (status == LC_OK) status = order_sites(&s);
    if (status == LC_OK) status = weigh(&s, &out->value, &out->cost);
    if (status == LC_OK) {
        out->optimal = is_proven(&s);
        status = prove_on(&s);
    }
    if (status == LC_OK && out->optimal) {
        out->bound = problem->aim == LC_SITING_MOST ? out->value : out->cost;
        out->end = LC_SITING_PROVEN;
    }
    if (status != LC_OK) {
        lc_fail_as(ctx, status, s.ctx);
        lc_siting_answer_free(out);
    }
    free(s.site);
    lc_core_free(&s.left);
    lc_context_free(s.ctx);
    return status;
}
