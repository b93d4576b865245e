/* GeoPackages, as files. */
#include "layer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_layer(data, size, ".gpkg", "");
    return 0;
}
