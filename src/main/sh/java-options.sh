# The options of the JVM, for the script that sources this file: Meproc's own, but for those of a kind that the user
# has chosen. The JVM refuses two collectors, or a heap that begins larger than it may become, and of two options it
# takes the one of the command line before one of JAVA_TOOL_OPTIONS.
#
#   note_user_options OPTIONS...   sets user_kinds to the kinds of options that are in these
#   service_options                sets own_options to those for the service
#   client_options                 sets own_options to those for the client
# shellcheck shell=sh disable=SC2154

user_kinds=' '

note_user_options() {
    for option; do
        # JDK_JAVA_OPTIONS and JAVA_TOOL_OPTIONS may quote.
        option=${option#[\"\']}
        case ${option%[\"\']} in
            @?*) note_user_file "${option#@}" ;;
            -XX:VMOptionsFile=?* | -XX:Flags=?*) note_user_file "${option#*=}" ;;
            *[+-]Use*GC) user_kinds="$user_kinds collector " ;;
            # At least as much as our first heap.
            -Xmx*[gG] | -Xmx[1-9][0-9][0-9]*[mM]) user_kinds="$user_kinds most " ;;
            -Xm[xsn]* | *HeapSize=* | *HeapFreeRatio=* | *NewSize=* | *RAMPercentage=* | *RAMFraction=* | *MaxRAM=*)
                user_kinds="$user_kinds least most "
                ;;
            *[+-]ExitOnOutOfMemoryError | *[+-]CrashOnOutOfMemoryError) user_kinds="$user_kinds memory " ;;
            *TieredStopAtLevel=* | *[+-]TieredCompilation | *CompilationMode=*) user_kinds="$user_kinds compiler " ;;
            *[+-]UsePerfData) user_kinds="$user_kinds counters " ;;
            -Xshare:*) user_kinds="$user_kinds sharing " ;;
            -Xlog:*cds*) user_kinds="$user_kinds sharing-log " ;;
            *SharedArchiveFile=* | *ArchiveClassesAtExit=* | *DumpLoadedClassList=* | *AutoCreateSharedArchive)
                user_kinds="$user_kinds archive "
                ;;
        esac
    done
}

# One level deep, as the JVM reads them.
note_user_file() {
    [ -z "${noting_file-}" ] && [ -r "$1" ] || return 0
    noting_file=yes
    # shellcheck disable=SC2046 # options are split at their blanks
    note_user_options $(cat -- "$1")
    noting_file=''
}

own_option() {
    case $user_kinds in
        *" $1 "*) ;;
        *) own_options="$own_options $2" ;;
    esac
}

# One option a line, each with its reason. No word of these holds a blank or a wildcard.
service_options() {
    own_options=''
    # The smallest collector in memory and threads, and the quickest for a heap of this size.
    own_option collector -XX:+UseSerialGC
    # Enough for the start without a collection.
    own_option least -Xms32m
    # Bounds what a burst can cost; everything that Meproc keeps is bounded well below it.
    own_option most -Xmx256m
    # A supervisor out of memory must end, so that its own supervisor starts it again; half a one is worse.
    own_option memory -XX:+ExitOnOutOfMemoryError
    # No optimising compiler: it works for a minute, 40 MB and 10 s of processor time on what then makes long lists quicker.
    own_option compiler -XX:TieredStopAtLevel=1
    common_options
}

# Little memory, for long lists, and the rest for the reasons above.
client_options() {
    own_options=''
    own_option collector -XX:+UseSerialGC
    own_option least -Xms8m
    own_option most -Xmx128m
    own_option compiler -XX:TieredStopAtLevel=1
    common_options
}

common_options() {
    # Counters for jstat(1), written while idle: more than half of an idle Meproc's processor time.
    own_option counters -XX:-UsePerfData
    # A class archive that doesn't fit this JVM is a reason to start a little slower, not to refuse,
    own_option sharing -Xshare:auto
    # nor to write about it on stdout, where the service log goes.
    own_option sharing-log '-Xlog:cds*=off'
}
