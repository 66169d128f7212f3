# Finds a Java 17 or newer, for the scripts that source this file.
#
#   find_java jre|jdk   sets java_home and java_version, or fails with java_tried set
#   explain_java ...    the message for a machine without a suitable Java
#
# Searched in this order: JAVA_HOME, PATH, then the newest in the usual folders of Java installations.
# MEPROC_JAVA_FOLDERS replaces these folders (separated by colons).
# shellcheck shell=sh

java_least=17

java_folders() {
    printf %s "/usr/lib/jvm:/usr/lib64/jvm:/usr/java:/usr/local/openjdk:/opt:/opt/java:/opt/jdk"
    printf %s ":/Library/Java/JavaVirtualMachines:/opt/homebrew/opt:/usr/local/opt"
    [ -z "${HOME-}" ] || printf %s ":$HOME/Library/Java/JavaVirtualMachines:$HOME/.sdkman/candidates/java:$HOME/.jdks"
}

find_java() {
    java_kind=$1 java_home='' java_version='' java_tried='' java_best=0

    if [ -n "${JAVA_HOME-}" ]; then
        if judge_java "$JAVA_HOME"; then
            return 0
        fi
        java_tried="  JAVA_HOME ($JAVA_HOME): $java_verdict"
        [ -n "${java_noted-}" ] || echo "meproc: ignoring JAVA_HOME ($JAVA_HOME): $java_verdict" >&2
        java_noted=yes
    else
        java_tried="  JAVA_HOME: not set"
    fi

    if java_on_path=$(command -v java); then
        java_real=$(readlink -f -- "$java_on_path") || java_real=$java_on_path
        # A shim has no release file beside it; the JVM itself reports its folder.
        if [ ! -f "${java_real%/bin/java}/release" ]; then
            java_candidate=$(ask_java "$java_real" java.home)
            java_real=${java_candidate:-${java_real%/bin/java}}/bin/java
        fi
        if judge_java "${java_real%/bin/java}"; then
            return 0
        fi
        java_tried="$java_tried
  PATH ($java_on_path): $java_verdict"
    else
        java_tried="$java_tried
  PATH: no java in it"
    fi

    java_where=${MEPROC_JAVA_FOLDERS-$(java_folders)}
    java_ifs=$IFS
    IFS=:
    # shellcheck disable=SC2086 # split at the colons
    set -- $java_where
    IFS=$java_ifs
    java_pick='' java_pick_version=''
    for java_folder; do
        for java_candidate in "$java_folder"/*; do
            # The plain layout, then those of macOS and Homebrew.
            for java_inner in "" /Contents/Home /libexec/openjdk.jdk/Contents/Home; do
                [ -x "$java_candidate$java_inner/bin/java" ] || continue
                if judge_java "$java_candidate$java_inner"; then
                    [ "$java_rank" -gt "$java_best" ] || continue
                    java_best=$java_rank java_pick=$java_home java_pick_version=$java_version
                else
                    java_tried="$java_tried
  $java_candidate$java_inner: $java_verdict"
                fi
            done
        done
    done
    java_home=$java_pick java_version=$java_pick_version
    [ -z "$java_home" ] || return 0

    if [ -z "${MEPROC_JAVA_FOLDERS+set}" ] && [ -x /usr/libexec/java_home ]; then
        java_candidate=$(/usr/libexec/java_home -v "$java_least+" 2>/dev/null) || java_candidate=
        if [ -n "$java_candidate" ] && judge_java "$java_candidate"; then
            return 0
        fi
    fi
    java_tried="$java_tried
  nothing else in $java_where"
    return 1
}

# Succeeds if the Java in folder $1 is suitable; otherwise java_verdict is the reason.
judge_java() {
    java_home='' java_version='' java_rank=0
    if [ ! -x "$1/bin/java" ]; then
        java_verdict="no bin/java in it"
        return 1
    fi
    # Reading a file is fast; starting a JVM takes 0.1 s.
    if [ -r "$1/release" ]; then
        while IFS= read -r java_line || [ -n "$java_line" ]; do
            case $java_line in
                JAVA_VERSION=*)
                    java_version=${java_line#JAVA_VERSION=}
                    java_version=${java_version#\"}
                    java_version=${java_version%\"*}
                    break
                    ;;
            esac
        done <"$1/release"
    fi
    [ -n "$java_version" ] || java_version=$(ask_java "$1/bin/java" java.version)
    rank_java "$java_version"
    if [ -z "$java_version" ]; then
        java_verdict="it does not start"
    elif [ "$java_rank" -eq 0 ]; then
        java_verdict="Java $java_version is older than $java_least"
    elif [ "$java_kind" = jdk ] && [ ! -x "$1/bin/javac" ]; then
        java_verdict="Java $java_version, but a runtime only, without the compiler (javac)"
    else
        java_home=$1
        return 0
    fi
    return 1
}

# Prints the value of system property $2 of the JVM $1, if it has one.
ask_java() {
    "$1" -XshowSettings:properties -version 2>&1 </dev/null | sed -n "s/^ *$2 = //p" | head -n 1
}

# Sets java_rank so that a newer version has a greater one; 0 for a version that is too old.
rank_java() {
    java_ifs=$IFS
    IFS=._+-
    # shellcheck disable=SC2086 # split into its numbers
    set -- $1
    IFS=$java_ifs
    java_rank=0
    for java_number in "${1:-0}" "${2:-0}" "${3:-0}"; do
        case $java_number in
            *[!0-9]*) java_number=0 ;;
        esac
        java_rank=$((java_rank * 1000 + java_number))
        # Returns after the first number, before those of old versions (1.7.0_09), which look octal.
        if [ "$java_rank" -lt "$java_least" ]; then
            java_rank=0
            return
        fi
    done
}

# $1: what is missing, in words; $2: the Debian package; $3: the Homebrew package.
explain_java() {
    cat >&2 <<MESSAGE
meproc: $1. Looked at:
$java_tried

Install one, for example
  Debian, Ubuntu:  sudo apt-get install $2
  macOS:           brew install $3
or set JAVA_HOME to the folder of one that is there already.
MESSAGE
}
