#include "history/history_layout.h"

#include "base/language.h"

/*
 * Version 1. Shapes are kept once: a community whose outline stays the same from run to run refers to the same one, and
 * within a run no two communities share one, so that a shape's fid tells a community in the view `latest`.
 */
static const char TABLES[] =
    "CREATE TABLE runs (run INTEGER PRIMARY KEY, stored TEXT NOT NULL, confirmed TEXT NOT NULL, "
    "  times INTEGER NOT NULL, profile TEXT NOT NULL, title_en TEXT, title_zh TEXT, version TEXT NOT NULL, "
    "  passed INTEGER NOT NULL, communities INTEGER NOT NULL, parameters TEXT NOT NULL, network TEXT, "
    "  sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, report BLOB NOT NULL);"
    "CREATE TABLE inputs (run INTEGER NOT NULL REFERENCES runs, input INTEGER NOT NULL, role TEXT NOT NULL, "
    "  file TEXT NOT NULL, layer TEXT, crs TEXT, encoding TEXT, features INTEGER NOT NULL, sha256 TEXT, "
    "  PRIMARY KEY (run, input)) WITHOUT ROWID;"
    "CREATE TABLE indicators (run INTEGER NOT NULL REFERENCES runs, indicator INTEGER NOT NULL, id TEXT NOT NULL, "
    "  title_en TEXT, title_zh TEXT, category TEXT NOT NULL, metric TEXT NOT NULL, distance_m DOUBLE NOT NULL, "
    "  denominator TEXT NOT NULL, target DOUBLE, community_target DOUBLE, source TEXT, verified TEXT, ratio DOUBLE, "
    "  err DOUBLE, offnet DOUBLE, demand DOUBLE, covered DOUBLE, mean_ratio DOUBLE, verdict TEXT NOT NULL, "
    "  communities_met INTEGER NOT NULL, communities_missed INTEGER NOT NULL, "
    "  PRIMARY KEY (run, indicator)) WITHOUT ROWID;"
    "CREATE TABLE shapes (fid INTEGER PRIMARY KEY);"
    "CREATE TABLE communities (run INTEGER NOT NULL REFERENCES runs, community INTEGER NOT NULL, id TEXT NOT NULL, "
    "  name TEXT NOT NULL, area_m2 DOUBLE, population DOUBLE, shape INTEGER REFERENCES shapes, "
    "  PRIMARY KEY (run, community)) WITHOUT ROWID;"
    "CREATE INDEX communities_by_id ON communities (id, run);"
    "CREATE INDEX communities_by_shape ON communities (shape, run);"
    "CREATE TABLE results (run INTEGER NOT NULL REFERENCES runs, community INTEGER NOT NULL, "
    "  indicator INTEGER NOT NULL, ratio DOUBLE, err DOUBLE, offnet DOUBLE, mean_m DOUBLE, p50_m DOUBLE, "
    "  p90_m DOUBLE, facilities INTEGER, per_10k DOUBLE, overlap DOUBLE, verdict TEXT NOT NULL, reason TEXT, "
    "  PRIMARY KEY (run, community, indicator)) WITHOUT ROWID;";

static const char SERIES[] =
    "CREATE VIEW series AS SELECT r.run AS run, u.stored AS stored, u.profile AS profile, c.id AS id, c.name AS name, "
    "  i.id AS indicator, r.ratio AS ratio, r.err AS err, r.offnet AS offnet, r.mean_m AS mean_m, "
    "  r.verdict AS verdict, r.reason AS reason, s.geometry AS geometry "
    "  FROM results r JOIN runs u ON u.run = r.run "
    "  JOIN communities c ON c.run = r.run AND c.community = r.community "
    "  JOIN indicators i ON i.run = r.run AND i.indicator = r.indicator LEFT JOIN shapes s ON s.fid = c.shape;";

/* Version 2: what combines others has no category and no distance, and says what it combines. The view `latest` is made
   anew with each run; until then it finds the new table under the old name. */
static lc_status allow_combinations(const lc_database *db) {
    lc_status status = lc_database_run(
        db, "PRAGMA legacy_alter_table = ON; DROP VIEW series;"
            "CREATE TABLE indicators_2 (run INTEGER NOT NULL REFERENCES runs, indicator INTEGER NOT NULL, "
            "  id TEXT NOT NULL, title_en TEXT, title_zh TEXT, category TEXT, metric TEXT NOT NULL, distance_m DOUBLE, "
            "  denominator TEXT NOT NULL, target DOUBLE, community_target DOUBLE, source TEXT, verified TEXT, "
            "  ratio DOUBLE, err DOUBLE, offnet DOUBLE, demand DOUBLE, covered DOUBLE, mean_ratio DOUBLE, "
            "  verdict TEXT NOT NULL, communities_met INTEGER NOT NULL, communities_missed INTEGER NOT NULL, "
            "  combines TEXT, services DOUBLE, PRIMARY KEY (run, indicator)) WITHOUT ROWID;"
            "INSERT INTO indicators_2 SELECT *, NULL, NULL FROM indicators; DROP TABLE indicators;"
            "ALTER TABLE indicators_2 RENAME TO indicators; PRAGMA legacy_alter_table = OFF;");
    return status == LC_OK ? lc_database_run(db, SERIES) : status;
}

static lc_status create(const lc_database *db) {
    lc_status status = lc_database_init_spatial(db);
    if (status == LC_OK) status = lc_database_run(db, TABLES);
    if (status == LC_OK) status = lc_database_run(db, SERIES);
    if (status == LC_OK)
        status = lc_database_call(db, "SELECT AddGeometryColumn('shapes', 'geometry', 4326, 'MULTIPOLYGON', 'XY')");
    if (status == LC_OK) status = lc_database_call(db, "SELECT CreateSpatialIndex('shapes', 'geometry')");
    if (status == LC_OK) /* the view itself is made with each run: it has the run's indicators as columns */
        status = lc_database_run(db, "INSERT INTO views_geometry_columns VALUES "
                                     "('latest', 'geometry', 'fid', 'shapes', 'geometry', 1)");
    return status;
}

static const lc_layout_step steps[] = {create, allow_combinations};

const lc_layout lc_history_layout = {.application_id = 0x4C436831, /* "LCh1" */
                                     .what = LC_TEXT("a history of lifecircle"),
                                     .step = steps,
                                     .version = sizeof steps / sizeof *steps};
