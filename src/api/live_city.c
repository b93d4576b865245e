#include "api/live_city.h"

#include <stdlib.h>

#include "base/memory.h"

static void live_state_free(lc_live_state *s) {
    if (!s) return;
    lc_checked_free(&s->fine);
    free(s->reason);
    free(s->here);
    lc_checking_free(&s->checking);
    lc_edited_city_free(&s->edited);
    lc_edits_free(s->edits);
    free(s);
}

void lc_live_city_free(lc_live_city *live) {
    live_state_free(live->next);
    if (live->now != live->base) live_state_free(live->now);
    live_state_free(live->base);
    lc_kept_free(&live->kept);
}

lc_shapes_job lc_live_job(const lc_live_state *s) {
    return (lc_shapes_job){.options = &s->options,
                           .profile = s->checking.profile,
                           .plan = s->checking.plan,
                           .city = s->checking.city,
                           .fields = s->checking.fields,
                           .results = &s->checking.results};
}

void lc_live_skip(lc_check_options *o) {
    o->want_areas = o->want_gaps = o->want_facilities = o->want_network = false;
    o->n_categories = 0;
}

lc_status lc_live_city_edit(lc_context *ctx, lc_live_city *live, lc_edits *edits, const lc_edits *seen, bool bare) {
    const lc_live_state *before = live->now;
    lc_live_state *s = LC_NEW0(lc_live_state, 1);
    if (!s) {
        lc_edits_free(edits);
        return lc_fail_memory(ctx);
    }
    live->next = s;
    s->edits = edits;
    s->options = *live->options;
    s->options.edits = seen ? NULL : edits; /* those of planes are told of all planes */
    if (bare) lc_live_skip(&s->options);
    s->checking = (lc_checking){.options = &s->options,
                                .profile = live->profile,
                                .city = edits ? &s->edited.city : &live->city,
                                .before = before ? &before->checking : NULL,
                                .kept = &live->kept};
    lc_status status = lc_phase_begin(ctx, "carry out edits");
    if (status == LC_OK && edits)
        status = lc_edited_city_new(ctx, &live->city, live->profile, seen ? seen : edits,
                                    before && before->edits ? &before->edited : NULL, &s->edited);
    s->edited.edits = edits;
    return status;
}

lc_status lc_live_city_measure(lc_context *ctx, lc_live_city *live) {
    return lc_checking_run(ctx, &live->next->checking);
}

void lc_live_city_go_on(lc_live_city *live) {
    if (!live->next) return;
    live->next->checking.before = NULL;
    if (!live->base) live->base = live->next;
    if (live->now != live->base) live_state_free(live->now);
    live->now = live->next;
    live->next = NULL;
}

void lc_live_city_go_back(lc_live_city *live) {
    /* once there are fields, what is kept may be of the state that is given up */
    if (live->next && live->next->checking.fields) lc_kept_forget(&live->kept, NULL, 0, true);
    live_state_free(live->next);
    live->next = NULL;
}
