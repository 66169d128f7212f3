#!/bin/sh
# Generates clients from webroot/openapi.yaml with the generators that people use, compiles them as they are, and has each make one call
# of each kind to a running Meproc; reads the events with two clients for them; and has schemathesis look for answers that the
# description does not know. Takes minutes and needs python3, a JDK, npm, Maven's repository and registries for the packages; Go is
# passed over when it is missing.
#
#   src/test/openapi/generators/run.sh [WHAT...]     typescript, python-client, python, go, java, events, schemathesis; all when none is named
#
# target/meproc.jar has to be there: ./mvnw package. Exit status: 0 when all is well, 1 when something is wrong, 3 when it could
# not be tried here.
set -eu

here=$(dirname -- "$(readlink -f -- "$0")")
root=$(readlink -f -- "$here/../../../..")
work=$root/target/generators
description=$root/webroot/openapi.yaml
wanted=${*:-typescript python-client python go java events schemathesis}

if ! command -v python3 >/dev/null || [ ! -f "$root/target/meproc.jar" ]; then
    echo "the generators need python3, and target/meproc.jar of ./mvnw package" >&2
    exit 3
fi
mkdir -p "$work"
cd "$work"
if ! cmp -s "$here/requirements.txt" installed; then
    rm -rf venv installed
    python3 -m venv venv
    if ! venv/bin/pip install --quiet --disable-pip-version-check -r "$here/requirements.txt"; then
        echo "pip could not install the packages, which needs a registry" >&2
        exit 3
    fi
    cp "$here/requirements.txt" installed
fi
PATH=$work/venv/bin:$PATH

# $1: the generator, $2: the folder, and more options.
generate() {
    generator=$1 folder=$2
    shift 2
    rm -rf "$folder"
    openapi-generator-cli generate -i "$description" -g "$generator" -o "$folder" "$@" >"$folder.log" 2>&1 ||
        { cat "$folder.log" >&2 && return 1; }
}

# The log of an earlier run would give that one's port.
rm -rf data
mkdir data
: >meproc.log
MEPROC_DATA_DIR=$work/data java -Xmx128m -jar "$root/target/meproc.jar" --port 0 >meproc.log 2>&1 &
service=$!
trap 'kill "$service" 2>/dev/null; wait "$service" || :' EXIT
trap 'exit 1' HUP INT TERM
base='' tries=0
while [ -z "$base" ]; do
    base=$(sed -n 's/.*Listen: \(.*\)/http:\/\/\1/p' meproc.log | tr -d '\r' | head -n 1)
    tries=$((tries + 1))
    [ "$tries" -lt 150 ] || { cat meproc.log >&2 && exit 1; }
    sleep 0.2
done

for what in $wanted; do
    echo "== $what"
    case $what in
        typescript)
            checked=0
            "$here/../check.sh" >typescript.log 2>&1 || checked=$?
            [ "$checked" -eq 0 ] || { cat typescript.log >&2 && exit "$checked"; }
            cp "$here/calls.ts" ../openapi
            sed 's/"noEmit": true/"outDir": "called"/; s/client\.ts/calls.ts/' ../openapi/tsconfig.json >../openapi/called.json
            (cd ../openapi && npx --no-install tsc --project called.json && node called/calls.js "$base")
            ;;
        python-client)
            rm -rf pc
            openapi-python-client generate --path "$description" --output-path pc --meta none >pc.log 2>&1 || { cat pc.log >&2 && exit 1; }
            # The one call that it leaves out is that for a file in YAML.
            if grep WARNING pc.log | grep -v 'GET /openapi.yaml' >&2; then exit 1; fi
            PYTHONPATH=$work python3 "$here/openapi_python_client_calls.py" "$base"
            ;;
        python)
            generate python python-client
            PYTHONPATH=$work/python-client python3 "$here/openapi_generator_calls.py" "$base"
            ;;
        go)
            command -v go >/dev/null || { echo "go is not installed: passed over" && continue; }
            # Its own tests are made for another service; the module keeps the name that the generator gives it.
            generate go go-client
            rm -rf go-client/test
            mkdir go-client/calls
            cp "$here/calls.go" go-client/calls
            (cd go-client && go mod tidy >>../go-client.log 2>&1 && go run ./calls "$base")
            ;;
        java)
            generate java java-client --library native --additional-properties containerDefaultToNull=true
            cp "$here/Calls.java" java-client/src/main/java
            (cd java-client && rm -rf src/test && "$root/mvnw" -B -q -ntp -f pom.xml package dependency:copy-dependencies -DskipTests \
                -Dmaven.javadoc.skip=true && java -cp "target/classes:target/dependency/*" Calls "$base")
            ;;
        events) python3 "$here/events.py" "$base" ;;
        schemathesis)
            # The stream has no end, and /proc starts what it is sent. The phase that follows links has none to follow.
            MEPROC_BASE=$base SCHEMATHESIS_HOOKS=$here/hooks.py schemathesis --config-file "$here/schemathesis.toml" run "$description" --url "$base" \
                --checks all --phases examples,coverage,fuzzing --max-examples 20 --generation-deterministic --max-time 300 --request-timeout 20 \
                --continue-on-failure --no-color --exclude-path /api/v1/events --exclude-path-regex '^/proc'
            ;;
        *) echo "unknown: $what" >&2 && exit 1 ;;
    esac
done
