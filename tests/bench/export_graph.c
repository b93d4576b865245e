/*
 * The graph that lifecircle searches, for other programs: the same nodes, lengths and facilities.
 *
 *     export_graph FOLDER OSM COMMUNITIES [ID_FIELD [CATEGORY [METRES]]]
 *
 * Edges are cut where a facility meets them, and every facility is a node with an edge as long as its leg, so that a
 * search from the facilities' nodes is the same problem for everybody. Coordinates are metres in the work CRS. Files:
 *   nodes.csv          id, x, y, d (our distance; empty beyond METRES), facility (1 or 0)
 *   edges.csv          id, u, v, length_m, wkt
 *   communities.csv    id, ratio (lifecircle check's), wkt
 */
#include "measured_city.h"

typedef struct cut {
    uint32_t edge;
    double s_m;
    size_t node;
} cut;

typedef struct export {
    city city;
    FILE *nodes, *edges;
    size_t n_nodes, n_edges;
    double total_m; /* of the stretches */
    cut *cut;
    size_t n_cuts;
}
export;

static lc_xy at_spot(const lc_network *net, uint32_t edge, double s_m) {
    size_t v = net->vert_of[edge], last = net->vert_of[edge + 1] - 1;
    while (v + 1 < last && net->vert_s[v + 1] < s_m) v++;
    double length = net->vert_s[v + 1] - net->vert_s[v], t = length > 0 ? (s_m - net->vert_s[v]) / length : 0;
    return (lc_xy){net->vert[v].x + t * (net->vert[v + 1].x - net->vert[v].x),
                   net->vert[v].y + t * (net->vert[v + 1].y - net->vert[v].y)};
}

static size_t put_node(export *x, lc_xy p, double d, bool facility) {
    fprintf(x->nodes, "%zu,%.4f,%.4f,", x->n_nodes, p.x, p.y);
    if (d <= x->city.distance_m) fprintf(x->nodes, "%.6f", d);
    fprintf(x->nodes, ",%d\n", facility);
    return x->n_nodes++;
}

static void begin_edge(export *x, size_t u, size_t v, double length) {
    fprintf(x->edges, "%zu,%zu,%zu,%.6f,\"LINESTRING(", x->n_edges++, u, v, length);
}

/* Edge e from s0 to s1 as an edge of its own between nodes u and v. */
static void put_stretch(export *x, uint32_t e, double s0, double s1, size_t u, size_t v) {
    const lc_network *net = x->city.net;
    lc_xy p = at_spot(net, e, s0);
    BENCH_CHECK(s0 <= s1 && s1 <= net->length_m[e] * (1 + 1e-12));
    x->total_m += s1 - s0;
    begin_edge(x, u, v, s1 - s0);
    fprintf(x->edges, "%.4f %.4f", p.x, p.y);
    for (size_t i = net->vert_of[e]; i < net->vert_of[e + 1]; i++)
        if (net->vert_s[i] > s0 && net->vert_s[i] < s1) fprintf(x->edges, ",%.4f %.4f", net->vert[i].x, net->vert[i].y);
    p = at_spot(net, e, s1);
    fprintf(x->edges, ",%.4f %.4f)\"\n", p.x, p.y);
}

static int by_place(const void *a, const void *b) {
    const cut *p = a, *q = b;
    if (p->edge != q->edge) return p->edge < q->edge ? -1 : 1;
    return p->s_m < q->s_m ? -1 : p->s_m > q->s_m;
}

static void put_junctions(export *x) {
    const lc_network *net = x->city.net;
    lc_xy *at = calloc(net->n_nodes, sizeof *at);
    if (!at) city_stop(NULL, "out of memory");
    for (size_t e = 0; e < net->n_edges; e++) {
        at[net->node_u[e]] = net->vert[net->vert_of[e]];
        at[net->node_v[e]] = net->vert[net->vert_of[e + 1] - 1];
    }
    for (size_t n = 0; n < net->n_nodes; n++) put_node(x, at[n], x->city.field->node_d[n], false);
    free(at);
}

/* Facilities, each with the edges of its legs; where they meet the network becomes a cut. */
static void put_facilities(export *x) {
    const lc_facilities *f = x->city.facilities;
    const lc_links *links = &x->city.links;
    x->cut = calloc(links->n + 1, sizeof *x->cut);
    if (!x->cut) city_stop(NULL, "out of memory");
    for (size_t g = 0; g < f->geoms.n; g++) {
        size_t first = links->of[g], end = links->of[g + 1];
        if (first == end) continue;
        if (f->geoms.kind[g] != LC_POINT) city_stop(NULL, "facilities must be points to be exported");
        lc_xy p = f->geoms.xy[f->geoms.xy_of[f->geoms.part_of[g]]];
        size_t node = put_node(x, p, 0, true);
        for (size_t k = first; k < end; k++) {
            lc_access a = links->access[k];
            lc_spot spot = {a.edge, a.s0_m};
            lc_xy q = at_spot(x->city.net, a.edge, a.s0_m);
            size_t foot = put_node(x, q, lc_field_at(x->city.field, spot), false);
            begin_edge(x, node, foot, a.d0_m);
            fprintf(x->edges, "%.4f %.4f,%.4f %.4f)\"\n", p.x, p.y, q.x, q.y);
            x->cut[x->n_cuts++] = (cut){a.edge, a.s0_m, foot};
        }
    }
    qsort(x->cut, x->n_cuts, sizeof *x->cut, by_place);
}

static void put_edges(export *x) {
    const lc_network *net = x->city.net;
    for (uint32_t e = 0, k = 0; e < net->n_edges; e++) {
        double s = 0;
        size_t u = net->node_u[e];
        for (; k < x->n_cuts && x->cut[k].edge == e; k++) {
            put_stretch(x, e, s, x->cut[k].s_m, u, x->cut[k].node);
            s = x->cut[k].s_m;
            u = x->cut[k].node;
        }
        put_stretch(x, e, s, net->length_m[e], u, net->node_v[e]);
    }
    double whole = 0;
    for (uint32_t e = 0; e < net->n_edges; e++) whole += net->length_m[e];
    BENCH_CHECK(fabs(x->total_m - whole) < 1e-9 * whole);
}

static FILE *open_in(const char *folder, const char *name, const char *header) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file) city_stop(NULL, "the folder cannot be written to");
    fputs(header, file);
    return file;
}

static void put_ring(FILE *file, const lc_geoms *geoms, size_t part) {
    for (size_t i = geoms->xy_of[part]; i < geoms->xy_of[part + 1]; i++)
        fprintf(file, "%s%.4f %.4f", i > geoms->xy_of[part] ? "," : "(", geoms->xy[i].x, geoms->xy[i].y);
    fputc(')', file);
}

static void put_communities(const city *c, const char *folder) {
    const lc_geoms *geoms = &c->in->communities;
    FILE *file = open_in(folder, "communities.csv", "id,ratio,wkt\n");
    for (size_t g = 0; g < geoms->n;) {
        size_t feature = geoms->feature[g];
        fprintf(file, "%s,%.6f,\"MULTIPOLYGON(", c->in->id[feature], lc_report_value(c->report, feature, 0).ratio);
        for (bool first = true; g < geoms->n && geoms->feature[g] == feature; g++, first = false) {
            fputs(first ? "(" : ",(", file);
            for (size_t p = geoms->part_of[g]; p < geoms->part_of[g + 1]; p++) {
                if (p > geoms->part_of[g]) fputc(',', file);
                put_ring(file, geoms, p);
            }
            fputc(')', file);
        }
        fputs(")\"\n", file);
    }
    if (fclose(file) != 0) city_stop(NULL, "communities.csv could not be written");
}

int main(int argc, char **argv) {
    if (argc < 4) city_stop(NULL, "usage: export_graph FOLDER OSM COMMUNITIES [ID_FIELD [CATEGORY [METRES]]]");
    export x = {0};
    lc_context *ctx = lc_context_new();
    city_read(ctx, argv[2], argv[3], argc > 4 ? argv[4] : "", argc > 5 ? argv[5] : "convenience_store",
              argc > 6 ? atof(argv[6]) : 1000, &x.city);
    x.nodes = open_in(argv[1], "nodes.csv", "id,x,y,d,facility\n");
    x.edges = open_in(argv[1], "edges.csv", "id,u,v,length_m,wkt\n");
    put_junctions(&x);
    put_facilities(&x);
    put_edges(&x);
    put_communities(&x.city, argv[1]);
    printf("%zu nodes, %zu edges, %zu facilities\n", x.n_nodes, x.n_edges, x.city.facilities->n);
    if (fclose(x.nodes) != 0 || fclose(x.edges) != 0) city_stop(NULL, "the graph could not be written");
    free(x.cut);
    city_free(&x.city);
    lc_context_free(ctx);
    return 0;
}
