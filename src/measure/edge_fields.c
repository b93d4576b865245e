#include "measure/edge_fields.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"

/* What the measuring needs of edges, so that it need not look at fields for most of them: which groups are in range
   somewhere on each segment (the others need no partition there), and D at the vertices for bounds. */
typedef struct {
    const lc_pass *pass;
    const lc_network *network;
    const lc_pass_fields *before; /* NULL without */
    lc_layers *live;
    float *d;
} edges_t;

enum { EDGES = 1 << 11, VERTS = 64 }; /* a unit of work, and how many vertices at a time */

/* D of a group at n vertices of an edge, from v on; false when all of the edge is out of range. */
static bool measure_verts(const lc_group *group, uint32_t edge, size_t v, size_t n, double *least) {
    double d[VERTS];
    bool live = false;
    for (size_t i = 0; i < n; i++) least[i] = INFINITY;
    for (size_t t = 0; t < group->n_terms; t++) {
        if (!lc_field_along(group->term[t].field, edge, v, n, d)) continue;
        for (size_t i = 0; i < n; i++) least[i] = lc_min(least[i], d[i] + group->term[t].offset_m);
        live = true;
    }
    return live;
}

/* Is D of all groups on an edge what it was before? */
static bool is_known(const edges_t *job, uint32_t edge) {
    if (!job->before) return false;
    for (size_t g = 0; g < job->pass->n_groups; g++) {
        const lc_group *was = &job->before->group[g], *is = &job->pass->group[g];
        for (size_t t = 0; t < is->n_terms; t++)
            if (was->term[t].field != is->term[t].field &&
                !lc_field_same_along(was->term[t].field, edge, is->term[t].field, edge))
                return false;
    }
    return true;
}

static void copy_edge(const edges_t *job, uint32_t edge) {
    size_t v = job->network->vert_of[edge], n = job->network->vert_of[edge + 1] - v, groups = job->pass->n_groups;
    memcpy(job->d + v * groups, job->before->vert_d + v * groups, n * groups * sizeof *job->d);
    memcpy(job->live + (v - edge), job->before->live + (v - edge), (n - 1) * sizeof *job->live);
}

static void measure_edge(const edges_t *job, uint32_t edge) {
    const lc_network *net = job->network;
    size_t n_groups = job->pass->n_groups, end = net->vert_of[edge + 1];
    double d[VERTS];
    lc_layers live = 0;
    for (size_t v = net->vert_of[edge], n; v < end; v += n) {
        n = end - v < VERTS ? end - v : VERTS;
        for (size_t g = 0; g < n_groups; g++) {
            if (measure_verts(&job->pass->group[g], edge, v, n, d)) live |= (lc_layers)1 << g;
            for (size_t i = 0; i < n; i++) job->d[(v + i) * n_groups + g] = (float)d[i];
        }
    }
    /* An edge has one segment fewer than vertices. */
    for (size_t v = net->vert_of[edge]; v + 1 < end; v++) job->live[v - edge] = live;
}

static bool measure_edges(void *user, size_t item, int worker) {
    const edges_t *job = user;
    size_t n = job->network->n_edges, end = (item + 1) * EDGES < n ? (item + 1) * EDGES : n;
    (void)worker;
    for (size_t e = item * EDGES; e < end; e++)
        (is_known(job, (uint32_t)e) ? copy_edge : measure_edge)(job, (uint32_t)e);
    return true;
}

/* Walking lengths from the starts of edges that grow as the longest of all groups' do. NULL when memory is out. */
static double *longest_of(const lc_pass *pass, const lc_network *network) {
    double *e = LC_NEW0(double, network->n_verts);
    for (size_t v = 0; e && v + 1 < network->n_verts; v++) {
        if (network->vert_edge[v] != network->vert_edge[v + 1]) continue;
        double step = 0;
        for (size_t g = 0; g < pass->n_groups; g++) {
            const double *s = pass->group[g].term[0].field->network->vert_s; /* all its terms walk alike */
            step = fmax(step, s[v + 1] - s[v]);
        }
        e[v + 1] = e[v] + step;
    }
    return e;
}

lc_status lc_edge_fields_lay(lc_context *ctx, const lc_fields *fields, const lc_network *network, size_t walk,
                             const lc_pass_fields *before, lc_pass_fields *out) {
    lc_pass *pass = &out->pass;
    out->live = LC_NEW(lc_layers, network->n_segs);
    out->vert_d = LC_NEW(float, network->n_verts * pass->n_groups);
    if (walk == LC_WALK_SEVERAL) out->longest_e = longest_of(pass, network);
    if (!out->live || !out->vert_d || (walk == LC_WALK_SEVERAL && !out->longest_e)) return lc_fail_memory(ctx);
    edges_t job = {pass, network, before, out->live, out->vert_d};
    pass->sites = (lc_sites){.vert = network->vert,
                             .coincident = network->coincident,
                             .seg_vert = network->seg_vert,
                             .index = network->index,
                             .live = out->live};
    if (walk != LC_WALK_LENGTHS) pass->sites.vert_e = out->longest_e ? out->longest_e : fields->view[walk]->vert_s;
    pass->vert_d = out->vert_d;
    return lc_parallel(ctx, (network->n_edges + EDGES - 1) / EDGES, measure_edges, &job);
}
