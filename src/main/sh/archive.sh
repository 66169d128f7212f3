# Makes the class archives of the service and of the client, for the script that sources this file. Needs jar,
# java_home, java_version, picocli and java-options.sh.
#
#   archive_is_usable FILE   succeeds if FILE is a class archive of this jar
#   make_archives            makes both, within 1 minute; after a failure the next start is only slower
# shellcheck shell=sh disable=SC2154

# An empty file marks a failed attempt, so that it is not repeated at each start.
archive_is_current() {
    [ -f "$1" ] && [ -n "$(find "$1" -newer "$jar")" ]
}

archive_is_usable() {
    [ -s "$1" ] && archive_is_current "$1"
}

# Runs the service once, on a port of its own, runs each verb of the client, and archives the classes that both loaded
# in parsed form. Later starts take half the time and less memory.
make_archives() {
    service_archive=${jar%.jar}-$java_version.jsa
    client_archive=${jar%.jar}-client-$java_version.jsa
    trial=${jar%/*}/trial.$$ trial_pid='' call_pid='' rehearsed=''
    # In a subshell, so that an unwritable folder does not end the script.
    (mkdir "$trial" && printf 'port: 0\n' >"$trial/meproc.yaml") 2>/dev/null || return 0
    trap 'end_trial; exit 130' INT
    trap 'end_trial; exit 143' TERM HUP
    [ ! -t 2 ] || printf 'Preparing faster starts (once, some seconds) ...' >&2
    start_trial &
    trial_pid=$!
    trial_port=''
    if trial_listens; then
        client_options
        # shellcheck disable=SC2086 # options are split at their blanks
        "$java_home/bin/java" $own_options "-Xbootclasspath/a:$picocli" \
            "-XX:ArchiveClassesAtExit=$trial/client.jsa" -cp "$jar" io.meproc.cli.Rehearsal \
            "http://127.0.0.1:$trial_port" >"$trial/calls" 2>&1 </dev/null &
        call_pid=$!
        if ends_soon "$call_pid" && kill "$trial_pid" 2>/dev/null && ends_soon "$trial_pid"; then
            rehearsed=yes
        fi
    fi
    for name in service client; do
        if [ -z "$rehearsed" ] || [ ! -s "$trial/$name.jsa" ]; then
            : >"$trial/$name.jsa"
        fi
    done
    # Renamed, so that a concurrent start sees a complete file or none.
    mv -f "$trial/service.jsa" "$service_archive" || :
    mv -f "$trial/client.jsa" "$client_archive" || :
    end_trial
    [ ! -t 2 ] || printf '\r\033[K' >&2
    trap - INT TERM HUP
}

start_trial() {
    # Without the user's settings, whose port or folder may be in use.
    unset MEPROC_WEB_IP MEPROC_WEB_PORT MEPROC_WEB_PATH MEPROC_BOOTSTRAP_CMD MEPROC_ZONE MEPROC_LAUNCHER
    export MEPROC_DATA_DIR="$trial/data" MEPROC_LOG_DIR="$trial/log" MEPROC_IP=127.0.0.1 MEPROC_PORT=0 MEPROC_LOG_LEVEL=info
    service_options
    # shellcheck disable=SC2086 # options are split at their blanks
    exec "$java_home/bin/java" $own_options "-XX:ArchiveClassesAtExit=$trial/service.jsa" \
        -jar "$jar" --config "$trial/meproc.yaml" >"$trial/out" 2>&1 </dev/null
}

# Waits until the trial has written its port; fails if it ends first or takes longer than 20 s.
trial_listens() {
    patience=100
    while [ "$patience" -gt 0 ] && kill -0 "$trial_pid" 2>/dev/null; do
        if [ -f "$trial/out" ]; then
            while IFS= read -r line; do
                case $line in
                    *"Listen: "*:*) trial_port=${line##*:} && return 0 ;;
                esac
            done <"$trial/out"
        fi
        sleep 0.2
        patience=$((patience - 1))
    done
    return 1
}

# Waits for the end of process $1, at most 20 s.
ends_soon() {
    patience=100
    while kill -0 "$1" 2>/dev/null; do
        [ "$patience" -gt 0 ] || return 1
        patience=$((patience - 1))
        sleep 0.2
    done
}

end_trial() {
    for pid in $call_pid $trial_pid; do
        kill -KILL "$pid" 2>/dev/null || :
    done
    rm -rf "$trial"
}
