/*
 * Our search beside the textbook's: Dijkstra with buckets of a metre over a graph that has every vertex of every path
 * as a node, which is what other programs search. Both find the distance of every vertex within reach, and they must
 * agree. Prints ns a vertex for both.
 *
 *     plain_search OSM COMMUNITIES [ID_FIELD [CATEGORY [METRES]]]
 */
#include "measured_city.h"

/* Vertex i's neighbours are to[at[i]] .. to[at[i + 1] - 1]. */
typedef struct graph {
    size_t n;
    size_t *at;
    uint32_t *to;
    double *length;
} graph;

typedef struct entry {
    uint32_t vertex, next;
    double d;
} entry;

/* The first and the last vertex of an edge are nodes; those between come after all nodes. */
static uint32_t vertex_of(const lc_network *net, uint32_t edge, size_t v) {
    if (v == net->vert_of[edge]) return net->node_u[edge];
    if (v + 1 == net->vert_of[edge + 1]) return net->node_v[edge];
    return (uint32_t)(net->n_nodes + v - 2 * edge - 1);
}

static graph graph_of(const lc_network *net) {
    graph g = {.n = net->n_nodes + net->n_verts - 2 * net->n_edges};
    g.at = LC_NEW0(size_t, g.n + 2);
    g.to = LC_NEW(uint32_t, 2 * net->n_segs);
    g.length = LC_NEW(double, 2 * net->n_segs);
    BENCH_CHECK(g.at && g.to && g.length);
    for (int fill = 0; fill < 2; fill++) {
        for (uint32_t e = 0; e < net->n_edges; e++)
            for (size_t v = net->vert_of[e]; v + 1 < net->vert_of[e + 1]; v++) {
                uint32_t end[2] = {vertex_of(net, e, v), vertex_of(net, e, v + 1)};
                for (int k = 0; k < 2; k++) {
                    if (!fill) {
                        g.at[end[k] + 2]++;
                        continue;
                    }
                    size_t place = g.at[end[k] + 1]++;
                    g.to[place] = end[!k];
                    g.length[place] = net->vert_s[v + 1] - net->vert_s[v];
                }
            }
        for (size_t i = 0; !fill && i < g.n; i++) g.at[i + 2] += g.at[i + 1];
    }
    return g;
}

/* What a facility enters the graph with: the vertices on either side of it. */
static size_t list_seeds(const lc_network *net, const lc_links *links, entry *seed) {
    size_t n = 0;
    for (size_t i = 0; i < links->n; i++) {
        lc_access a = links->access[i];
        size_t v = net->vert_of[a.edge], last = net->vert_of[a.edge + 1] - 1;
        BENCH_CHECK(a.s0_m == a.s1_m); /* a point */
        while (v + 1 < last && net->vert_s[v + 1] <= a.s0_m) v++;
        seed[n++] = (entry){.vertex = vertex_of(net, a.edge, v), .d = a.d0_m + a.s0_m - net->vert_s[v]};
        seed[n++] = (entry){.vertex = vertex_of(net, a.edge, v + 1), .d = a.d0_m + net->vert_s[v + 1] - a.s0_m};
    }
    return n;
}

typedef struct queue {
    entry *entry;
    size_t n, capacity;
    uint32_t *head;
} queue;

static void enter(queue *q, uint32_t vertex, double d) {
    BENCH_CHECK(LC_ROOM(q->entry, q->capacity, q->n + 1));
    q->entry[q->n] = (entry){vertex, q->head[(size_t)d], d};
    q->head[(size_t)d] = (uint32_t)q->n++;
}

/* Distances of all vertices, INFINITY beyond the limit. */
static double *plain_search(const graph *g, const entry *seed, size_t n_seeds, double limit) {
    double *d = LC_NEW(double, g->n);
    size_t buckets = (size_t)limit + 1;
    queue q = {.head = LC_NEW(uint32_t, buckets)};
    BENCH_CHECK(d && q.head);
    for (size_t i = 0; i < g->n; i++) d[i] = INFINITY;
    for (size_t b = 0; b < buckets; b++) q.head[b] = UINT32_MAX;
    for (size_t i = 0; i < n_seeds; i++)
        if (seed[i].d <= limit && seed[i].d < d[seed[i].vertex])
            enter(&q, seed[i].vertex, d[seed[i].vertex] = seed[i].d);
    for (size_t b = 0; b < buckets; b++)
        while (q.head[b] != UINT32_MAX) {
            entry e = q.entry[q.head[b]];
            q.head[b] = e.next;
            if (e.d != d[e.vertex]) continue;
            for (size_t k = g->at[e.vertex]; k < g->at[e.vertex + 1]; k++) {
                double there = e.d + g->length[k];
                if (there <= limit && there < d[g->to[k]]) enter(&q, g->to[k], d[g->to[k]] = there);
            }
        }
    free(q.entry);
    free(q.head);
    return d;
}

/* The vertices within reach, which both searches must agree about. */
static size_t compare(const city *c, const graph *g, const double *d) {
    const lc_network *net = c->net;
    size_t reached = 0;
    for (size_t i = 0; i < g->n; i++) reached += d[i] <= c->distance_m;
    for (uint32_t e = 0; e < net->n_edges; e++)
        for (size_t v = net->vert_of[e]; v < net->vert_of[e + 1]; v++) {
            double ours = lc_field_at(c->field, (lc_spot){e, net->vert_s[v]}), theirs = d[vertex_of(net, e, v)];
            bool in = ours <= c->distance_m - 1e-6, out = ours > c->distance_m + 1e-6;
            BENCH_CHECK(in ? fabs(ours - theirs) < 1e-6 : !out || theirs == INFINITY);
        }
    return reached;
}

int main(int argc, char **argv) {
    if (argc < 3) city_stop(NULL, "usage: plain_search OSM COMMUNITIES [ID_FIELD [CATEGORY [METRES]]]");
    city c = {0};
    lc_context *ctx = lc_context_new();
    BENCH_CHECK(ctx);
    city_read(ctx, argv[1], argv[2], argc > 3 ? argv[3] : "", argc > 4 ? argv[4] : "convenience_store",
              argc > 5 ? atof(argv[5]) : 1000, &c);
    graph g = graph_of(c.net);
    entry *seed = LC_NEW(entry, 2 * c.links.n);
    BENCH_CHECK(seed);
    size_t n_seeds = list_seeds(c.net, &c.links, seed), reached = 0, junctions = 0;
    double plain[BENCH_RUNS], ours[BENCH_RUNS];
    for (int run = 0; run < BENCH_RUNS; run++) {
        double start = bench_now();
        double *d = plain_search(&g, seed, n_seeds, c.distance_m);
        double middle = bench_now();
        lc_field *field = city_search(&c);
        BENCH_CHECK(field);
        lc_field_free(field);
        plain[run] = middle - start;
        ours[run] = bench_now() - middle;
        reached = compare(&c, &g, d);
        free(d);
    }
    for (size_t n = 0; n < c.net->n_nodes; n++) junctions += c.field->node_d[n] <= c.distance_m;
    printf("%zu path nodes, %zu of them reached; %zu junctions, %zu of them reached; %zu facilities\n", g.n, reached,
           c.net->n_nodes, junctions, c.facilities->n);
    bench_print("plain search, path nodes", plain, reached);
    bench_print("search, path nodes", ours, reached);
    bench_print("search, junctions", ours, junctions);
    free(seed);
    free(g.at);
    free(g.to);
    free(g.length);
    city_free(&c);
    lc_context_free(ctx);
    return 0;
}
