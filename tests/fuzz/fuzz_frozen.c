/* The arrays of a prepared network, made into a network. The input, a byte each: 'l' for lines, 'p' for paths (capital:
   places all over the globe, else near one another); 'a' when lines join wherever they cross; the tolerance in
   decimetres; the number of paths and of vertices; the starts; the vertices; then the places, two signed bytes each; at
   the end, for lines, their levels. */
#include "base/memory.h"
#include "fuzz.h"
#include "network/build.h"
#include "network/freeze.h"
#include "network/lines.h"
#include "network/network.h"

typedef struct {
    const uint8_t *at, *end;
} input_t;

static uint8_t take(input_t *in) {
    return in->at < in->end ? *in->at++ : 0;
}

static void fill(input_t *in, lc_frozen *f) {
    uint8_t kind = take(in);
    double unit = kind == 'L' || kind == 'P' ? 1.5 : 1e-5;
    f->lines = kind == 'l' || kind == 'L';
    f->node_all = take(in) == 'a';
    f->tolerance_m = take(in) / 10.0;
    f->n = take(in);
    f->n_vertex = take(in);
    f->n_level = f->lines ? f->n : 0;
    f->n_class = f->n;
    f->path_class = LC_NEW0(uint8_t, f->n);
    f->start = LC_NEW(uint32_t, f->n + 1);
    f->vertex = LC_NEW(uint32_t, f->n_vertex);
    f->level = LC_NEW(int32_t, f->n_level);
    f->lonlat = LC_NEW(lc_xy, (size_t)(in->end - in->at) / 2);
    fuzz_assert(f->path_class && f->start && f->vertex && f->level && f->lonlat, "there is memory");
    for (size_t i = 0; i <= f->n; i++) f->start[i] = take(in);
    for (size_t i = 0; i < f->n_vertex; i++) f->vertex[i] = take(in);
    for (size_t i = 0; i < f->n; i++) f->path_class[i] = (uint8_t)(7 * f->start[i] + i) & 63;
    for (size_t i = 0; i < f->n_level; i++) f->level[i] = in->at < in->end ? *--in->end % 3 - 1 : 0;
    while (in->end - in->at >= 2) {
        int x = (int8_t)take(in), y = (int8_t)take(in);
        f->lonlat[f->n_lonlat++] = (lc_xy){104 + x * unit, 30 + y * unit / 2};
    }
}

static void build(lc_context *ctx, const lc_frozen *frozen) {
    lc_work_crs *crs = NULL;
    lc_paths paths = {0};
    lc_line_finds finds = {0};
    lc_network *network = NULL;
    lc_status status = lc_work_crs_new(ctx, 104, 30, &crs);
    if (status == LC_OK) status = lc_thaw(ctx, frozen, crs, &paths, &finds);
    if (status == LC_OK)
        status = lc_network_build(ctx, &paths, &(lc_network_rules){.min_component_m = 1, .island_gap_m = 20}, &network);
    fuzz_assert(fuzz_ok(ctx, status), "valid arrays make a network");
    for (size_t e = 0; e < network->n_edges; e++)
        fuzz_assert(network->node_u[e] < network->n_nodes && network->length_m[e] >= 0, "edges join nodes");
    fuzz_got_through = true;
    lc_network_free(network);
    lc_line_finds_free(&finds);
    lc_paths_free(&paths);
    lc_work_crs_free(crs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    input_t in = {data, data + size};
    lc_frozen frozen = {0};
    lc_context *ctx = fuzz_context();
    if (size > 4096) size = 0; /* the number of crossings grows with the square */
    if (size) {
        fill(&in, &frozen);
        if (lc_frozen_valid(&frozen)) build(ctx, &frozen);
    }
    lc_frozen_free(&frozen);
    lc_context_free(ctx);
    return 0;
}
