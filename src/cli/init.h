/* A project file for the files of a folder: what they are, what each one is for, the text. */
#ifndef LC_CLI_INIT_H
#define LC_CLI_INIT_H

#include "cli.h"

/* What a source is for. */
typedef enum init_role {
    INIT_NOTHING = 0,
    INIT_OSM,
    INIT_COMMUNITIES,
    INIT_NETWORK,
    INIT_RESIDENTIAL,
    INIT_DEMAND,
    INIT_COMPOUNDS,
    INIT_GATES,
    INIT_DEM,
    INIT_POIS,
    INIT_FACILITIES, /* of a category */
    INIT_ROLES
} init_role;

typedef enum init_kind { INIT_MAP = 0, INIT_POLYGONS, INIT_LINES, INIT_POINTS, INIT_RASTER } init_kind;

/* One file, or one layer of a file. */
typedef struct init_source {
    char *path;      /* a SOURCE, relative to the folder */
    char *described; /* "11 polygons", for people */
    char *problem;   /* why it cannot be used as it is; NULL when it can */
    char *id_field, *name_field;
    bool has_types; /* a table of a map service */
    init_kind kind;
    init_role role;
    char *category; /* of INIT_FACILITIES */
} init_source;

typedef struct init_category {
    char *name, *title_en, *title_zh;
} init_category;

typedef struct init_folder {
    const char *path;
    init_source *source;
    size_t n;
    init_category *category; /* that the rules know */
    size_t n_categories;
} init_folder;

/* Look at every file of the folder. The exit code. */
int init_look(lc_context *ctx, const char *data_dir, init_folder *folder);
void init_free(init_folder *folder);
/* Guess what each one is for, by its geometry and its name. */
void init_guess(init_folder *folder);
/* The role of a word ("communities", "park", "公园"), into `source`; false when there is none. */
bool init_take_role(const init_folder *folder, const char *word, init_source *source);
/* "communities", "facilities of park", in the user's language; may use `buffer`. */
const char *init_role_text(const init_source *source, char *buffer, size_t size);
/* Write the project; paths begin with `prefix`. false when it cannot be written. */
bool init_write(FILE *file, const init_folder *folder, const char *prefix);

#endif
