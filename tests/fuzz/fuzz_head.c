/* What files of JSON and XML say of themselves. */
#include "fuzz.h"
#include "source/json_head.h"
#include "source/layer_head.h"

static void see(void *user, const char *path, const char *value, bool is_text) {
    size_t *n = user;
    fuzz_assert(strlen(path) < 128 && strlen(value) < 256, "paths and values fit");
    fuzz_assert(is_text || *value, "a value that is no text says something");
    ++*n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_file file = fuzz_write(data, size, ".json");
    lc_layer_head head;
    size_t n = 0;
    lc_layer_head_read(file.path, &head);
    fuzz_assert(head.matched >= -1 && head.returned >= -1, "counts are counts, or not said");
    bool whole = lc_json_head(file.path, see, &n, NULL);
    if (whole) fuzz_got_through = true;
    fuzz_assert(!whole || n <= size, "no member is made up");
    fuzz_remove(&file);
    return 0;
}
