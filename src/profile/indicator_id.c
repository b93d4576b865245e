#include "profile/indicator_id.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

lc_status lc_indicator_id_check(lc_yaml *yaml, const yaml_node_t *at, const char *id) {
    static const char *const taken[] = {"id",        "name",         "area_m2",       "population", "edge_effect",
                                        "met_count", "missed_items", "no_data_items", "group"};
    /* What GeoPackage, SpatiaLite, FlatGeobuf and databases call a row's number and its geometry. */
    static const char *const kept[] = {"fid",  "ogc_fid", "rowid", "oid",      "_rowid_",  "ogc_geom", "wkb_geometry",
                                       "geom", "shape",   "wkt",   "geometry", "objectid", "the_geom"};
    static const char *const endings[] = {
        "_err",      "_offnet",     "_island",    "_verdict",       "_reason",          "_mean_m",
        "_p50_m",    "_mean_err_m", "_p50_err_m", "_p90_err_m",     "_p90_m",           "_facilities",
        "_per_10k",  "_overlap",    "_count",     "_count_street",  "_count_community", "_count_station",
        "_length_m", "_area_m2",    "_share",     "_m2_per_person", "_services"};
    if (strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(id))
        return lc_yaml_fail(yaml, at, "'id' cannot be '%s'; use a-z, 0-9 and _ only", lc_clip_text(id).text);
    for (size_t i = 0; i < COUNT(taken); i++)
        if (strcmp(id, taken[i]) == 0)
            return lc_yaml_fail(yaml, at, "'id' cannot be '%s', a column of every report; choose another", id);
    for (size_t i = 0; i < COUNT(kept); i++)
        if (strcmp(id, kept[i]) == 0)
            return lc_yaml_fail(yaml, at,
                                "'id' cannot be '%s', which GeoPackages and databases keep for themselves; choose "
                                "another",
                                id);
    for (size_t i = 0; i < COUNT(endings); i++) {
        size_t n = strlen(id), m = strlen(endings[i]);
        if (n >= m && strcmp(id + n - m, endings[i]) == 0)
            return lc_yaml_fail(yaml, at, "'id' cannot end in '%s', as columns of the report do; choose another",
                                endings[i]);
    }
    const char *count = strrchr(id, '_');
    if (count && count[1] == 'k' && count[2] && strspn(count + 2, "0123456789") == strlen(count + 2))
        return lc_yaml_fail(yaml, at, "'id' cannot end in '%s', as columns of the report do; choose another", count);
    if (strstr(id, "_band_"))
        return lc_yaml_fail(yaml, at, "'id' cannot contain '_band_', as columns of the report do; choose another");
    return LC_OK;
}
