#include "city/islands.h"

#include "base/language.h"

void lc_islands_warn(lc_context *ctx, const lc_city *city) {
    static const char code[] = "island_joined",
                      message[] = LC_TEXT("islands of paths, drawn without a joint to the network, were joined to it "
                                          "over gaps within the island gap");
    const lc_network *net = city->network;
    size_t examples = net->n_joints < LC_EXAMPLES_MAX ? net->n_joints : LC_EXAMPLES_MAX;
    for (size_t i = 0; i < examples; i++) {
        lc_xy at = net->joint[i].at;
        lc_work_crs_unproject(city->crs, &at, 1);
        lc_warn(ctx, code, message, "lon %.6f, lat %.6f (%.1f m)", at.x, at.y, net->joint[i].length_m);
    }
    lc_warn_count(ctx, code, message, net->n_joints - examples);
}
