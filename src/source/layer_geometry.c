#include "source/layer_geometry.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "source/layer_messages.h"
#include "source/table.h"

/* What became of a feature's geometry. */
typedef struct outcome {
    bool other_kind, degenerate, repeated, closed;
} outcome;

/* Read a part into r->ring, in the layer's own coordinates, without repeated points. */
static lc_status read_part(lc_layer_reader *r, OGRFeatureH feature, OGRGeometryH part, size_t *out, outcome *o) {
    int count = OGR_G_GetPointCount(part);
    size_t n = count > 0 ? (size_t)count : 0, kept = 0;
    *out = 0;
    if (n == 0) return LC_OK;
    if (!LC_ROOM(r->ring, r->cap_ring, n + 1)) return lc_fail_memory(r->ctx);
    if (r->source->heights && !LC_ROOM(r->ring_z, r->cap_ring_z, n + 1)) return lc_fail_memory(r->ctx);
    OGR_G_GetPoints(part, &r->ring->x, sizeof *r->ring, &r->ring->y, sizeof *r->ring, r->ring_z,
                    r->ring_z ? sizeof *r->ring_z : 0);
    bool flat = !OGR_G_Is3D(part);
    for (size_t i = 0; i < n; i++) {
        lc_xy p = r->ring[i];
        if (!isfinite(p.x) || !isfinite(p.y))
            return lc_fail(r->ctx, LC_ERR_INPUT,
                           "%s: '%s', feature %lld: coordinate %zu (%g, %g) is not a number; correct or remove it",
                           r->shown_role, r->source->text, (long long)OGR_F_GetFID(feature), i + 1, p.x, p.y);
        bool repeated = kept && r->ring[kept - 1].x == p.x && r->ring[kept - 1].y == p.y;
        if (!repeated && r->ring_z) r->ring_z[kept] = flat ? NAN : r->ring_z[i];
        if (!repeated) r->ring[kept++] = p;
        o->repeated = o->repeated || repeated;
    }
    *out = kept;
    return LC_OK;
}

static lc_status append_part(lc_layer_reader *r, size_t n, lc_geoms *out) {
    if (!lc_geoms_begin_part(out)) return lc_fail_memory(r->ctx);
    for (size_t i = 0; i < n; i++)
        if (!lc_geoms_add(out, r->ring[i].x, r->ring[i].y)) return lc_fail_memory(r->ctx);
    if (!r->ring_z) return LC_OK;
    if (!LC_ROOM(r->z, r->cap_z, r->n_z + n)) return lc_fail_memory(r->ctx);
    memcpy(r->z + r->n_z, r->ring_z, n * sizeof *r->z);
    r->n_z += n;
    return LC_OK;
}

static lc_status add_simple(lc_layer_reader *r, OGRFeatureH feature, OGRGeometryH geometry, lc_geom_kind kind,
                            uint32_t index, lc_geoms *out, outcome *o) {
    size_t n;
    lc_status status = read_part(r, feature, geometry, &n, o);
    if (status || n == 0) return status;
    if (kind == LC_LINE && n < 2) {
        o->degenerate = true;
        return LC_OK;
    }
    if (!lc_geoms_begin(out, kind, index)) return lc_fail_memory(r->ctx);
    return append_part(r, n, out);
}

static lc_status add_ring_as_area(lc_layer_reader *r, OGRFeatureH feature, OGRGeometryH line, uint32_t index,
                                  lc_geoms *out, outcome *o) {
    size_t n;
    lc_status status = read_part(r, feature, line, &n, o);
    if (status) return status;
    if (n < 4) {
        o->degenerate = true;
        return LC_OK;
    }
    if (!lc_geoms_begin(out, LC_POLYGON, index)) return lc_fail_memory(r->ctx);
    return append_part(r, n, out);
}

/* Is a line closed, so that it may be meant for the area within? */
static bool is_ring(OGRGeometryH line) {
    int n = OGR_G_GetPointCount(line);
    return n >= 4 && OGR_G_GetX(line, 0) == OGR_G_GetX(line, n - 1) && OGR_G_GetY(line, 0) == OGR_G_GetY(line, n - 1);
}

/* A line: as the area that it encloses, where the source asks for that and it does. */
static lc_status add_line(lc_layer_reader *r, OGRFeatureH feature, OGRGeometryH line, uint32_t index, lc_geoms *out,
                          outcome *o) {
    bool ring = r->want & LC_WANT_POLYGONS && is_ring(line);
    if (ring && r->source->closed_lines) return add_ring_as_area(r, feature, line, index, out, o);
    o->closed = o->closed || ring;
    if (r->want & LC_WANT_LINES) return add_simple(r, feature, line, LC_LINE, index, out, o);
    o->other_kind = true;
    return LC_OK;
}

static lc_status add_polygon(lc_layer_reader *r, OGRFeatureH feature, OGRGeometryH polygon, uint32_t index,
                             lc_geoms *out, outcome *o) {
    int rings = OGR_G_GetGeometryCount(polygon);
    for (int i = 0; i < rings; i++) {
        size_t n;
        lc_status status = read_part(r, feature, OGR_G_GetGeometryRef(polygon, i), &n, o);
        if (status) return status;
        if (n && (r->ring[0].x != r->ring[n - 1].x || r->ring[0].y != r->ring[n - 1].y)) r->ring[n++] = r->ring[0];
        if (n < 4) {
            o->degenerate = o->degenerate || n > 0;
            if (i == 0) return LC_OK; /* without an outer ring the holes are in nothing */
            continue;
        }
        if (i == 0 && !lc_geoms_begin(out, LC_POLYGON, index)) return lc_fail_memory(r->ctx);
        status = append_part(r, n, out);
        if (status) return status;
    }
    return LC_OK;
}

static lc_status add_geometry(lc_layer_reader *r, OGRFeatureH feature, OGRGeometryH geometry, uint32_t index,
                              lc_geoms *out, outcome *o) {
    if (!geometry || OGR_G_IsEmpty(geometry)) return LC_OK;
    int wanted = 0;
    switch (wkbFlatten(OGR_G_GetGeometryType(geometry))) {
    case wkbPoint:
        wanted = r->want & LC_WANT_POINTS;
        if (wanted) return add_simple(r, feature, geometry, LC_POINT, index, out, o);
        break;
    case wkbLineString:
        return add_line(r, feature, geometry, index, out, o);
    case wkbPolygon:
    case wkbTriangle:
        wanted = r->want & LC_WANT_POLYGONS;
        if (wanted) return add_polygon(r, feature, geometry, index, out, o);
        break;
    default: { /* collections of all kinds */
        int n = OGR_G_GetGeometryCount(geometry);
        lc_status status = LC_OK;
        for (int i = 0; i < n && !status; i++)
            status = add_geometry(r, feature, OGR_G_GetGeometryRef(geometry, i), index, out, o);
        return status;
    }
    }
    o->other_kind = true;
    return LC_OK;
}

lc_status lc_layer_geometry(lc_layer_reader *r, OGRFeatureH feature, uint32_t index, lc_geoms *out) {
    if (r->table.given) return lc_table_geometry(r, feature, index, out);
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    if (!geometry || OGR_G_IsEmpty(geometry)) {
        r->without_geometry++;
        return LC_OK;
    }
    outcome o = {0};
    OGRGeometryH straight = NULL;
    r->heights += OGR_G_Is3D(geometry) || OGR_G_IsMeasured(geometry);
    if (OGR_G_HasCurveGeometry(geometry, TRUE)) {
        r->curves++;
        straight = OGR_G_GetLinearGeometry(geometry, 0, NULL);
        if (!straight) return lc_layer_gdal_fail(r, "read (curves)");
        geometry = straight;
    }
    lc_status status = add_geometry(r, feature, geometry, index, out, &o);
    if (status == LC_ERR_INPUT) lc_layer_fail_feature(r, index + 1);
    if (straight) OGR_G_DestroyGeometry(straight);
    r->other_kind += o.other_kind;
    r->degenerate += o.degenerate;
    r->repeated += o.repeated;
    r->closed += o.closed;
    return status;
}
