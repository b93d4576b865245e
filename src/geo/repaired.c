#include "geo/repaired.h"

#include <math.h>

#include "base/memory.h"

static const double TOLD_SHARE = 0.01;
static const double RADIANS = 0.017453292519943296;                  /* a degree */
static const double AXIS_M = 6378137, ECCENTRICITY2 = 0.00669437999; /* WGS 84; squared */

double *lc_feature_areas(const lc_geoms *geoms, size_t n) {
    double *area = LC_NEW0(double, n);
    for (size_t g = 0; area && g < geoms->n; g++) area[geoms->feature[g]] += lc_geom_area(geoms, g);
    return area;
}

bool lc_area_changed(double before, double after) {
    return fabs(after - before) > TOLD_SHARE * fmax(after, before);
}

double lc_square_degree_m2(double lat) {
    double w = 1 - ECCENTRICITY2 * pow(sin(RADIANS * lat), 2);
    double east = AXIS_M / sqrt(w) * cos(RADIANS * lat);         /* radii: of the parallel, */
    double north = AXIS_M * (1 - ECCENTRICITY2) / (w * sqrt(w)); /* and of the meridian's curvature */
    return RADIANS * RADIANS * east * north;
}
