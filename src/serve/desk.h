/* The live city behind the server: one question at a time, each with one answer. */
#ifndef LC_SERVE_DESK_H
#define LC_SERVE_DESK_H

#include "base/context.h"

/* What is sent back. */
typedef struct lc_answer {
    unsigned status;  /* of HTTP */
    const char *type; /* of its content; static */
    char *text;       /* size bytes, malloc'ed */
    size_t size;
} lc_answer;

/* What is asked. */
typedef struct lc_question {
    const char *method, *path;
    const char *category, *indicator; /* of the address; NULL without */
    const char *body;
    size_t size;
} lc_question;

typedef struct lc_desk lc_desk;

/*
 * Open the city: it is checked as it is. City, profile and options must outlive the desk.
 * Errors: as lc_live_open(); LC_ERR_INPUT for a city that lies nowhere on the globe.
 */
lc_status lc_desk_new(lc_context *ctx, const lc_city *city, const lc_profile *profile, const lc_check_options *options,
                      lc_desk **out);
void lc_desk_free(lc_desk *desk);

/* The page, in which nonce="@NONCE@" is to be replaced. Belongs to the desk. */
const char *lc_desk_page(const lc_desk *desk);
/* Answer a question of /api/. From any thread; who has waited for the others for long gets 503. */
void lc_desk_answer(lc_desk *desk, const lc_question *question, lc_answer *answer);
/* A line of text as an answer; the text is copied. */
void lc_answer_line(lc_answer *answer, unsigned status, const char *text);

#endif
