#!/bin/bash
# The shell script of docs/examples/ci on Liechtenstein: run_ci.sh PROGRAM SOURCE_TREE FOLDER
# First run: no baseline. Second: nothing changed. Third: a shop is gone. Fourth: the data cannot be read.
set -eu
export LIFECIRCLE=$1
tree=$2 folder=$3
rm -rf "$folder"
mkdir -p "$folder/source"
cd "$folder"
cp "$tree"/data/samples/liechtenstein/* source
ogr2ogr -q -f GeoJSON source/shops.geojson source/liechtenstein.osm.pbf points -where "other_tags LIKE '%\"shop\"=>%'"
printf '%s\n' 'osm: liechtenstein.osm.pbf' 'communities: communities.shp' 'id_field: name' 'facilities:' \
    '  convenience_store: shops.geojson' > project.yaml
export SOURCE=source PROJECT=project.yaml

run() { # run EXPECTED WHAT
    local code=0
    "$tree/docs/examples/ci/coverage.sh" out > log.txt 2>&1 || code=$?
    if [ "$code" -ne "$1" ]; then
        echo "$2: exit code $code, not $1"
        cat log.txt
        exit 1
    fi
}

run 0 'the first run'
cmp out/baseline.geojson out/report.geojson
cp out/baseline.geojson accepted.geojson
run 0 'unchanged data'
grep -q '0 worse, 0 better' log.txt
python3 - <<'END'
import json
shops = json.load(open("source/shops.geojson"))
del shops["features"][5]
json.dump(shops, open("source/shops.geojson", "w"))
END
run 1 'a shop less'
grep -q 'the input facilities of convenience_store changed: shops.geojson' log.txt
grep -q 'Coverage got worse' out/summary.md
cmp out/baseline.geojson accepted.geojson
python3 "$tree/tests/report/check_junit.py" out/junit.xml
python3 "$tree/tests/report/check_schema.py" "$tree/data/schema/lifecircle-report-1.schema.json" out/report.geojson
rm source/communities.shp
run 2 'no communities'
FETCH=false run 2 'fetching failed'
cp "$tree"/data/samples/liechtenstein/communities.shp source
# shellcheck disable=SC2016 # expanded by the script
FETCH='cp -R source/. "$DATA"' run 1 'fetched by a command'
