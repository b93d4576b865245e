/*
 * How far usual ways of measuring coverage are from the definitions, district by district.
 *
 *     accuracy OSM COMMUNITIES [ID_FIELD [CATEGORY [METRES [DARTS]]]]
 *
 * The truth is sampled: DARTS random points in each community (default 1,000,000), each with the distance that
 * docs/definitions.md gives it, from one look-up of the nearest path and the search's D there. It shares the network
 * and the search with lc_check(), but nothing of the way areas are measured. Against it stand the ratio of lc_check()
 * and what other tools do instead. Errors of one method in one community below 1 / sqrt(DARTS) are the sampling's.
 */
#include "measured_city.h"

#include "base/parallel.h"
#include "network/nearest.h"

static const double CELL_M = 500;

enum {
    TRUTH,
    OURS,
    JUNCTION,
    JUNCTION_LEG,
    VERTEX,
    VERTEX_LEG,
    BUFFER_25,
    BUFFER_50,
    BUFFER_100,
    GRID,
    STRAIGHT,
    METHODS
};
static const char *const NAME[METHODS] = {
    "definition, sampled",
    "lifecircle check",
    "nearest junction",
    "nearest junction, leg counted",
    "nearest vertex",
    "nearest vertex, leg counted",
    "service lines buffered 25 m",
    "service lines buffered 50 m",
    "service lines buffered 100 m",
    "centroids of a 500 m grid",
    "straight line",
};

/* Stretches of path within reach, as segments with an index over them. */
typedef struct stretches {
    lc_xy (*segment)[2];
    size_t n, capacity;
    lc_index *index;
} stretches;

typedef struct bench {
    city city;
    lc_index *junction, *shape;
    lc_xy *at_junction; /* of each node */
    lc_index *vertex;
    stretches served;
    size_t darts;
    double (*ratio)[METHODS]; /* one row a community */
} bench;

/* --------------------------------------------------------------------------------------------------- distances */

static double point_distance(const void *user, uint32_t item, double x, double y) {
    const lc_xy *p = (const lc_xy *)user + item;
    return lc_length(p->x - x, p->y - y);
}

static double stretch_distance(const void *user, uint32_t item, double x, double y) {
    const stretches *s = user;
    return lc_segment_distance(s->segment[item][0], s->segment[item][1], (lc_xy){x, y});
}

static double shape_distance(const void *user, uint32_t item, double x, double y) {
    const lc_geoms *geoms = user;
    if (geoms->kind[item] == LC_POLYGON && lc_geom_contains(geoms, item, x, y)) return 0;
    return lc_geom_outline_distance(geoms, item, x, y);
}

/* Distance to the nearest item, and which it is; INFINITY when none is within max_m. */
static double nearest(const lc_index *index, lc_xy p, double max_m, lc_distance_fn distance, const void *user,
                      lc_items *items) {
    double d = INFINITY;
    if (!lc_index_nearest(index, p.x, p.y, max_m, 0, distance, user, &d, items)) city_stop(NULL, "out of memory");
    return d;
}

/* d(p) by docs/definitions.md, section 5. */
static double walk(const bench *b, lc_xy p, double straight_m, lc_spots *spots) {
    double leg, best = INFINITY;
    if (straight_m == 0) return 0;
    if (!lc_network_nearest(b->city.net, p.x, p.y, CITY_LINK_M, spots, &leg)) city_stop(NULL, "out of memory");
    for (size_t i = 0; i < spots->n; i++) best = lc_min(best, leg + lc_field_at(b->city.field, spots->spot[i]));
    return best;
}

/* D at a vertex of the network. */
static double at_vertex(const bench *b, uint32_t v) {
    return lc_field_at(b->city.field, (lc_spot){b->city.net->vert_edge[v], b->city.net->vert_s[v]});
}

/* ------------------------------------------------------------------------------------------------------- darts */

/* Scratch of one thread. */
typedef struct scratch {
    lc_spots spots;
    lc_items items;
} scratch;

static void throw_at(const bench *b, lc_xy p, scratch *s, size_t hits[METHODS]) {
    double straight = nearest(b->shape, p, b->city.distance_m, shape_distance, &b->city.facilities->geoms, &s->items);
    hits[STRAIGHT] += straight <= b->city.distance_m;
    hits[TRUTH] += walk(b, p, straight, &s->spots) <= b->city.distance_m;
    double leg = nearest(b->junction, p, 1e9, point_distance, b->at_junction, &s->items);
    double d = b->city.field->node_d[s->items.item[0]];
    hits[JUNCTION] += d <= b->city.distance_m;
    hits[JUNCTION_LEG] += leg + d <= b->city.distance_m;
    leg = nearest(b->vertex, p, 1e9, point_distance, b->city.net->vert, &s->items);
    d = at_vertex(b, s->items.item[0]);
    hits[VERTEX] += d <= b->city.distance_m;
    hits[VERTEX_LEG] += leg + d <= b->city.distance_m;
    double line = b->served.n ? nearest(b->served.index, p, 100, stretch_distance, &b->served, &s->items) : INFINITY;
    hits[BUFFER_25] += line <= 25;
    hits[BUFFER_50] += line <= 50;
    hits[BUFFER_100] += line <= 100;
}

static bool within(const lc_geoms *geoms, size_t community, lc_xy p) {
    for (size_t g = 0; g < geoms->n; g++)
        if (geoms->feature[g] == community && lc_geom_contains(geoms, g, p.x, p.y)) return true;
    return false;
}

static lc_box box_of(const lc_geoms *geoms, size_t community) {
    lc_box box = lc_box_empty();
    for (size_t g = 0; g < geoms->n; g++) {
        lc_box own = lc_geom_box(geoms, g);
        if (geoms->feature[g] != community) continue;
        lc_box_add(&box, own.x0, own.y0);
        lc_box_add(&box, own.x1, own.y1);
    }
    return box;
}

/* The share of the community's grid cells whose centroid is within reach; NaN when none lies in it. */
static double on_grid(const bench *b, size_t community, const lc_box *box, scratch *s) {
    size_t n = 0, hits = 0;
    for (double y = (floor(box->y0 / CELL_M) + 0.5) * CELL_M; y < box->y1; y += CELL_M)
        for (double x = (floor(box->x0 / CELL_M) + 0.5) * CELL_M; x < box->x1; x += CELL_M) {
            lc_xy p = {x, y};
            if (!within(&b->city.in->communities, community, p)) continue;
            double straight = nearest(b->shape, p, 1e9, shape_distance, &b->city.facilities->geoms, &s->items);
            n++;
            hits += walk(b, p, straight, &s->spots) <= b->city.distance_m;
        }
    return n ? (double)hits / (double)n : NAN;
}

static bool measure(void *user, size_t community, int worker) {
    bench *b = user;
    (void)worker;
    rng_t rng = {.state = community};
    scratch s = {0};
    size_t hits[METHODS] = {0};
    lc_box box = box_of(&b->city.in->communities, community);
    for (size_t n = 0; n < b->darts;) {
        lc_xy p = {rng_range(&rng, box.x0, box.x1), rng_range(&rng, box.y0, box.y1)};
        if (!within(&b->city.in->communities, community, p)) continue;
        throw_at(b, p, &s, hits);
        n++;
    }
    for (int m = 0; m < METHODS; m++) b->ratio[community][m] = (double)hits[m] / (double)b->darts;
    b->ratio[community][GRID] = on_grid(b, community, &box, &s);
    b->ratio[community][OURS] = lc_report_value(b->city.report, community, 0).ratio;
    lc_spots_free(&s.spots);
    free(s.items.item);
    return true;
}

/* ----------------------------------------------------------------------------------------------------- set-up */

static void add_stretch(stretches *s, lc_xy a, lc_xy b) {
    if (!LC_ROOM(s->segment, s->capacity, s->n + 1)) city_stop(NULL, "out of memory");
    s->segment[s->n][0] = a;
    s->segment[s->n++][1] = b;
}

static lc_xy along(const lc_network *net, uint32_t v, double s_m) {
    double from = net->vert_s[v], length = net->vert_s[v + 1] - from, t = length > 0 ? (s_m - from) / length : 0;
    lc_xy a = net->vert[v], b = net->vert[v + 1];
    return (lc_xy){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
}

/* Of the path s0 .. s1 metres along an edge, segment by segment. */
static void add_path(bench *b, uint32_t edge, double s0, double s1) {
    const lc_network *net = b->city.net;
    for (size_t v = net->vert_of[edge]; v + 1 < net->vert_of[edge + 1]; v++) {
        double from = lc_max(s0, net->vert_s[v]), to = lc_min(s1, net->vert_s[v + 1]);
        if (from < to) add_stretch(&b->served, along(net, (uint32_t)v, from), along(net, (uint32_t)v, to));
    }
}

/* The parts of all edges where D <= distance: D is linear between breakpoints. */
static void find_served(bench *b) {
    for (uint32_t e = 0; e < b->city.net->n_edges; e++) {
        lc_breakpoint buffer[3];
        const lc_breakpoint *breakpoint;
        size_t n = lc_field_breakpoints(b->city.field, e, buffer, &breakpoint);
        for (size_t k = 0; k + 1 < n; k++) {
            double s0 = breakpoint[k].s_m, s1 = breakpoint[k + 1].s_m, d0 = breakpoint[k].d_m,
                   d1 = breakpoint[k + 1].d_m, most = b->city.distance_m;
            if (d0 > most && d1 > most) continue;
            if (d0 > most) s0 = s1 - (s1 - s0) * (most - d1) / (d0 - d1);
            if (d1 > most) s1 = breakpoint[k].s_m + (s1 - breakpoint[k].s_m) * (most - d0) / (d1 - d0);
            add_path(b, e, s0, s1);
        }
    }
    lc_box *boxes = LC_NEW(lc_box, b->served.n);
    for (size_t i = 0; i < b->served.n; i++) {
        boxes[i] = lc_box_empty();
        for (int k = 0; k < 2; k++) lc_box_add(&boxes[i], b->served.segment[i][k].x, b->served.segment[i][k].y);
    }
    b->served.index = lc_index_new(boxes, b->served.n);
    free(boxes);
}

static lc_index *index_points(const lc_xy *point, size_t n) {
    lc_box *boxes = LC_NEW(lc_box, n);
    if (!boxes) city_stop(NULL, "out of memory");
    for (size_t i = 0; i < n; i++) boxes[i] = (lc_box){point[i].x, point[i].y, point[i].x, point[i].y};
    lc_index *index = lc_index_new(boxes, n);
    free(boxes);
    return index;
}

static void index_all(bench *b) {
    const lc_network *net = b->city.net;
    b->at_junction = LC_NEW(lc_xy, net->n_nodes);
    for (size_t e = 0; e < net->n_edges; e++) {
        b->at_junction[net->node_u[e]] = net->vert[net->vert_of[e]];
        b->at_junction[net->node_v[e]] = net->vert[net->vert_of[e + 1] - 1];
    }
    b->junction = index_points(b->at_junction, net->n_nodes);
    b->vertex = index_points(net->vert, net->n_verts);
    lc_box *boxes = LC_NEW(lc_box, b->city.facilities->geoms.n);
    for (size_t g = 0; g < b->city.facilities->geoms.n; g++) boxes[g] = lc_geom_box(&b->city.facilities->geoms, g);
    b->shape = lc_index_new(boxes, b->city.facilities->geoms.n);
    free(boxes);
}

/* ------------------------------------------------------------------------------------------------------ report */

/* Our own mean error must lie within what the darts can tell; returns whether it does. */
static bool print_summary(const bench *b) {
    bool good = false;
    printf("\n%-30s %9s %9s %9s\n", "error, over communities", "mean", "size", "largest");
    for (int m = OURS; m < METHODS; m++) {
        double sum = 0, size = 0, largest = 0;
        size_t n = 0;
        for (size_t c = 0; c < b->city.in->n_communities; c++) {
            double error = b->ratio[c][m] - b->ratio[c][TRUTH];
            if (isnan(error)) continue;
            sum += error;
            size += fabs(error);
            largest = lc_max(largest, fabs(error));
            n++;
        }
        printf("%-31s %+9.4f %9.4f %9.4f%s\n", NAME[m], sum / (double)n, size / (double)n, largest,
               n < b->city.in->n_communities ? "  (some communities without a cell)" : "");
        if (m == OURS) good = largest <= 3 / sqrt((double)b->darts) + 1e-5;
    }
    return good;
}

static void print_rows(const bench *b) {
    static const char *const SHORT[METHODS] = {"truth", "ours", "junction", "+leg", "vertex", "+leg",
                                               "b25",   "b50",  "b100",     "grid", "line"};
    printf("%-12s", "community");
    for (int m = 0; m < METHODS; m++) printf(" %8s", SHORT[m]);
    putchar('\n');
    for (size_t c = 0; c < b->city.in->n_communities; c++) {
        printf("%-12.12s", b->city.in->id[c]);
        for (int m = 0; m < METHODS; m++) printf(" %8.4f", b->ratio[c][m]);
        putchar('\n');
    }
}

static void tear_down(bench *b) {
    free(b->ratio);
    lc_index_free(b->junction);
    lc_index_free(b->vertex);
    lc_index_free(b->shape);
    lc_index_free(b->served.index);
    free(b->served.segment);
    free(b->at_junction);
    city_free(&b->city);
}

int main(int argc, char **argv) {
    if (argc < 3) city_stop(NULL, "usage: accuracy OSM COMMUNITIES [ID_FIELD [CATEGORY [METRES [DARTS]]]]");
    const char *category = argc > 4 ? argv[4] : "convenience_store";
    bench b = {.darts = argc > 6 ? (size_t)atof(argv[6]) : 1000000};
    lc_context *ctx = lc_context_new();
    city_read(ctx, argv[1], argv[2], argc > 3 ? argv[3] : "", category, argc > 5 ? atof(argv[5]) : 500, &b.city);
    index_all(&b);
    find_served(&b);
    b.ratio = calloc(b.city.in->n_communities, sizeof *b.ratio);
    printf("%s within %g m, %zu darts in each of %zu communities\n\n", category, b.city.distance_m, b.darts,
           b.city.in->n_communities);
    if (!b.ratio || lc_parallel(ctx, b.city.in->n_communities, measure, &b) != LC_OK)
        city_stop(ctx, "cannot be measured");
    print_rows(&b);
    bool good = print_summary(&b);
    tear_down(&b);
    lc_context_free(ctx);
    if (!good) city_stop(NULL, "lifecircle's own ratios are farther from the samples than chance explains");
    return 0;
}
