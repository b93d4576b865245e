#include "geo/gcj02.h"

#define PI 3.14159265358979323846

/* Steps of an inverse: each gains two digits, as the shift changes by less than a hundredth of the way. */
enum { MAX_STEPS = 30 };
static const double CLOSE_DEG = 1e-12;

static const lc_box CHINA = {72.004, 0.8293, 137.8347, 55.8271};

lc_box lc_gcj02_box(void) {
    return CHINA;
}

static bool in_china(lc_xy p) {
    return p.x >= CHINA.x0 && p.x <= CHINA.x1 && p.y >= CHINA.y0 && p.y <= CHINA.y1;
}

/* What the waves of both coordinates have in common. */
static double ripple(double x) {
    return (20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2 / 3;
}

/* Shift to the north and to the east in "metres", x and y counted from (105, 35). */
static double shift_north(double x, double y) {
    return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(fabs(x)) + ripple(x) +
           (20 * sin(y * PI) + 40 * sin(y / 3 * PI)) * 2 / 3 +
           (160 * sin(y / 12 * PI) + 320 * sin(y * PI / 30)) * 2 / 3;
}

static double shift_east(double x, double y) {
    return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(fabs(x)) + ripple(x) +
           (20 * sin(x * PI) + 40 * sin(x / 3 * PI)) * 2 / 3 +
           (150 * sin(x / 12 * PI) + 300 * sin(x / 30 * PI)) * 2 / 3;
}

static lc_xy to_gcj02(lc_xy p) {
    const double a = 6378245, ee = 0.00669342162296594323;
    double north = shift_north(p.x - 105, p.y - 35), east = shift_east(p.x - 105, p.y - 35);
    double lat = p.y / 180 * PI, s = sin(lat), magic = 1 - ee * s * s, root = sqrt(magic);
    return (lc_xy){p.x + east * 180 / (a / root * cos(lat) * PI),
                   p.y + north * 180 / (a * (1 - ee) / (magic * root) * PI)};
}

static lc_xy gcj02_to_bd09(lc_xy p) {
    const double wave = PI * 3000 / 180;
    double r = lc_length(p.x, p.y) + 0.00002 * sin(p.y * wave), angle = atan2(p.y, p.x) + 0.000003 * cos(p.x * wave);
    return (lc_xy){r * cos(angle) + 0.0065, r * sin(angle) + 0.006};
}

static lc_xy to_bd09(lc_xy p) {
    return gcj02_to_bd09(to_gcj02(p));
}

/* The point that a shift brings to p: correct by what is missing until nothing is. */
static lc_xy unshift(lc_xy (*shift)(lc_xy), lc_xy p) {
    lc_xy at = p;
    for (int i = 0; i < MAX_STEPS; i++) {
        lc_xy shifted = shift(at);
        double dx = p.x - shifted.x, dy = p.y - shifted.y;
        at.x += dx;
        at.y += dy;
        if (fabs(dx) < CLOSE_DEG && fabs(dy) < CLOSE_DEG) break;
    }
    return at;
}

/* Far from the box the formula means nothing, and need not be undone. */
static bool may_be_shifted(lc_xy p) {
    return p.x > 71.9 && p.x < 138 && p.y > 0.7 && p.y < 56;
}

static lc_xy into_china(lc_xy p) {
    return (lc_xy){lc_max(CHINA.x0, lc_min(p.x, CHINA.x1)), lc_max(CHINA.y0, lc_min(p.y, CHINA.y1))};
}

static lc_xy to_wgs84(lc_xy (*shift)(lc_xy), lc_xy p) {
    const double rounding = 1e-9; /* of a place on the edge itself */
    if (!may_be_shifted(p)) return p;
    lc_xy at = unshift(shift, p), nearest = into_china(at);
    /* Between the edge and where it is shifted to, no place comes to lie: the edge is nearest. */
    bool shifted = fabs(at.x - nearest.x) <= rounding && fabs(at.y - nearest.y) <= rounding;
    return shifted || in_china(p) ? nearest : p;
}

lc_xy lc_gcj02_from_wgs84(lc_xy wgs84) {
    return in_china(wgs84) ? to_gcj02(wgs84) : wgs84;
}

lc_xy lc_gcj02_to_wgs84(lc_xy gcj02) {
    return to_wgs84(to_gcj02, gcj02);
}

lc_xy lc_bd09_from_wgs84(lc_xy wgs84) {
    return in_china(wgs84) ? to_bd09(wgs84) : wgs84;
}

lc_xy lc_bd09_to_wgs84(lc_xy bd09) {
    return to_wgs84(to_bd09, bd09);
}
