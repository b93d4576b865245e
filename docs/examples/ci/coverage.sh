#!/bin/sh
# Coverage in continuous integration: fetch the data, check them, compare with the last accepted report.
#
#     coverage.sh [FOLDER]
#
# FOLDER (default: out) receives
#     data/           the fetched data
#     report.geojson  this run's report
#     junit.xml       verdicts and regressions, for the service that runs this
#     summary.md      the same for people
# and keeps baseline.geojson, the report that this run is compared with: the first run makes it, and it stays as it is
# until somebody accepts a newer report:  cp FOLDER/report.geojson FOLDER/baseline.geojson
#
# Exit code: 0 nothing missed and nothing worse, 1 a target missed or something worse, 2 data or call are wrong.
#
# Set what differs from place to place:
#     FETCH       command that puts the data into the folder in $DATA; by default it copies the folder $SOURCE
#     PROJECT     project file, its paths as they are below $DATA (default: project.yaml, from the data)
#     LIFECIRCLE  the program (default: lifecircle)
#     TOLERANCE   changes up to this do not count (default: 0.001)
set -eu

out=${1:-out}
LIFECIRCLE=${LIFECIRCLE:-lifecircle}
DATA=$out/data
export DATA

rm -rf "$DATA"
mkdir -p "$DATA"
if [ -n "${FETCH:-}" ]; then
    if ! sh -c "$FETCH"; then
        echo "coverage.sh: FETCH failed, nothing is checked" >&2
        exit 2
    fi
else
    cp -R "${SOURCE:?set SOURCE to the folder with the data, or FETCH to a command that fetches them}"/. "$DATA"
fi
if [ -n "${PROJECT:-}" ]; then
    cp "$PROJECT" "$DATA/project.yaml"
fi

set -- check "$DATA/project.yaml" --tolerance "${TOLERANCE:-0.001}" \
    --output "$out/report.geojson" --junit "$out/junit.xml" --markdown "$out/summary.md"
if [ -e "$out/baseline.geojson" ]; then
    set -- "$@" --baseline "$out/baseline.geojson"
fi

code=0
"$LIFECIRCLE" "$@" || code=$?
# The first report that could be made is what later ones are held against.
if [ "$code" -ne 2 ] && [ ! -e "$out/baseline.geojson" ]; then
    cp "$out/report.geojson" "$out/baseline.geojson"
fi
exit "$code"
