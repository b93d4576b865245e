/* A stream whose bytes become a text in memory. */
#ifndef LC_BASE_TEXT_STREAM_H
#define LC_BASE_TEXT_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Stays where it is between opening and closing: the stream writes into it. */
typedef struct lc_text_stream {
    FILE *file;  /* NULL: not open */
    char *text;  /* when it has been closed: what was written, ended by a zero; the caller's */
    size_t size; /* bytes of it, without that zero */
    size_t capacity;
    bool cut; /* there was no room for something */
} lc_text_stream;

/* false when memory is out. */
bool lc_text_stream_open(lc_text_stream *stream);
/*
 * false, and no text, when memory was out at any time, or it is not open. That is why this is no open_memstream():
 * glibc's drops what it has no room for, and neither ferror() nor fclose() tells.
 */
bool lc_text_stream_close(lc_text_stream *stream);

#endif
