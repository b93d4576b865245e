/* OSM XML files. */
#include "osm.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    return fuzz_osm(data, size, ".osm");
}
