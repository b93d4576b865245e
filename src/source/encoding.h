/* Names of encodings, as people and .cpg files spell them. */
#ifndef LC_SOURCE_ENCODING_H
#define LC_SOURCE_ENCODING_H

#include <stdbool.h>

enum { LC_ENCODING_MAX = 40 };

typedef struct lc_encoding {
    char shown[LC_ENCODING_MAX]; /* for the report: "GBK" */
    char codec[LC_ENCODING_MAX]; /* what to decode with: "GB18030", of which GBK and GB 2312 are a part */
} lc_encoding;

/*
 * Understand a name: GBK, 936, CP936, "ANSI 936", gb2312, UTF8, 65001, Big5, 950, 88591, ISO-8859-1, …, and whatever
 * else the system's iconv knows. false when it is none.
 */
bool lc_encoding_find(const char *name, lc_encoding *out);

#endif
