/* The project file: every key with a word of what it says, and what was found and is not used as a comment. */
#include <stdlib.h>
#include <string.h>

#include "init.h"

/* A text in double quotes, as YAML has it. */
static void put_text(FILE *file, const char *prefix, const char *text) {
    fprintf(file, "\"%s", prefix);
    for (const char *c = text; *c; c++) {
        if (*c == '"' || *c == '\\') fputc('\\', file);
        fputc(*c, file);
    }
    fputc('"', file);
}

static const init_source *next_of(const init_folder *folder, init_role role, size_t *at) {
    for (; *at < folder->n; ++*at) {
        const init_source *s = &folder->source[*at];
        if (s->role == role && !s->problem) return &folder->source[(*at)++];
    }
    return NULL;
}

/* A key with one source, or a list of them. */
static void put_key(FILE *file, const init_folder *folder, const char *prefix, const char *key, init_role role,
                    const char *comment) {
    size_t at = 0, n = 0;
    for (const init_source *s; (s = next_of(folder, role, &at)); n++) {
        if (n == 0) fprintf(file, "\n# %s\n%s:\n", cli_tr(comment), key);
        fputs("  - ", file);
        put_text(file, prefix, s->path);
        fputc('\n', file);
    }
}

static void put_one(FILE *file, const init_folder *folder, const char *prefix, const char *key, init_role role,
                    const char *comment) {
    size_t at = 0;
    const init_source *s = next_of(folder, role, &at);
    if (!s) return;
    fprintf(file, "\n# %s\n%s: ", cli_tr(comment), key);
    put_text(file, prefix, s->path);
    fputc('\n', file);
}

static size_t count_of(const init_folder *folder, init_role role) {
    size_t at = 0, n = 0;
    while (next_of(folder, role, &at)) n++;
    return n;
}

static void put_communities(FILE *file, const init_folder *folder, const char *prefix) {
    size_t at = 0;
    put_one(file, folder, prefix, "communities", INIT_COMMUNITIES, CLI_TEXT("Community polygons: what is measured."));
    const init_source *s = next_of(folder, INIT_COMMUNITIES, &at);
    if (s && s->id_field) {
        fputs("id_field: ", file);
        put_text(file, "", s->id_field);
        fputc('\n', file);
    }
    if (s && s->name_field) {
        fputs("name_field: ", file);
        put_text(file, "", s->name_field);
        fputc('\n', file);
    }
}

/* Categories in the order of the rules, each with all of its sources. */
static void put_facilities(FILE *file, const init_folder *folder, const char *prefix) {
    if (count_of(folder, INIT_FACILITIES) == 0) return;
    fprintf(file, "\n# %s\nfacilities:\n",
            cli_tr("Facilities by category; what is not named here comes from the map."));
    for (size_t k = 0; k < folder->n_categories; k++) {
        const char *name = folder->category[k].name;
        size_t n = 0;
        for (size_t i = 0; i < folder->n; i++) {
            const init_source *s = &folder->source[i];
            if (s->role != INIT_FACILITIES || s->problem || !s->category || strcmp(s->category, name) != 0) continue;
            if (n++ == 0) fprintf(file, "  %s:\n", name);
            fputs("    - ", file);
            put_text(file, prefix, s->path);
            fputc('\n', file);
        }
    }
}

static void put_unused(FILE *file, const init_folder *folder) {
    bool said = false;
    for (size_t i = 0; i < folder->n; i++) {
        const init_source *s = &folder->source[i];
        if (s->role != INIT_NOTHING && !s->problem) continue;
        if (!said) fprintf(file, "\n# %s\n", cli_tr("Found in the folder, and not used:"));
        said = true;
        fprintf(file, "#   %s", s->path);
        if (s->problem) fprintf(file, " – %s", s->problem);
        fputc('\n', file);
    }
}

bool init_write(FILE *file, const init_folder *folder, const char *prefix) {
    fprintf(file, "# %s\n",
            cli_tr("A project of lifecircle, made by 'lifecircle init'. Check it with: lifecircle check THIS_FILE"));
    fprintf(file, "# %s\n", cli_tr("Every option of 'lifecircle help check' may stand here, with _ for -."));
    put_key(file, folder, prefix, "osm", INIT_OSM,
            CLI_TEXT("OpenStreetMap: the paths, and facilities of every category without a source of its own."));
    put_one(file, folder, prefix, "network", INIT_NETWORK,
            CLI_TEXT("Lines to walk on; |noding=all behind the name joins lines that cross without a common vertex."));
    put_communities(file, folder, prefix);
    put_facilities(file, folder, prefix);
    put_key(file, folder, prefix, "pois", INIT_POIS,
            CLI_TEXT("Tables of a map service: facilities by the types of their rows."));
    put_one(file, folder, prefix, "residential", INIT_RESIDENTIAL,
            CLI_TEXT("Residential land, for indicators that are shares of it."));
    put_one(file, folder, prefix, "demand", INIT_DEMAND,
            CLI_TEXT("Where people live: buildings, points or a raster; add weight_field or floors_field."));
    put_one(file, folder, prefix, "compounds", INIT_COMPOUNDS, CLI_TEXT("Gated compounds, left through their gates."));
    put_one(file, folder, prefix, "gates", INIT_GATES, CLI_TEXT("Their gates."));
    put_one(file, folder, prefix, "dem", INIT_DEM, CLI_TEXT("Heights: slopes make walking longer."));
    fprintf(file, "\n# %s\nprofile: life-circle\n",
            cli_tr("What to measure: 'lifecircle profiles' lists them, or a file of your own."));
    fprintf(file, "\n# %s\n", cli_tr("Results, beside this file:"));
    fprintf(file, "output: \"%sreport.geojson\"\nhtml: \"%smap.html\"\n# xlsx: \"%sreport.xlsx\"\n", prefix, prefix,
            prefix);
    put_unused(file, folder);
    return !ferror(file);
}
