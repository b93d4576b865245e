/* Prepared networks, as files. Their arrays carry a hash, so that fuzz_frozen.c goes on behind it. */
#include "fuzz.h"
#include "store/prepared.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_file file = fuzz_write(data, size, ".lcn.sqlite");
    lc_context *ctx = fuzz_context();
    lc_prepared prepared = {0};
    lc_status status = lc_prepared_read(ctx, file.path, &prepared);
    if (status != LC_ERR_MEMORY && fuzz_ok(ctx, status)) { /* SQLite says so of some damaged schemas */
        fuzz_assert(prepared.source.role && prepared.source.file, "it says what it was prepared from");
        for (size_t i = 0; i < prepared.warnings.n; i++)
            fuzz_assert(prepared.warnings.entry[i].code && prepared.warnings.entry[i].message, "warnings have words");
        fuzz_got_through = true;
        lc_prepared_free(&prepared);
    }
    lc_context_free(ctx);
    fuzz_remove(&file);
    return 0;
}
