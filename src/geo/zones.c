#include "geo/zones.h"

#include <stdlib.h>

#include "base/memory.h"

lc_status lc_zones_index(lc_context *ctx, lc_zones *zones) {
    zones->index = lc_geoms_index(&zones->geoms);
    return zones->index ? LC_OK : lc_fail_memory(ctx);
}

lc_status lc_zones_of_layer(lc_context *ctx, const lc_geoms *geoms, lc_layers layer, lc_zones *out) {
    lc_zones zones = {.layers = LC_NEW(lc_layers, geoms->n)};
    bool ok = zones.layers != NULL;
    for (size_t g = 0; ok && g < geoms->n; g++) {
        ok = lc_geoms_copy(&zones.geoms, geoms, g, geoms->feature[g]);
        zones.layers[g] = layer;
    }
    lc_status status = ok ? lc_zones_index(ctx, &zones) : lc_fail_memory(ctx);
    if (status == LC_OK) {
        *out = zones;
        zones = (lc_zones){0};
    }
    lc_zones_free(&zones);
    return status;
}

void lc_zones_free(lc_zones *zones) {
    lc_geoms_free(&zones->geoms);
    free(zones->layers);
    lc_index_free(zones->index);
    *zones = (lc_zones){0};
}
