#include "city/place_sources.h"

#include <string.h>

#include "base/memory.h"
#include "city/demand_source.h"
#include "profile/groups.h"

/* What a group's "GROUP=SOURCE" or "GROUP=field:FIELD" asks for. *ask has no source when it is a field, and there is
   no layer of the demand that could have it. */
static lc_status group_ask(lc_context *ctx, const lc_city_options *o, const char *text, lc_demand_ask *ask,
                           size_t *n_name) {
    static const char FIELD[] = "field:";
    const char *equals = strchr(text, '=');
    *n_name = equals ? (size_t)(equals - text) : 0;
    if (!equals || !lc_group_is_name(text, *n_name) || !equals[1])
        return lc_fail(ctx, LC_ERR_INPUT,
                       "group \"%s\": write GROUP=SOURCE|weight_field=FIELD, or GROUP=field:FIELD of the demand, the "
                       "name of a-z, 0-9 and _",
                       text);
    bool field = strncmp(equals + 1, FIELD, sizeof FIELD - 1) == 0;
    if (field)
        *ask = (lc_demand_ask){.source = o->demand, .weight_field = equals + sizeof FIELD, .another = true};
    else
        *ask = (lc_demand_ask){.source = equals + 1};
    return LC_OK;
}

static bool is_asked(const lc_inputs *in, const char *group) {
    for (size_t k = 0; k < in->n_profiles; k++)
        for (size_t i = 0; i < in->profile[k]->n_indicators; i++) {
            const char *own = in->profile[k]->indicators[i].group;
            if (own && strcmp(own, group) == 0) return true;
        }
    return in->n_profiles == 0;
}

/* A group of the options (`given`) or of a profile; the first of a name wins. */
static lc_status read_group(lc_context *ctx, const lc_city_options *o, lc_inputs *in, const char *text, bool given) {
    lc_city *city = in->city;
    lc_group_people group = {0};
    lc_demand_ask ask;
    size_t n_name;
    lc_status status = group_ask(ctx, o, text, &ask, &n_name);
    if (status != LC_OK) return status;
    for (size_t i = 0; i < city->n_groups; i++)
        if (strlen(city->groups[i].name) == n_name && strncmp(city->groups[i].name, text, n_name) == 0)
            return given ? lc_fail(ctx, LC_ERR_INPUT, "group \"%s\" is given twice; leave one out", text) : LC_OK;
    if (!ask.source && !given) return LC_OK;
    if (!ask.source)
        return lc_fail(ctx, LC_ERR_INPUT, "group \"%s\": name the layer that has the field with --demand", text);
    group.name = lc_sprintf("%.*s", (int)n_name, text);
    if (!group.name || !LC_ROOM(city->groups, city->cap_groups, city->n_groups + 1)) status = lc_fail_memory(ctx);
    if (status == LC_OK && !is_asked(in, group.name)) lc_inputs_unused(ctx, group.name);
    if (status == LC_OK) status = lc_demand_read(ctx, in, &ask, &group.places, &group.spread);
    if (status == LC_OK)
        city->groups[city->n_groups++] = group;
    else
        lc_group_people_free(&group);
    return status;
}

static lc_status read_groups(lc_context *ctx, const lc_city_options *o, lc_inputs *in) {
    lc_status status = LC_OK;
    for (size_t i = 0; status == LC_OK && i < o->n_groups; i++) status = read_group(ctx, o, in, o->groups[i], true);
    for (size_t k = 0; k < in->n_profiles; k++)
        for (size_t i = 0; status == LC_OK && i < in->profile[k]->n_groups; i++)
            status = read_group(ctx, o, in, in->profile[k]->groups[i].source, false);
    return status;
}

lc_status lc_places_read(lc_context *ctx, const lc_city_options *o, lc_inputs *in) {
    bool asked = lc_inputs_want(in, LC_POPULATION), known = o->demand || (asked && in->osm);
    const lc_demand_ask all = {.source = o->demand, .weight_field = o->weight_field, .floors_field = o->floors_field};
    lc_status status = known || o->n_groups ? lc_phase_begin(ctx, "read demand") : LC_OK;
    if (known) in->city->demand_unasked = !asked;
    if (status == LC_OK && known) status = lc_demand_read(ctx, in, &all, &in->city->places, &in->city->spread);
    return status == LC_OK ? read_groups(ctx, o, in) : status;
}
