/* The partition of a cell into pieces with one nearest element each, against looking at every segment. */
#include "base/memory.h"
#include "coverage/partition.h"
#include "random.h"
#include "unit.h"

enum { SEGMENTS_MAX = 14, DARTS = 12 };

/* Segment i runs from vert[2 i] to vert[2 i + 1]. */
typedef struct {
    lc_xy vert[2 * SEGMENTS_MAX];
    uint32_t n;
    lc_convex cell;
    lc_partition part;
} made_t;

static const double PI = 3.14159265358979323846;

static lc_xy place(rng_t *r) {
    return (lc_xy){rng_range(r, -60, 60), rng_range(r, -60, 60)};
}

static void insert(lc_partition *part, uint32_t vert, lc_xy a, lc_xy b) {
    lc_segment segment = lc_segment_of(vert, a, b);
    assert_true(lc_partition_insert(part, &segment));
}

/* Segments that share ends, lie on one another, have no length, or are square to each other. */
static void make(made_t *m, rng_t *r) {
    *m = (made_t){.n = 1 + (uint32_t)rng_below(r, SEGMENTS_MAX)};
    bool square = rng_chance(r, 0.3);
    for (uint32_t i = 0; i < m->n; i++) {
        lc_xy a = place(r), b = place(r);
        if (i && rng_chance(r, 0.6)) a = m->vert[rng_below(r, 2 * (size_t)i)];
        if (i && rng_chance(r, 0.3)) b = m->vert[rng_below(r, 2 * (size_t)i)];
        if (rng_chance(r, 0.3)) b = (lc_xy){a.x + rng_range(r, -3, 3), a.y + rng_range(r, -3, 3)};
        if (square) a = (lc_xy){20 * round(a.x / 20), 20 * round(a.y / 20)};
        if (square) b = rng_chance(r, 0.5) ? (lc_xy){a.x, 20 * round(b.y / 20)} : (lc_xy){20 * round(b.x / 20), a.y};
        if (rng_chance(r, 0.05)) b = a;
        if (i && rng_chance(r, 0.1)) { /* on another one, the other way round */
            size_t k = rng_below(r, i);
            a = m->vert[2 * k + 1];
            b = m->vert[2 * k];
        }
        m->vert[2 * i] = a;
        m->vert[2 * i + 1] = b;
    }
    lc_xy centre = place(r);
    double size = exp(rng_range(r, -1, 4)), start = rng_range(r, 0, 7);
    m->cell.n = 3 + (int)rng_below(r, 3);
    for (int i = 0; i < m->cell.n; i++) {
        double turn = start + 2 * PI * (i + 0.7 * rng_unit(r)) / m->cell.n;
        m->cell.p[i] = (lc_xy){centre.x + size * cos(turn), centre.y + size * sin(turn)};
    }
    m->part.tolerance_m2 = exp(rng_range(r, -8, 2));
    assert_true(lc_partition_begin(&m->part, &m->cell));
    for (uint32_t i = 0; i < m->n; i++) insert(&m->part, 2 * i, m->vert[2 * i], m->vert[2 * i + 1]);
    lc_partition_finish(&m->part);
}

static double to_segment(const made_t *m, uint32_t i, lc_xy p) {
    lc_xy a = m->vert[2 * i], b = m->vert[2 * i + 1];
    double l2 = pow(b.x - a.x, 2) + pow(b.y - a.y, 2);
    double t = l2 > 0 ? ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / l2 : 0;
    t = fmax(0, fmin(1, t));
    return hypot(p.x - a.x - t * (b.x - a.x), p.y - a.y - t * (b.y - a.y));
}

static double to_nearest(const made_t *m, lc_xy p) {
    double best = INFINITY;
    for (uint32_t i = 0; i < m->n; i++) best = fmin(best, to_segment(m, i, p));
    return best;
}

/* A random place inside a triangle. */
static lc_xy in_triangle(const lc_xy t[3], rng_t *r) {
    double u = rng_unit(r), v = rng_unit(r);
    if (u + v > 1) u = 1 - u, v = 1 - v;
    return (lc_xy){t[0].x + u * (t[1].x - t[0].x) + v * (t[2].x - t[0].x),
                   t[0].y + u * (t[1].y - t[0].y) + v * (t[2].y - t[0].y)};
}

static bool holds(const lc_xy t[3], lc_xy p) {
    int left = 0, right = 0;
    for (int i = 0, j = 2; i < 3; j = i++) {
        double side = (t[i].x - t[j].x) * (p.y - t[j].y) - (t[i].y - t[j].y) * (p.x - t[j].x);
        left += side > -1e-7;
        right += side < 1e-7;
    }
    return left == 3 || right == 3;
}

/* Is p in a sliver that accounts for its wrong element? One that is not exact counts as an error as a whole, whoever
   took it later; one that is exact still belongs to its line, and truly to its end. */
static bool in_sliver(const lc_partition *part, const lc_element *claimed, lc_xy p, double least) {
    for (size_t i = 0; i < part->n_slivers; i++) {
        const lc_sliver *s = &part->sliver[i];
        double end = lc_element_distance(&s->end, p);
        if (!holds(s->corner, p) || end > lc_element_distance(&s->line, p) + 1e-6) continue;
        bool known = claimed->kind == LC_ELEMENT_LINE && s->line.vert == claimed->vert && fabs(end - least) < 1e-6;
        if (!s->exact || known) return true;
    }
    return false;
}

/* At a place inside a piece: the element named is nearest, and others as near are named with it. */
static void check_place(const made_t *m, const lc_piece *piece, lc_xy p) {
    const lc_element *e = &piece->nearest;
    assert_true(e->kind != LC_ELEMENT_NONE);
    double claimed = lc_element_distance(e, p), least = to_nearest(m, p);
    assert_true(claimed >= -1e-6 && claimed <= piece->reach + 1e-9);
    if (claimed > least + 1e-6) {
        assert_true(in_sliver(&m->part, e, p, least));
        return;
    }
    /* The line is the inside of its segment, not what lies beyond. */
    assert_true(fabs(claimed - to_segment(m, e->vert / 2, p)) < 1e-6);
    if (e->kind == LC_ELEMENT_END) {
        assert_true(e->a == m->vert[e->vert].x && e->b == m->vert[e->vert].y);
        return;
    }
    for (uint32_t i = 0; i < m->n; i++) {
        lc_xy a = m->vert[2 * i], b = m->vert[2 * i + 1], c = m->vert[e->vert], d = m->vert[e->vert + 1];
        bool same = (a.x == c.x && a.y == c.y && b.x == d.x && b.y == d.y) ||
                    (a.x == d.x && a.y == d.y && b.x == c.x && b.y == c.y);
        bool named = 2 * i == e->vert;
        for (int t = piece->tie; t >= 0; t = m->part.tie[t].next) named = named || m->part.tie[t].element.vert == 2 * i;
        if (same) assert_true(named);
        if (named) assert_true(fabs(to_segment(m, i, p) - claimed) < 1e-6);
    }
}

static void test_pieces(void **state) {
    (void)state;
    rng_t r = {5};
    size_t pieces = 0, slivers = 0;
    for (int round = 0; round < 3000; round++) {
        made_t m;
        make(&m, &r);
        double sum = 0, whole = lc_convex_area(&m.cell);
        for (size_t i = 0; i < m.part.n; i++) {
            const lc_piece *piece = &m.part.piece[i];
            assert_true(piece->shape.n >= 3 && piece->shape.n <= 22);
            sum += lc_convex_area(&piece->shape);
            for (int k = 0; k < piece->shape.n; k++)
                assert_true(hypot(piece->shape.p[k].x - piece->centre.x, piece->shape.p[k].y - piece->centre.y) <=
                            piece->radius * (1 + 1e-12) + 1e-9);
            for (int k = 0; k < DARTS; k++) {
                int corner = 1 + (int)rng_below(&r, (size_t)piece->shape.n - 2);
                check_place(
                    &m, piece,
                    in_triangle((lc_xy[]){piece->shape.p[0], piece->shape.p[corner], piece->shape.p[corner + 1]}, &r));
            }
        }
        assert_true(fabs(sum - whole) <= 1e-7 * (1 + whole));
        pieces += m.part.n;
        slivers += m.part.n_slivers;
        lc_partition_free(&m.part);
    }
    assert_true(pieces > 20000 && slivers > 20000); /* or there was nothing to find */
}

/* What is called exact is: all between chord and parabola is in the cell and nearest to the end, and the area fits. */
static void test_exact_slivers(void **state) {
    (void)state;
    rng_t r = {6};
    size_t exact = 0;
    for (int round = 0; round < 3000; round++) {
        made_t m;
        make(&m, &r);
        for (size_t i = 0; i < m.part.n_slivers; i++) {
            const lc_sliver *s = &m.part.sliver[i];
            /* The parabola's segment is two thirds of the triangle of chord and tangents. */
            double triangle = fabs((s->corner[1].x - s->corner[0].x) * (s->corner[2].y - s->corner[0].y) -
                                   (s->corner[2].x - s->corner[0].x) * (s->corner[1].y - s->corner[0].y)) /
                              2;
            assert_true(fabs(s->area - 2 * triangle / 3) <= 1e-6 * (1 + s->area));
            if (!s->exact) continue;
            exact++;
            for (int k = 0; k < DARTS; k++) {
                lc_xy p = in_triangle(s->corner, &r);
                double end = lc_element_distance(&s->end, p);
                if (end > lc_element_distance(&s->line, p)) continue;
                assert_true(lc_convex_distance(&m.cell, p) < 1e-5);
                assert_true(end <= to_nearest(&m, p) + 1e-6);
            }
        }
        lc_partition_free(&m.part);
    }
    assert_true(exact > 1000);
}

/* The slivers of a cell with one line and one end sum to what was allowed. */
static void test_tolerance(void **state) {
    (void)state;
    for (double tolerance = 100; tolerance > 1e-7; tolerance /= 10) {
        lc_partition part = {.tolerance_m2 = tolerance};
        lc_convex cell = {.n = 4, .p = {{-300, 0}, {300, 0}, {300, 300}, {-300, 300}}};
        assert_true(lc_partition_begin(&part, &cell));
        insert(&part, 0, (lc_xy){-400, 0}, (lc_xy){400, 0});
        insert(&part, 2, (lc_xy){0, 50}, (lc_xy){0, 50});
        double slivers = 0, line = 0;
        for (size_t i = 0; i < part.n_slivers; i++) slivers += part.sliver[i].area;
        for (size_t i = 0; i < part.n; i++)
            if (part.piece[i].nearest.kind == LC_ELEMENT_LINE) line += lc_convex_area(&part.piece[i].shape);
        /* Below y = (x^2 + 50^2) / 100 over |x| <= 300, cut at y = 300 (|x| = 165.83...). */
        double x = sqrt(300 * 100 - 2500), below = 2 * (x * x * x / 300 + 25 * x) + 2 * (300 - x) * 300;
        assert_true(slivers <= tolerance * (1 + 1e-9) || part.n_slivers >= 512);
        assert_true(fabs(line - slivers - below) < 1e-6);
        lc_partition_free(&part);
    }
}

/* A cell of many vertices is halved until its pieces have few, also where half of them lie in line. */
static void test_halving(void **state) {
    (void)state;
    for (int in_line = 0; in_line < LC_CONVEX_MAX - 2; in_line++) {
        int rest = LC_CONVEX_MAX - in_line;
        lc_partition part = {0};
        lc_convex cell = {0};
        for (int i = 0; i < in_line; i++) cell.p[cell.n++] = (lc_xy){-50 + 100.0 * i / in_line, 0};
        for (int i = 0; i < rest; i++) {
            double angle = PI * i / (rest - 1);
            cell.p[cell.n++] = (lc_xy){50 * cos(angle), 50 * sin(angle)};
        }
        assert_true(lc_partition_begin(&part, &cell));
        double area = 0;
        for (size_t i = 0; i < part.n; i++) {
            area += lc_convex_area(&part.piece[i].shape);
            assert_true(part.piece[i].shape.n <= LC_PIECE_MAX);
        }
        assert_true(fabs(area - lc_convex_area(&cell)) < 1e-9);
        lc_partition_free(&part);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_pieces), cmocka_unit_test(test_exact_slivers),
                                       cmocka_unit_test(test_tolerance), cmocka_unit_test(test_halving)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
