/* part.yaml, and K/N: which part of a check this is. */
#include "city/shard.h"
#include "fuzz.h"
#include "profile/cut_part.h"

static void read_number(lc_context *ctx, const uint8_t *data, size_t size) {
    char text[64];
    lc_shard_of part;
    snprintf(text, sizeof text, "%.*s", (int)(size < 60 ? size : 60), (const char *)data);
    if (fuzz_ok(ctx, lc_shard_read(ctx, text, &part)))
        fuzz_assert(part.number >= 1 && part.number <= part.of, "a part is one of all");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_file file = fuzz_write(data, size, ".yaml");
    lc_context *ctx = fuzz_context();
    lc_cut_part *part = NULL;
    if (fuzz_ok(ctx, lc_cut_part_read(ctx, file.path, &part))) {
        fuzz_assert(part->number >= 1 && part->number <= part->of, "a part is one of all");
        fuzz_assert(part->first < part->end && part->end <= part->n_planes, "its planes are there");
        fuzz_assert(part->margin_m >= 0, "a margin is not below 0");
        fuzz_assert(!part->extract || (*part->extract == '/' && part->osm.name), "an extract has a place");
        FILE *print = fopen("/dev/null", "w");
        fuzz_assert(print != NULL, "/dev/null can be written to");
        lc_cut_part_print(print, part);
        fclose(print);
        fuzz_got_through = true;
    }
    lc_cut_part_free(part);
    if (size) read_number(ctx, data, size);
    lc_context_free(ctx);
    fuzz_remove(&file);
    return 0;
}
