/* Workbooks: the input is the sheet, its texts and its styles, with a NUL between them. They are put into an archive
   with the sums that it needs, so that what changes is the XML. */
#include <zlib.h>

#include "layer.h"

#define OFFICE "http://schemas.openxmlformats.org/"
#define KIND OFFICE "officeDocument/2006/relationships"
#define PACKAGE OFFICE "package/2006/"
#define TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml."
#define RELATION(id, kind, target) "<Relationship Id=\"" id "\" Type=\"" KIND "/" kind "\" Target=\"" target "\"/>"
#define RELATIONS(list) "<Relationships xmlns=\"" PACKAGE "relationships\">" list "</Relationships>"

static const char TYPES[] =
    "<Types xmlns=\"" PACKAGE "content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" TYPE "sheet.main+xml\"/>"
    "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" TYPE "worksheet+xml\"/>"
    "<Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"" TYPE "sharedStrings+xml\"/>"
    "<Override PartName=\"/xl/styles.xml\" ContentType=\"" TYPE "styles+xml\"/></Types>";
static const char ROOT[] = RELATIONS(RELATION("rId1", "officeDocument", "xl/workbook.xml"));
static const char BOOK[] = "<workbook xmlns=\"" OFFICE "spreadsheetml/2006/main\" xmlns:r=\"" KIND
                           "\"><sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
static const char PARTS[] = RELATIONS(RELATION("rId1", "worksheet", "worksheets/sheet1.xml") RELATION(
    "rId2", "sharedStrings", "sharedStrings.xml") RELATION("rId3", "styles", "styles.xml"));

typedef struct {
    const char *name;
    const uint8_t *data;
    size_t size;
} part_t;

enum { N_PARTS = 7 };

/* Little-endian numbers of 2 or 4 bytes; `shape` says which: "2" or "4" each. */
static void put(FILE *file, const char *shape, const unsigned long *value) {
    for (size_t i = 0; shape[i]; i++)
        for (int k = 0; k < shape[i] - '0'; k++) fputc((int)(value[i] >> (8 * k) & 255), file);
}

static void put_archive(FILE *file, const part_t *part) {
    unsigned long at[N_PARTS], start;
    for (size_t i = 0; i < N_PARTS; i++) {
        unsigned long n = part[i].size, sum = crc32(0, part[i].data, (uInt)n), length = strlen(part[i].name);
        at[i] = (unsigned long)ftell(file);
        put(file, "42222244422", (unsigned long[]){0x04034B50, 20, 0, 0, 0, 33, sum, n, n, length, 0});
        fputs(part[i].name, file);
        fwrite(part[i].data, 1, n, file);
    }
    start = (unsigned long)ftell(file);
    for (size_t i = 0; i < N_PARTS; i++) {
        unsigned long n = part[i].size, sum = crc32(0, part[i].data, (uInt)n), length = strlen(part[i].name);
        put(file, "42222224442222244",
            (unsigned long[]){0x02014B50, 20, 20, 0, 0, 0, 33, sum, n, n, length, 0, 0, 0, 0, 0, at[i]});
        fputs(part[i].name, file);
    }
    unsigned long size = (unsigned long)ftell(file) - start;
    put(file, "42222442", (unsigned long[]){0x06054B50, 0, 0, N_PARTS, N_PARTS, size, start, 0});
}

/* The next piece up to a NUL, or all that is left. */
static part_t take(const char *name, const uint8_t **data, size_t *size) {
    const uint8_t *nul = *size ? memchr(*data, 0, *size) : NULL;
    part_t part = {name, *data, nul ? (size_t)(nul - *data) : *size};
    *data += part.size + (nul != NULL);
    *size -= part.size + (nul != NULL);
    return part;
}

static part_t own(const char *name, const char *text) {
    return (part_t){name, (const uint8_t *)text, strlen(text)};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    part_t part[N_PARTS] = {own("[Content_Types].xml", TYPES), own("_rels/.rels", ROOT), own("xl/workbook.xml", BOOK),
                            own("xl/_rels/workbook.xml.rels", PARTS)};
    part[4] = take("xl/worksheets/sheet1.xml", &data, &size);
    part[5] = take("xl/sharedStrings.xml", &data, &size);
    part[6] = take("xl/styles.xml", &data, &size);
    char *archive = NULL;
    size_t n = 0;
    FILE *file = open_memstream(&archive, &n);
    fuzz_assert(file != NULL, "there is memory");
    put_archive(file, part);
    fuzz_assert(fclose(file) == 0, "there is memory");
    fuzz_layer((const uint8_t *)archive, n, ".xlsx", "|crs=EPSG:4326");
    free(archive);
    return 0;
}
