#include "base/text_stream.h"

#include <stdlib.h>

bool lc_text_stream_open(lc_text_stream *stream) {
    *stream = (lc_text_stream){0};
    stream->file = open_memstream(&stream->text, &stream->size);
    return stream->file != NULL;
}

bool lc_text_stream_close(lc_text_stream *stream) {
    if (!stream->file) return false;
    bool whole = !ferror(stream->file);
    if (fclose(stream->file) != 0) whole = false;
    stream->file = NULL;
    if (whole) return true;
    free(stream->text);
    stream->text = NULL;
    stream->size = 0;
    return false;
}
