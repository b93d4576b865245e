# bash completion for lifecircle

_lifecircle() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local commands="check cut diff doctor edits help history init inspect merge prepare profiles serve site"
    local check="--osm --network --communities --id-field --name-field --population-field --group-field --facilities --pois --entrances
        --residential --demand --weight-field --floors-field --group --compounds --gates --profile --output --areas --gaps
        --edits --field --csv --csv-bom --xlsx --gpkg --html --tiles --tiles-attribution --out-crs --markdown --charts --junit --baseline --tolerance --store
        --link-limit --island-gap --dem --dem-smooth --walk-cost --planes --shard --max-error --max-distance-error --threads --data --overlap --quiet --no-fail --allow-no-data --verbose --lang --max-memory --offline --help"
    local diff="--json --markdown --junit --tolerance --all --quiet --no-fail --lang --max-memory --offline --help"
    local history="--community --indicator --export --output --json --lang --max-memory --offline --help"
    local init="--yes --output --data --lang --max-memory --offline --help"
    local inspect="--as --osm --network --communities --id-field --name-field --link-limit --data --json --lang --max-memory --offline --help"
    local prepare="--osm --network --output --min-component --data --quiet --lang --max-memory --offline --help"
    local serve="--listen --osm --network --communities --id-field --name-field --facilities --pois --entrances
        --residential --demand --weight-field --floors-field --group --compounds --gates --profile --link-limit --island-gap --dem --dem-smooth --walk-cost --planes --max-error --max-distance-error --threads --data
        --quiet --lang --max-memory --offline --help"
    local site="--indicator --candidates --count --reach --each-community --budget --must --exclude --time-limit
        --output --edits --gpkg --csv --html --osm --network --communities --id-field --name-field --facilities --pois --entrances
        --residential --demand --weight-field --floors-field --group --compounds --gates --profile --link-limit --island-gap --dem --dem-smooth --walk-cost --planes --threads --data
        --quiet --verbose --lang --max-memory --offline --help"
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W "$commands --lang --max-memory --offline --help --version" -- "$current")
        return
    fi
    case $previous in
    --profile)
        mapfile -t COMPREPLY < <(compgen -W "$(lifecircle profiles 2>/dev/null | cut -d ' ' -f 1)" -- "$current"
            compgen -f -X '!*.yaml' -- "$current")
        return
        ;;
    --as)
        mapfile -t COMPREPLY < <(compgen -W "network communities facilities demand heights" -- "$current")
        return
        ;;
    --planes)
        mapfile -t COMPREPLY < <(compgen -W "auto one cells" -- "$current")
        return
        ;;
    --listen)
        mapfile -t COMPREPLY < <(compgen -W "127.0.0.1:8315 127.0.0.1:0" -- "$current")
        return
        ;;
    --lang)
        mapfile -t COMPREPLY < <(compgen -W "zh en" -- "$current")
        return
        ;;
    --data)
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
        return
        ;;
    --id-field | --name-field | --population-field | --group-field | --shard | --packs | --weight-field | --floors-field | --tiles | --tiles-attribution | --link-limit | --island-gap | --dem-smooth | --walk-cost | --max-error | --max-distance-error | --threads | --tolerance | --community | --indicator | --count | --reach | --each-community | --budget | --must | --exclude | --time-limit | --max-memory | --export | --min-component) return ;;
    esac
    case ${COMP_WORDS[1]}:$current in
    check:-*) mapfile -t COMPREPLY < <(compgen -W "$check" -- "$current") ;;
    edits:-*) mapfile -t COMPREPLY < <(compgen -W "--template --data --quiet --lang --max-memory --offline --help" -- "$current") ;;
    diff:-*) mapfile -t COMPREPLY < <(compgen -W "$diff" -- "$current") ;;
    doctor:-*) mapfile -t COMPREPLY < <(compgen -W "--data --lang --max-memory --offline --help" -- "$current") ;;
    help:*) mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$current") ;;
    init:-*) mapfile -t COMPREPLY < <(compgen -W "$init" -- "$current") ;;
    init:*) mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
    inspect:-*) mapfile -t COMPREPLY < <(compgen -W "$inspect" -- "$current") ;;
    serve:-*) mapfile -t COMPREPLY < <(compgen -W "$serve" -- "$current") ;;
    site:-*) mapfile -t COMPREPLY < <(compgen -W "$site" -- "$current") ;;
    cut:-*) mapfile -t COMPREPLY < <(compgen -W "--output --packs --lang --max-memory --offline --help" -- "$current") ;;
    merge:-*) mapfile -t COMPREPLY < <(compgen -W "--output --csv --areas --gaps --xlsx --gpkg --html --tiles --tiles-attribution --out-crs --lang --max-memory --offline --help" -- "$current") ;;
    prepare:-*) mapfile -t COMPREPLY < <(compgen -W "$prepare" -- "$current") ;;
    profiles:-*) mapfile -t COMPREPLY < <(compgen -W "--data --lang --max-memory --offline --help" -- "$current") ;;
    profiles:*)
        mapfile -t COMPREPLY < <(compgen -W "$(lifecircle profiles 2>/dev/null | cut -d ' ' -f 1)" -- "$current")
        ;;
    *) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
    esac
}
complete -o filenames -F _lifecircle lifecircle
