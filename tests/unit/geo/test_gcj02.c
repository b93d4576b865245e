/* GCJ-02 and BD-09: against values published with other programs, there and back over all of China, and at the edge. */
#include "unit.h"

#include <math.h>

#include "geo/gcj02.h"

#define PI 3.14159265358979323846

typedef lc_xy (*map_t)(lc_xy);

static double metres_apart(lc_xy a, lc_xy b) {
    const double degree = 111320;
    return hypot((a.x - b.x) * degree * cos(a.y * PI / 180), (a.y - b.y) * degree);
}

static void assert_pair(map_t map, double x, double y, double lon, double lat, double tolerance) {
    lc_xy got = map((lc_xy){x, y});
    if (!(fabs(got.x - lon) <= tolerance && fabs(got.y - lat) <= tolerance))
        fail_msg("(%.12f, %.12f) instead of (%.12f, %.12f)", got.x, got.y, lon, lat);
}

/* googollee/eviltransform, python/test.py, and wandergis/coordtransform, test/app.js: lon, lat. */
static void published_pairs(void **state) {
    (void)state;
    const double close = 1e-8;
    assert_pair(lc_gcj02_from_wgs84, 121.5272106, 31.1774276, 121.531541859215, 31.17530398364597,
                close); /* Shanghai */
    assert_pair(lc_gcj02_from_wgs84, 113.912316, 22.543847, 113.9171764808363, 22.540796131694766,
                close); /* Shenzhen */
    assert_pair(lc_gcj02_from_wgs84, 116.377817, 39.911954, 116.38404722455657, 39.91334545536069, close); /* Beijing */
    assert_pair(lc_gcj02_from_wgs84, 116.404, 39.915, 116.41024449916938, 39.91640428150164, close);
    /* GCJ-02 (116.404, 39.915) is BD-09 (116.410369…, 39.921336…): here by way of WGS 84. */
    lc_xy wgs84 = lc_gcj02_to_wgs84((lc_xy){116.404, 39.915});
    assert_pair(lc_bd09_from_wgs84, wgs84.x, wgs84.y, 116.41036949371029, 39.92133699351021, close);
    /* And back; their inverse does not iterate, and is some centimetres off. */
    lc_xy from_baidu = lc_bd09_to_wgs84((lc_xy){116.404, 39.915});
    assert_pair(lc_gcj02_from_wgs84, from_baidu.x, from_baidu.y, 116.39762729119315, 39.90865673957631, 2e-6);
}

/* The largest way between a place and what comes back, over a grid that no wave of the formula is in step with. */
static double worst(map_t there, map_t back) {
    double most = 0;
    lc_box box = lc_gcj02_box();
    for (double lon = box.x0; lon <= box.x1; lon += 0.1037)
        for (double lat = box.y0; lat <= box.y1; lat += 0.0973) {
            lc_xy p = {lon, lat};
            most = fmax(most, metres_apart(p, back(there(p))));
        }
    for (double lon = box.x0; lon <= box.x1; lon += 0.0173) { /* along the edges */
        lc_xy low = {lon, box.y0}, high = {lon, box.y1};
        most = fmax(most, fmax(metres_apart(low, back(there(low))), metres_apart(high, back(there(high)))));
    }
    return most;
}

static void there_and_back(void **state) {
    (void)state;
    double gcj02 = worst(lc_gcj02_from_wgs84, lc_gcj02_to_wgs84), bd09 = worst(lc_bd09_from_wgs84, lc_bd09_to_wgs84);
    /* 0.5 m is promised. */
    if (!(gcj02 < 1e-3)) fail_msg("GCJ-02: %g m", gcj02);
    if (!(bd09 < 1e-3)) fail_msg("BD-09: %g m", bd09);
}

static void nothing_is_shifted_outside(void **state) {
    (void)state;
    static const lc_xy outside[] = {{-15.4, 28.1}, {9.5, 47.1},    {71.9, 30}, {138, 35}, {110, 0.5},
                                    {110, 56.1},   {-46.6, -23.5}, {0, 0},     {180, 90}};
    static const map_t maps[] = {lc_gcj02_from_wgs84, lc_gcj02_to_wgs84, lc_bd09_from_wgs84, lc_bd09_to_wgs84};
    for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
        for (size_t m = 0; m < 4; m++) {
            lc_xy p = maps[m](outside[i]);
            assert_true(p.x == outside[i].x && p.y == outside[i].y);
        }
}

/* Walking over the edge, step by step, the inverse never walks back. */
static void the_edge_is_crossed_forward(void **state) {
    (void)state;
    static const map_t maps[] = {lc_gcj02_to_wgs84, lc_bd09_to_wgs84};
    const lc_box box = lc_gcj02_box();
    for (size_t m = 0; m < 2; m++)
        for (int along = 0; along < 2; along++)
            for (int end = 0; end < 2; end++)
                for (double at = 0.02; at < 1; at += 0.07) {
                    double edge = along ? (end ? box.y1 : box.y0) : (end ? box.x1 : box.x0);
                    double other = along ? box.x0 + at * (box.x1 - box.x0) : box.y0 + at * (box.y1 - box.y0);
                    double last = -1000;
                    for (double s = edge - 0.05; s < edge + 0.05; s += 0.0001) {
                        lc_xy p = maps[m](along ? (lc_xy){other, s} : (lc_xy){s, other});
                        double now = along ? p.y : p.x;
                        if (now < last - 1e-9) fail_msg("map %zu turns back at %.5f, %.5f", m, s, other);
                        last = now;
                    }
                }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(published_pairs), cmocka_unit_test(there_and_back),
                                       cmocka_unit_test(nothing_is_shifted_outside),
                                       cmocka_unit_test(the_edge_is_crossed_forward)};
    return cmocka_run_group_tests_name("gcj02", tests, NULL, NULL);
}
