/* Shapefiles of points made byte by byte, with what a real one may have: text of any encoding, a language byte, a .cpg
   and a .prj of any kind. */
#ifndef LC_TESTS_SHAPEFILE_H
#define LC_TESTS_SHAPEFILE_H

#include "files.h"

typedef struct made_shapefile {
    const char *field; /* its one field: at most 10 bytes are kept */
    char type;         /* of the field; 0: C */
    int width, decimals;
    const char *const *text; /* n values, bytes as they are to stand in the file */
    const double (*xy)[2];   /* n points; NULL: (104, 30) each */
    size_t n;
    int language_byte;
    const char *cpg, *prj; /* NULL: no such file; prj NULL: WGS 84 */
} made_shapefile;

#define PRJ_WGS84                                                                                                      \
    "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],"                    \
    "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]"

static inline void put_int(unsigned char *to, size_t n, uint32_t value, bool big) {
    for (size_t i = 0; i < n; i++) to[big ? n - 1 - i : i] = (unsigned char)(value >> (8 * i));
}

/* .shp or .shx: the header, then 14 words a record, or 4. */
static inline void write_points(files *f, const made_shapefile *made, const char *name, bool index) {
    enum { HEADER = 100, RECORD = 28, ENTRY = 8 };
    size_t step = index ? ENTRY : RECORD, size = HEADER + made->n * step;
    unsigned char *bytes = calloc(1, size);
    double box[4] = {-180, -90, 180, 90};
    assert_non_null(bytes);
    put_int(bytes, 4, 9994, true);
    put_int(bytes + 24, 4, (uint32_t)size / 2, true);
    put_int(bytes + 28, 4, 1000, false);
    put_int(bytes + 32, 4, 1, false);
    memcpy(bytes + 36, box, sizeof box);
    for (size_t i = 0; i < made->n; i++) {
        static const double somewhere[2] = {104, 30};
        unsigned char *at = bytes + HEADER + i * step;
        put_int(at, 4, index ? (uint32_t)(HEADER + i * RECORD) / 2 : (uint32_t)i + 1, true);
        put_int(at + 4, 4, (RECORD - 8) / 2, true);
        if (index) continue;
        put_int(at + 8, 4, 1, false);
        memcpy(at + 12, made->xy ? made->xy[i] : somewhere, 16);
    }
    write_bytes(f, name, bytes, size);
    free(bytes);
}

static inline void write_table(files *f, const made_shapefile *made, const char *name) {
    size_t width = (size_t)made->width, size = 65 + made->n * (1 + width) + 1;
    unsigned char *bytes = calloc(1, size);
    assert_non_null(bytes);
    bytes[0] = 3;
    bytes[1] = 120, bytes[2] = 1, bytes[3] = 1;
    put_int(bytes + 4, 4, (uint32_t)made->n, false);
    put_int(bytes + 8, 2, 65, false);
    put_int(bytes + 10, 2, (uint32_t)(1 + width), false);
    bytes[29] = (unsigned char)made->language_byte;
    memcpy(bytes + 32, made->field, strnlen(made->field, 10));
    bytes[43] = (unsigned char)(made->type ? made->type : 'C');
    bytes[48] = (unsigned char)width;
    bytes[49] = (unsigned char)made->decimals;
    bytes[64] = '\r';
    memset(bytes + 65, ' ', made->n * (1 + width));
    for (size_t i = 0; i < made->n; i++)
        memcpy(bytes + 65 + i * (1 + width) + 1, made->text[i], strnlen(made->text[i], width));
    bytes[size - 1] = 0x1a;
    write_bytes(f, name, bytes, size);
    free(bytes);
}

/* The path of m.shp, which every call replaces. */
static inline const char *write_shapefile(files *f, const made_shapefile *made) {
    write_points(f, made, "m.shp", false);
    write_points(f, made, "m.shx", true);
    write_table(f, made, "m.dbf");
    unlink(path_of(f, "m.cpg"));
    if (made->cpg) write_text(f, "m.cpg", made->cpg);
    write_text(f, "m.prj", made->prj ? made->prj : PRJ_WGS84);
    return path_of(f, "m.shp");
}

#endif
