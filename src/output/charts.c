#include "output/charts.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/language.h"
#include "base/memory.h"
#include "base/output.h"
#include "output/xml.h"
#include "report/digits.h"
#include "report/words.h"

/* Units of the drawing: a square plot, with room for a title above and words around. */
enum { LEFT = 70, TOP = 60, SIDE = 400, WIDTH = 500, HEIGHT = 530 };

typedef struct {
    FILE *file;
    lc_context *ctx;
    const lc_indicator *indicator;
} chart_t;

static double x_of(double share) {
    return LEFT + SIDE * share;
}

static double y_of(double share) {
    return TOP + SIDE * (1 - share);
}

/* With a point in any locale. */
static void put(const chart_t *c, double value) {
    fputs(lc_digits_fixed(value, 2, false).text, c->file);
}

static void put_text(const chart_t *c, double x, double y, const char *anchor, int size, const char *text) {
    fputs("<text x=\"", c->file);
    put(c, x);
    fputs("\" y=\"", c->file);
    put(c, y);
    fprintf(c->file, "\" font-size=\"%d\" text-anchor=\"%s\">", size, anchor);
    lc_xml_text(c->file, text);
    fputs("</text>\n", c->file);
}

static void begin(const chart_t *c, const char *note) {
    fprintf(
        c->file,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" fill=\"#222\">\n"
        "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n",
        WIDTH, HEIGHT, WIDTH, HEIGHT);
    put_text(c, LEFT, 24, "start", 14, lc_title_text(c->ctx, c->indicator->title_en, c->indicator->title_zh));
    put_text(c, LEFT, 44, "start", 12, note);
}

/* Both axes from 0; the upright one ends at `top`. */
static void draw_axes(const chart_t *c, double top, const char *across, const char *upright) {
    fprintf(c->file, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#999\"/>\n", LEFT, TOP,
            SIDE, SIDE);
    for (int tick = 0; tick <= 4; tick++)
        put_text(c, LEFT - 6, y_of(tick / 4.0) + 4, "end", 11, lc_digits_short(round(1e4 * top * tick / 4) / 1e2).text);
    put_text(c, LEFT + SIDE / 2, TOP + SIDE + 42, "middle", 12, across);
    fprintf(c->file, "<g transform=\"translate(18 %d) rotate(-90)\">", TOP + SIDE / 2);
    put_text(c, 0, 0, "middle", 12, upright);
    fputs("</g>\n", c->file);
}

static void end(const chart_t *c) {
    fputs("</svg>\n", c->file);
}

/* ----------------------------------------------------------------------------------------------------------- drawing
 */

static void draw_lorenz(const chart_t *c, const lc_lorenz_curve *curve) {
    char note[80];
    snprintf(note, sizeof note, "Gini %s", lc_digits_fixed(c->indicator->gini, 3, false).text);
    begin(c, note);
    fputs("<path fill=\"#9ecae1\" d=\"M", c->file);
    for (size_t k = 0; k < curve->n; k++) {
        if (k) fputs(" L", c->file);
        put(c, x_of(curve->point[k].demand));
        fputc(' ', c->file);
        put(c, y_of(curve->point[k].covered));
    }
    fputs(" Z\" stroke=\"#08519c\" stroke-linejoin=\"round\"/>\n", c->file);
    draw_axes(c, 1, lc_tr(c->ctx, "people or land, the least served communities first, %"),
              lc_tr(c->ctx, "of what is served, %"));
    for (int tick = 0; tick <= 4; tick++)
        put_text(c, x_of(tick / 4.0), TOP + SIDE + 18, "middle", 11, lc_digits_short(25 * tick).text);
    end(c);
}

static double most_of(const lc_distance_shares *d) {
    double most = 0.01;
    for (size_t k = 0; k < d->n; k++) most = fmax(most, d->share[k]);
    return most;
}

/* The top of an axis: 1, 2 or 5 times a power of ten, and not much above what has to fit. */
static double round_up(double most) {
    static const double steps[] = {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i] >= most) return steps[i];
    return 1;
}

/* Whom or what the distances are of. */
static const char *note_text(const chart_t *c) {
    if (strcmp(c->indicator->denominator, "population") == 0) return lc_tr(c->ctx, "%s %% of the people within %s m");
    return strcmp(c->indicator->denominator, "area") == 0 ? lc_tr(c->ctx, "%s %% of the area within %s m")
                                                          : lc_tr(c->ctx, "%s %% of the residential land within %s m");
}

static const char *upright_text(const chart_t *c) {
    if (strcmp(c->indicator->denominator, "population") == 0) return lc_tr(c->ctx, "of the people, %");
    return strcmp(c->indicator->denominator, "area") == 0 ? lc_tr(c->ctx, "of the area, %")
                                                          : lc_tr(c->ctx, "of the residential land, %");
}

static void draw_distances(const chart_t *c, const lc_distance_shares *d) {
    double top = round_up(most_of(d)), within = 0;
    char note[160];
    for (size_t k = 0; k < d->n; k++) within += d->share[k];
    snprintf(note, sizeof note, note_text(c), lc_digits_fixed(100 * within, 1, false).text,
             lc_digits_short(d->width_m * (double)d->n).text);
    begin(c, note);
    for (size_t k = 0; k < d->n; k++) {
        double x = x_of((double)k / (double)d->n), y = y_of(d->share[k] / top);
        fputs("<rect x=\"", c->file);
        put(c, x + 1);
        fputs("\" y=\"", c->file);
        put(c, y);
        fputs("\" width=\"", c->file);
        put(c, SIDE / (double)d->n - 2);
        fputs("\" height=\"", c->file);
        put(c, TOP + SIDE - y);
        fputs("\" fill=\"#6baed6\"/>\n", c->file);
    }
    draw_axes(c, top, lc_tr(c->ctx, "distance to the nearest, m"), upright_text(c));
    for (int tick = 0; tick <= 4; tick++)
        put_text(c, x_of(tick / 4.0), TOP + SIDE + 18, "middle", 11,
                 lc_digits_short(round(d->width_m * (double)d->n * tick / 4)).text);
    end(c);
}

/* ------------------------------------------------------------------------------------------------------------- files
 */

static lc_status write_one(lc_context *ctx, const lc_report *report, size_t i, const char *folder, bool distances) {
    lc_output output;
    char *path = lc_sprintf("%s/%s_%s.svg", folder, report->indicators[i].id, distances ? "distance" : "lorenz");
    lc_status status = path ? lc_output_open(ctx, path, &output) : lc_fail_memory(ctx);
    free(path);
    if (status != LC_OK) return status;
    const chart_t chart = {output.file, ctx, &report->indicators[i]};
    if (distances)
        draw_distances(&chart, &report->distances[i]);
    else
        draw_lorenz(&chart, &report->lorenz[i]);
    return lc_output_commit(ctx, &output);
}

static lc_status fail_folder(lc_context *ctx, const char *folder, const char *why) {
    return lc_fail(ctx, LC_ERR_IO, "charts: '%s' cannot be used as a folder: %s; name another one", folder, why);
}

lc_status lc_output_check_charts(lc_context *ctx, const char *folder) {
    struct stat st;
    if (strcmp(folder, "-") == 0)
        return lc_fail(ctx, LC_ERR_INPUT, "charts are several files, which standard output cannot take; name a folder");
    if (stat(folder, &st) == 0)
        return !S_ISDIR(st.st_mode)        ? fail_folder(ctx, folder, lc_tr(ctx, "it is a file"))
               : access(folder, W_OK) == 0 ? LC_OK
                                           : fail_folder(ctx, folder, strerror(errno));
    char *parent = lc_path_folder(folder);
    if (!parent) return lc_fail_memory(ctx);
    bool good = access(parent, W_OK) == 0;
    int error = errno;
    free(parent);
    return good ? LC_OK : fail_folder(ctx, folder, strerror(error));
}

lc_status lc_report_write_charts(lc_context *ctx, const lc_report *report, const char *folder) {
    lc_status status = lc_output_check_charts(ctx, folder);
    if (status == LC_OK && mkdir(folder, 0777) != 0 && errno != EEXIST)
        status = fail_folder(ctx, folder, strerror(errno));
    for (size_t i = 0; status == LC_OK && i < report->n_indicators; i++) {
        if (report->lorenz && report->lorenz[i].n) status = write_one(ctx, report, i, folder, false);
        if (status == LC_OK && report->distances && report->distances[i].n)
            status = write_one(ctx, report, i, folder, true);
    }
    return status;
}
