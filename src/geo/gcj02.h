/* The shifted coordinates of Chinese web maps: GCJ-02 (AMap, Tencent) and BD-09 (Baidu). */
#ifndef LC_GEO_GCJ02_H
#define LC_GEO_GCJ02_H

#include "geo/geoms.h"

/*
 * Forward: the formula published with the Krasovsky parameters (a = 6378245 m, ee = 0.00669342162296594323). Inverse:
 * by iteration, to less than 1e-10 degrees. All in degrees. Outside lon 72.004..137.8347, lat 0.8293..55.8271, the
 * usual box around China, nothing is shifted; a shifted point of this box that comes to lie beyond its edge is taken
 * back into it, and one that nothing is shifted to, just within the edge, to the edge. So the inverse never turns back
 * along a parallel or a meridian.
 */
lc_box lc_gcj02_box(void);
lc_xy lc_gcj02_from_wgs84(lc_xy wgs84);
lc_xy lc_gcj02_to_wgs84(lc_xy gcj02);
/* Baidu's shift on top of GCJ-02's; outside the box nothing is shifted either. */
lc_xy lc_bd09_from_wgs84(lc_xy wgs84);
lc_xy lc_bd09_to_wgs84(lc_xy bd09);

#endif
