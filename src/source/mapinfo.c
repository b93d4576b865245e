#include "source/mapinfo.h"

#include <cpl_vsi.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Datums that MapInfo numbers and that are WGS 84: the second one is Web Mercator's. */
enum { WGS84 = 104, WGS84_WEB = 157, LONLAT = 1, VARIANTS = 1000, HEAD = 8192 };

/* "CoordSys Earth Projection 8, 1001, …": the projection and the datum; false when there is no such line. */
static bool read_coordsys(const char *head, int *projection, int *datum) {
    for (const char *line = head; line; line = strchr(line, '\n')) {
        while (*line && strchr(" \t\r\n", *line)) line++;
        if (strncasecmp(line, "Data", 4) == 0 && strchr(" \t\r\n", line[4])) return false;
        int end = 0;
        if (strncasecmp(line, "CoordSys", 8) != 0) continue;
        line += 8;
        line += strspn(line, " \t");
        if (strncasecmp(line, "Earth", 5) != 0) return false;
        line += 5;
        line += strspn(line, " \t");
        if (strncasecmp(line, "Projection", 10) != 0) return false;
        /* NOLINTNEXTLINE(cert-err34-c): at most nine digits */
        return sscanf(line + 10, "%9d , %9d%n", projection, datum, &end) == 2 && end > 0;
    }
    return false;
}

bool lc_mapinfo_understood(const char *path, OGRSpatialReferenceH srs) {
    char head[HEAD + 1];
    int projection, datum;
    VSILFILE *file = VSIFOpenL(path, "rb");
    if (!file) return true;
    head[VSIFReadL(head, 1, HEAD, file)] = '\0';
    VSIFCloseL(file);
    if (!read_coordsys(head, &projection, &datum)) return true;
    /* Bounds and an affine transformation add thousands. */
    if (projection % VARIANTS != LONLAT && OSRIsGeographic(srs)) return false;
    const char *name = OSRGetAttrValue(srs, "DATUM", 0);
    return datum == WGS84 || datum == WGS84_WEB || !name || strcmp(name, "WGS_1984") != 0;
}

bool lc_mapinfo_rows(const char *path, size_t *n) {
    char bytes[HEAD];
    bool quoted = false, any = false;
    VSILFILE *file = VSIFOpenL(path, "rb");
    *n = 0;
    if (!file) return false;
    for (size_t got; (got = VSIFReadL(bytes, 1, sizeof bytes, file)) > 0;)
        for (size_t i = 0; i < got; i++) {
            char c = bytes[i];
            if (c == '"') quoted = !quoted;
            if ((c == '\n' || c == '\r') && !quoted) {
                *n += any;
                any = false;
            } else {
                any = true;
            }
        }
    VSIFCloseL(file);
    *n += any;
    return true;
}
