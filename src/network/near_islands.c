#include "network/near_islands.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/parallel.h"
#include "geo/mask.h"

static const double CELL_M = 100; /* speed alone, as the number of edges that a thread takes at a time */
enum { EDGES_A_BLOCK = 1 << 13 };

typedef struct {
    const lc_network *net;
    const uint32_t *island;
    size_t n_island;
    lc_mask mask;                  /* around the islands */
    lc_candidates_segments *block; /* what is found, by blocks of edges */
} job_t;

void lc_candidates_segments_free(lc_candidates_segments *s) {
    free(s->vert);
    free(s->edge);
    *s = (lc_candidates_segments){0};
}

static lc_box segment_box(const lc_network *net, size_t vert, double more_m) {
    lc_xy a = net->vert[vert], b = net->vert[vert + 1];
    return (lc_box){lc_min(a.x, b.x) - more_m, lc_min(a.y, b.y) - more_m, lc_max(a.x, b.x) + more_m,
                    lc_max(a.y, b.y) + more_m};
}

static bool mark_islands(job_t *job, double gap_m) {
    const lc_network *net = job->net;
    lc_box extent = lc_box_empty();
    for (size_t i = 0; i < job->n_island; i++)
        for (size_t v = net->vert_of[job->island[i]]; v < net->vert_of[job->island[i] + 1]; v++)
            lc_box_add(&extent, net->vert[v].x, net->vert[v].y);
    extent = (lc_box){extent.x0 - gap_m, extent.y0 - gap_m, extent.x1 + gap_m, extent.y1 + gap_m};
    if (!lc_mask_init(&job->mask, &extent, CELL_M)) return false;
    for (size_t i = 0; i < job->n_island; i++)
        for (size_t v = net->vert_of[job->island[i]]; v + 1 < net->vert_of[job->island[i] + 1]; v++) {
            lc_box box = segment_box(net, v, gap_m);
            lc_mask_add(&job->mask, &box);
        }
    return true;
}

static bool add(lc_candidates_segments *s, size_t edge, size_t vert) {
    if (!LC_ROOM(s->vert, s->cap_vert, s->n + 1) || !LC_ROOM(s->edge, s->cap_edge, s->n + 1)) return false;
    s->vert[s->n] = (uint32_t)vert;
    s->edge[s->n++] = (uint32_t)edge;
    return true;
}

/* List the segments of an edge that meet a marked cell. */
static bool list_edge(const job_t *job, size_t edge, lc_candidates_segments *out) {
    const lc_network *net = job->net;
    size_t end = net->vert_of[edge + 1] - 1, from = lc_mask_cell(&job->mask, net->vert[net->vert_of[edge]]);
    for (size_t v = net->vert_of[edge]; v < end; v++) {
        size_t to = lc_mask_cell(&job->mask, net->vert[v + 1]);
        bool near;
        if (from == to && to != LC_MASK_OUTSIDE) {
            near = lc_mask_has(&job->mask, to);
        } else {
            lc_box box = segment_box(net, v, 0);
            near = lc_mask_meets(&job->mask, &box);
        }
        if (near && !add(out, edge, v)) return false;
        from = to;
    }
    return true;
}

/* The first of the islands' edges that is not before `edge`. */
static size_t first_island(const job_t *job, size_t edge) {
    size_t low = 0, high = job->n_island;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (job->island[middle] < edge)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool list_block(void *user, size_t item, int worker) {
    job_t *job = user;
    size_t first = item * EDGES_A_BLOCK, last = first + EDGES_A_BLOCK;
    if (last > job->net->n_edges) last = job->net->n_edges;
    (void)worker;
    for (size_t e = first, own = first_island(job, first); e < last; e++) {
        bool is_island = own < job->n_island && job->island[own] == e;
        own += is_island;
        if (!is_island && !list_edge(job, e, &job->block[item])) return false;
    }
    return true;
}

/* What the blocks have found, one after the other. */
static bool join_blocks(const job_t *job, size_t blocks, lc_candidates_segments *out) {
    size_t n = 0;
    for (size_t i = 0; i < blocks; i++) n += job->block[i].n;
    *out = (lc_candidates_segments){
        .vert = LC_NEW(uint32_t, n), .edge = LC_NEW(uint32_t, n), .cap_vert = n, .cap_edge = n};
    if (!out->vert || !out->edge) return false;
    for (size_t i = 0; i < blocks; i++) {
        const lc_candidates_segments *b = &job->block[i];
        if (!b->n) continue;
        memcpy(out->vert + out->n, b->vert, b->n * sizeof *b->vert);
        memcpy(out->edge + out->n, b->edge, b->n * sizeof *b->edge);
        out->n += b->n;
    }
    return true;
}

lc_status lc_near_islands(lc_context *ctx, const lc_network *net, const uint32_t *island, size_t n, double gap_m,
                          lc_candidates_segments *out) {
    size_t blocks = (net->n_edges + EDGES_A_BLOCK - 1) / EDGES_A_BLOCK;
    job_t job = {.net = net, .island = island, .n_island = n, .block = LC_NEW0(lc_candidates_segments, blocks)};
    lc_candidates_segments found = {0};
    bool ok = job.block && mark_islands(&job, gap_m);
    lc_status status = ok ? lc_parallel(ctx, blocks, list_block, &job) : lc_fail_memory(ctx);
    if (status == LC_OK && !join_blocks(&job, blocks, &found)) status = lc_fail_memory(ctx);
    for (size_t i = 0; job.block && i < blocks; i++) lc_candidates_segments_free(&job.block[i]);
    free(job.block);
    lc_mask_free(&job.mask);
    if (status == LC_OK)
        *out = found;
    else
        lc_candidates_segments_free(&found);
    return status;
}
