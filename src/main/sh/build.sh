# Builds Meproc in a source folder and shows the progress, for the script that sources this file. Needs here, jar, lib, die and
# find-java.sh; sets java_home.
#
#   sources_newer_than_jar   succeeds if a source is newer than the jar
#   build REASON             builds the jar and its libraries, or ends the script
# shellcheck shell=sh disable=SC2154

sources_newer_than_jar() {
    for source in pom.xml src/main/java src/main/resources webroot; do
        [ -e "$here/$source" ] || continue
        [ -z "$(find "$here/$source" -newer "$jar" | head -n 1)" ] || return 0
    done
    return 1
}

build() {
    find_java jdk || {
        explain_java "building Meproc needs a JDK $java_least or newer, and there is none" \
            openjdk-17-jdk-headless openjdk
        exit 1
    }
    echo "Building Meproc ($1) ..." >&2
    log=$here/target/build.log
    # A subshell, so that an unwritable folder does not end the script.
    (mkdir -p "$here/target" && : >"$log") || die "can't write into $here/target"
    # Maven would overwrite the jar, from which a Meproc may be running; or keep it, older than its sources, if its
    # content does not change.
    rm -f "$jar" "${jar%.jar}"-*.jsa
    # The last line is for follow_build. In the foreground, so that Ctrl-C ends Maven too.
    if ! { run_maven || printf '\n[ERROR] Maven ended with status %s\n' "$?"; } 2>&1 </dev/null | follow_build 3>"$log"; then
        grep -v '^\[INFO\] Download' "$log" | tail -n 30 >&2
        die "the build failed; its end is above, all of it in $log"
    fi
    if [ ! -f "$jar" ] || [ ! -d "$lib" ]; then
        die "the build ended without an error but made no $jar; see $log"
    fi
}

# The goals instead of the phase "package", which downloads the plugins for tests even if it skips them. Without the
# profile "checks", which ./check runs. The jar is the same, byte for byte.
run_maven() (
    cd "$here" || exit 1
    # An enclosing Maven sets it for its own project.
    unset MAVEN_BASEDIR MAVEN_PROJECTBASEDIR
    # A build of seconds ends before the optimising compiler pays off. The user's options come later, and so take precedence.
    MAVEN_OPTS="-XX:TieredStopAtLevel=1 ${MAVEN_OPTS-}"
    export JAVA_HOME="$java_home" MAVEN_OPTS
    # bf: the resolver that downloads POM files in parallel; there are hundreds, of 10 kB each.
    exec ./mvnw -B -Dstyle.color=never -Dmeproc.checks=false -Daether.dependencyCollector.impl=bf \
        resources:resources compiler:compile dependency:copy-dependencies@lib jar:jar
)

# Copies the output of Maven to descriptor 3 and shows the progress: one updated line on a terminal, otherwise a line
# for each step and each hundred files. Fails if the build failed.
follow_build() {
    files=0 failed='' step=''
    show_step "fetching Maven and what the build needs"
    while IFS= read -r line; do
        printf '%s\n' "$line" >&3
        case $line in
            *"] Downloaded from "*)
                files=$((files + 1))
                if [ -t 2 ]; then
                    show_step "downloading: $files files"
                elif [ $((files % 100)) -eq 0 ]; then
                    show_step "$files files downloaded"
                fi
                ;;
            *"] Compiling "*) show_step "compiling ${line#*Compiling }" ;;
            *"] Building jar: "*) show_step "packing" ;;
            "[ERROR] Maven ended with "*) failed=yes ;;
        esac
    done
    [ ! -t 2 ] || printf '\r\033[K' >&2
    [ -z "$failed" ]
}

show_step() {
    # Truncated for a narrow terminal, since a wrapped line can't be overwritten. Paths make it long.
    step=${1%% to *}
    if [ -t 2 ]; then
        printf '\r\033[K  %s' "$step" >&2
    else
        printf '  %s\n' "$step" >&2
    fi
}
