#include "source/gauss.h"

int lc_gauss_zone_of(double easting) {
    int zone = easting >= 13e6 && easting < 46e6 ? (int)(easting / 1e6) : 0;
    return zone == 24 ? 0 : zone;
}

bool lc_gauss_is_easting(double x) {
    return (x > 0 && x < 1e6) || lc_gauss_zone_of(x) != 0;
}

/* Latitudes 13 to 57, from the southern reefs to beyond the northernmost village. */
bool lc_gauss_is_northing(double y) {
    return y > 1.4e6 && y < 6.4e6;
}

bool lc_gauss_contradicts(const lc_gauss *gauss, int zone) {
    return zone && 3 * zone != gauss->meridian && 6 * zone - 3 != gauss->meridian;
}

int lc_gauss_meridian_of(int zone) {
    return zone < 25 ? 6 * zone - 3 : 3 * zone;
}
