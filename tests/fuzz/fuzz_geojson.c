/* GeoJSON, as files. */
#include "layer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_layer(data, size, ".geojson", "");
    return 0;
}
