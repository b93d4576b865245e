/* What each source of a folder is for. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "init.h"

static const char *const ROLE[INIT_ROLES] = {[INIT_NOTHING] = CLI_TEXT("nothing"),
                                             [INIT_OSM] = "osm",
                                             [INIT_COMMUNITIES] = CLI_TEXT("communities"),
                                             [INIT_NETWORK] = CLI_TEXT("network"),
                                             [INIT_RESIDENTIAL] = CLI_TEXT("residential"),
                                             [INIT_DEMAND] = CLI_TEXT("demand"),
                                             [INIT_COMPOUNDS] = CLI_TEXT("compounds"),
                                             [INIT_GATES] = CLI_TEXT("gates"),
                                             [INIT_DEM] = "dem",
                                             [INIT_POIS] = CLI_TEXT("pois"),
                                             [INIT_FACILITIES] = CLI_TEXT("facilities")};

/* Words of names, by geometry: the first that a name contains decides. */
static const struct {
    init_kind kind;
    init_role role;
    const char *word;
} words[] = {
    {INIT_POLYGONS, INIT_COMPOUNDS, "compound"},
    {INIT_POLYGONS, INIT_COMPOUNDS, "gated"},
    {INIT_POLYGONS, INIT_COMPOUNDS, "小区"},
    {INIT_POLYGONS, INIT_RESIDENTIAL, "residential"},
    {INIT_POLYGONS, INIT_RESIDENTIAL, "landuse"},
    {INIT_POLYGONS, INIT_RESIDENTIAL, "居住"},
    {INIT_POLYGONS, INIT_DEMAND, "building"},
    {INIT_POLYGONS, INIT_DEMAND, "建筑"},
    {INIT_POLYGONS, INIT_COMMUNITIES, "communit"},
    {INIT_POLYGONS, INIT_COMMUNITIES, "district"},
    {INIT_POLYGONS, INIT_COMMUNITIES, "block"},
    {INIT_POLYGONS, INIT_COMMUNITIES, "neighbo"},
    {INIT_POLYGONS, INIT_COMMUNITIES, "boundar"},
    {INIT_POLYGONS, INIT_COMMUNITIES, "社区"},
    {INIT_POLYGONS, INIT_COMMUNITIES, "街道"},
    {INIT_POLYGONS, INIT_COMMUNITIES, "街坊"},
    {INIT_POLYGONS, INIT_COMMUNITIES, "行政"},
    {INIT_POINTS, INIT_GATES, "gate"},
    {INIT_POINTS, INIT_DEMAND, "population"},
    {INIT_POINTS, INIT_DEMAND, "人口"},
    {INIT_RASTER, INIT_DEM, "dem"},
    {INIT_RASTER, INIT_DEM, "elev"},
    {INIT_RASTER, INIT_DEM, "height"},
    {INIT_RASTER, INIT_DEM, "高程"},
    {INIT_RASTER, INIT_DEMAND, "pop"},
    {INIT_RASTER, INIT_DEMAND, "人口"},
    {INIT_RASTER, INIT_DEMAND, "ghs"},
};

/* What the file, or its layer, is called: in small letters, with '_' between words. */
static void name_of(const char *path, char name[256]) {
    const char *layer = strstr(path, "|layername="), *from = layer ? layer + strlen("|layername=") : path;
    size_t n = 0;
    for (; n < 255 && from[n]; n++)
        name[n] = (char)(from[n] == '-' || from[n] == ' ' ? '_' : tolower((unsigned char)from[n]));
    name[n] = '\0';
    char *dot = strrchr(name, '.');
    if (dot && !layer) *dot = '\0';
}

/* The longest name or title of a category that a name contains. */
static const init_category *category_of(const init_folder *folder, const char *name) {
    const init_category *found = NULL;
    size_t longest = 0;
    for (size_t k = 0; k < folder->n_categories; k++) {
        const init_category *c = &folder->category[k];
        const char *const known[] = {c->name, c->title_zh};
        for (size_t i = 0; i < 2; i++)
            if (known[i] && strlen(known[i]) > longest && strstr(name, known[i])) {
                found = c;
                longest = strlen(known[i]);
            }
    }
    return found;
}

static void guess(const init_folder *folder, init_source *s) {
    char name[256];
    name_of(s->path, name);
    if (s->kind == INIT_MAP) s->role = INIT_OSM;
    for (size_t i = 0; i < sizeof words / sizeof *words && s->role == INIT_NOTHING; i++)
        if (words[i].kind == s->kind && strstr(name, words[i].word)) s->role = words[i].role;
    if (s->role == INIT_NOTHING && s->kind == INIT_POINTS && s->has_types) s->role = INIT_POIS;
    const init_category *category =
        s->role == INIT_NOTHING && s->kind != INIT_RASTER ? category_of(folder, name) : NULL;
    if (!category) return;
    s->role = INIT_FACILITIES;
    s->category = strdup(category->name);
}

static init_source *first_of(init_folder *folder, init_role role) {
    for (size_t i = 0; i < folder->n; i++)
        if (folder->source[i].role == role && !folder->source[i].problem) return &folder->source[i];
    return NULL;
}

/* Of what there can be one of only, the first is kept. */
static void keep_one(init_folder *folder, init_role role) {
    const init_source *first = first_of(folder, role);
    for (size_t i = 0; i < folder->n; i++)
        if (folder->source[i].role == role && first && &folder->source[i] != first)
            folder->source[i].role = INIT_NOTHING;
}

void init_guess(init_folder *folder) {
    static const init_role single[] = {INIT_COMMUNITIES, INIT_RESIDENTIAL, INIT_DEMAND, INIT_COMPOUNDS,
                                       INIT_GATES,       INIT_DEM,         INIT_NETWORK};
    for (size_t i = 0; i < folder->n; i++) guess(folder, &folder->source[i]);
    for (size_t i = 0; i < folder->n && !first_of(folder, INIT_COMMUNITIES); i++) {
        init_source *s = &folder->source[i];
        if (s->kind == INIT_POLYGONS && s->role == INIT_NOTHING && !s->problem) s->role = INIT_COMMUNITIES;
    }
    /* Lines are paths where there is no map. */
    for (size_t i = 0; i < folder->n && !first_of(folder, INIT_OSM); i++) {
        init_source *s = &folder->source[i];
        if (s->kind == INIT_LINES && s->role == INIT_NOTHING && !first_of(folder, INIT_NETWORK)) s->role = INIT_NETWORK;
    }
    for (size_t k = 0; k < sizeof single / sizeof *single; k++) keep_one(folder, single[k]);
    if (!first_of(folder, INIT_COMPOUNDS) || !first_of(folder, INIT_GATES)) /* they go together */
        for (size_t i = 0; i < folder->n; i++)
            if (folder->source[i].role == INIT_COMPOUNDS || folder->source[i].role == INIT_GATES)
                folder->source[i].role = INIT_NOTHING;
}

bool init_take_role(const init_folder *folder, const char *word, init_source *s) {
    init_role role = INIT_ROLES;
    char *category = NULL;
    if (strcmp(word, "no") == 0 || strcmp(word, "n") == 0) role = INIT_NOTHING;
    for (int k = INIT_NOTHING; k < INIT_FACILITIES; k++)
        if (strcmp(word, ROLE[k]) == 0 || strcmp(word, cli_tr(ROLE[k])) == 0) role = (init_role)k;
    for (size_t k = 0; k < folder->n_categories; k++) {
        const init_category *c = &folder->category[k];
        if (strcmp(word, c->name) != 0 && (!c->title_zh || strcmp(word, c->title_zh) != 0)) continue;
        role = INIT_FACILITIES;
        free(category);
        category = strdup(c->name);
    }
    if (role == INIT_ROLES) return false;
    free(s->category);
    s->category = category;
    s->role = role;
    return true;
}

const char *init_role_text(const init_source *s, char *buffer, size_t size) {
    if (s->role != INIT_FACILITIES) return cli_tr(ROLE[s->role]);
    snprintf(buffer, size, cli_tr("facilities of %s"), s->category ? s->category : "");
    return buffer;
}
