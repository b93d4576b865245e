#define _GNU_SOURCE /* fopencookie() */
#include "base/text_stream.h"

#include <stdint.h>
#include <string.h>
#include <sys/types.h>

#include "base/memory.h"

static ssize_t append(void *cookie, const char *bytes, size_t n) {
    lc_text_stream *s = cookie;
    if (s->cut || n >= SIZE_MAX - s->size || !LC_ROOM(s->text, s->capacity, s->size + n + 1)) {
        s->cut = true;
        return 0;
    }
    memcpy(s->text + s->size, bytes, n);
    s->size += n;
    s->text[s->size] = '\0';
    return (ssize_t)n;
}

bool lc_text_stream_open(lc_text_stream *stream) {
    *stream = (lc_text_stream){0};
    if (!LC_ROOM(stream->text, stream->capacity, 1)) return false;
    stream->text[0] = '\0';
    stream->file = fopencookie(stream, "w", (cookie_io_functions_t){.write = append});
    if (stream->file) return true;
    free(stream->text);
    stream->text = NULL;
    return false;
}

bool lc_text_stream_close(lc_text_stream *stream) {
    if (!stream->file) return false;
    if (fclose(stream->file) != 0) stream->cut = true;
    stream->file = NULL;
    if (!stream->cut) return true;
    free(stream->text);
    stream->text = NULL;
    stream->size = 0;
    return false;
}
