#include "profile/cut_part.h"

#include <math.h>
#include <string.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/path.h"
#include "profile/yaml_schema.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char ADVICE[] = LC_TEXT("name the part.yaml that 'lifecircle cut' wrote, or write K/N");
static const lc_yaml_range NUMBERS = {0, 1e15, false, "0 or more", "cut again"};

/* In the order of any and area: nothing, points or lines, areas. */
static const char *const KINDS[] = {"none", "no_areas", "areas", NULL};

bool lc_cut_osm_add(lc_cut_osm *osm, const char *name, bool any, bool area) {
    if (!LC_ROOM(osm->category, osm->cap_categories, osm->n_categories + 1)) return false;
    lc_cut_category *to = &osm->category[osm->n_categories];
    *to = (lc_cut_category){lc_strdup(name), any, area};
    osm->n_categories += to->name != NULL;
    return to->name;
}

void lc_cut_osm_clear(lc_cut_osm *osm) {
    for (size_t i = 0; i < osm->n_categories; i++) free(osm->category[i].name);
    free(osm->category);
    free(osm->name);
    *osm = (lc_cut_osm){0};
}

void lc_cut_part_free(lc_cut_part *part) {
    if (!part) return;
    lc_cut_osm_clear(&part->osm);
    free(part->extract);
    free(part->layers);
    free(part->file);
    free(part);
}

/* ----------------------------------------------------------------------------------------------------------- reading
 */

static lc_status read_size(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    double number = 0;
    lc_status status = lc_yaml_get_number(yaml, value, field->key, &NUMBERS, &number);
    if (status == LC_OK) *(size_t *)target = (size_t)number;
    return status;
}

static lc_status read_digest(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    const char *text;
    lc_status status = lc_yaml_get_text(yaml, value, field->key, &text);
    if (status != LC_OK) return status;
    if (strlen(text) != 64) return lc_yaml_fail(yaml, value, "'%s' is no SHA-256 digest; cut again", field->key);
    memcpy(target, text, 65);
    return LC_OK;
}

static lc_status read_category(lc_yaml *yaml, const yaml_node_t *key, const yaml_node_t *value, void *target) {
    static const lc_yaml_field field = {.key = "category", .rule = KINDS};
    int kind;
    lc_status status = lc_yaml_read_word(yaml, value, &field, &kind);
    if (status != LC_OK) return status;
    return lc_cut_osm_add(target, (const char *)key->data.scalar.value, kind > 0, kind > 1) ? LC_OK
                                                                                            : lc_fail_memory(yaml->ctx);
}

static lc_status read_categories(lc_yaml *yaml, const yaml_node_t *value, const lc_yaml_field *field, void *target) {
    return lc_yaml_entries(yaml, value, field->key, read_category, target);
}

#define PART(name, member, reader)                                                                                     \
    { .key = name, .read = reader, .offset = offsetof(lc_cut_part, member), .required = true }
static const lc_yaml_field FIELDS[] = {
    PART("part", number, read_size),
    PART("parts", of, read_size),
    PART("planes", n_planes, read_size),
    PART("communities", n_communities, read_size),
    PART("first_plane", first, read_size),
    PART("end_plane", end, read_size),
    {.key = "margin_m",
     .read = lc_yaml_read_number,
     .offset = offsetof(lc_cut_part, margin_m),
     .rule = &NUMBERS,
     .required = true},
    {.key = "rules_sha256", .read = read_digest, .offset = offsetof(lc_cut_part, rules)},
    {.key = "layers", .read = lc_yaml_read_text, .offset = offsetof(lc_cut_part, layers)},
    {.key = "extract", .read = lc_yaml_read_text, .offset = offsetof(lc_cut_part, extract)},
    {.key = "osm", .read = lc_yaml_read_text, .offset = offsetof(lc_cut_part, osm.name)},
    {.key = "osm_sha256", .read = read_digest, .offset = offsetof(lc_cut_part, osm.sha256)},
    {.key = "osm_objects", .read = read_size, .offset = offsetof(lc_cut_part, osm.n_objects)},
    {.key = "osm_categories", .read = read_categories, .offset = offsetof(lc_cut_part, osm)},
};

static bool is_sound(const lc_cut_part *p) {
    bool whole = !p->extract || (p->osm.name && *p->osm.sha256);
    return p->number > 0 && p->number <= p->of && p->first < p->end && p->end <= p->n_planes && whole;
}

/* What is cut lies beside the file. */
static bool place_beside(const char *path, char **file) {
    char *folder = *file && **file != '/' ? lc_path_folder(path) : NULL;
    if (!*file || **file == '/') return true;
    char *whole = folder ? lc_sprintf("%s/%s", folder, *file) : NULL;
    free(folder);
    free(*file);
    *file = whole;
    return whole;
}

lc_status lc_cut_part_read(lc_context *ctx, const char *path, lc_cut_part **out) {
    lc_yaml yaml = {0};
    lc_cut_part *part = LC_NEW0(lc_cut_part, 1);
    if (!part) return lc_fail_memory(ctx);
    part->file = lc_strdup(path);
    lc_status status = part->file ? lc_yaml_open(ctx, path, ADVICE, &yaml) : lc_fail_memory(ctx);
    if (status == LC_OK) status = lc_yaml_mapping(&yaml, lc_yaml_root(&yaml), "a part", FIELDS, COUNT(FIELDS), part);
    if (status == LC_OK && !is_sound(part))
        status = lc_yaml_fail(&yaml, lc_yaml_root(&yaml), "this is not what 'lifecircle cut' writes; cut again");
    if (status == LC_OK && !(place_beside(path, &part->extract) && place_beside(path, &part->layers)))
        status = lc_fail_memory(ctx);
    lc_yaml_close(&yaml);
    if (status == LC_OK)
        *out = part;
    else
        lc_cut_part_free(part);
    return status;
}

/* ----------------------------------------------------------------------------------------------------------- writing
 */

/* Between single quotes, as YAML has it: a quote is written twice. */
static void print_quoted(FILE *file, const char *text) {
    fputc('\'', file);
    for (; *text; text++) fprintf(file, *text == '\'' ? "''" : "%c", *text);
    fputc('\'', file);
}

/* As it is where YAML takes it for what it is. */
static void print_key(FILE *file, const char *name) {
    bool plain = strspn(name, "abcdefghijklmnopqrstuvwxyz_") == strlen(name) && strcmp(name, "null") != 0;
    if (plain)
        fputs(name, file);
    else
        print_quoted(file, name);
}

static void print_file(FILE *file, const char *key, const char *path) {
    if (!path) return;
    fprintf(file, "%s: ", key);
    print_quoted(file, path);
    fputc('\n', file);
}

void lc_cut_part_print(FILE *file, const lc_cut_part *p) {
    long long margin_mm = llround(1000 * p->margin_m); /* a decimal point in every locale */
    fprintf(file,
            "# Written by lifecircle cut: a part of a check. Planes are counted from 0.\n"
            "part: %zu\nparts: %zu\nplanes: %zu\ncommunities: %zu\nfirst_plane: %zu\nend_plane: %zu\nmargin_m: "
            "%lld.%03lld\n",
            p->number, p->of, p->n_planes, p->n_communities, p->first, p->end, margin_mm / 1000, margin_mm % 1000);
    if (*p->rules) fprintf(file, "rules_sha256: %s\n", p->rules);
    print_file(file, "layers", p->layers);
    if (!p->extract) return;
    print_file(file, "extract", p->extract);
    fputs("osm: ", file);
    print_quoted(file, p->osm.name);
    fprintf(file, "\nosm_sha256: %s\nosm_objects: %zu\n", p->osm.sha256, p->osm.n_objects);
    if (p->osm.n_categories) fputs("osm_categories:\n", file);
    for (size_t i = 0; i < p->osm.n_categories; i++) {
        const lc_cut_category *c = &p->osm.category[i];
        fputs("  ", file);
        print_key(file, c->name);
        fprintf(file, ": %s\n", KINDS[c->any ? c->area ? 2 : 1 : 0]);
    }
}
