# The options of the JVM, for the script that sources this file: Meproc's own, except those of a kind that the user has
# set. The JVM refuses two collectors, or an initial heap larger than the maximum, and an option of the command line
# overrides one of JAVA_TOOL_OPTIONS.
#
#   note_user_options OPTIONS...   sets user_kinds to the kinds of these options
#   service_options                sets own_options to those for the service
#   client_options                 sets own_options to those for the client
# shellcheck shell=sh disable=SC2154

user_kinds=' '

note_user_options() {
    for option; do
        # JDK_JAVA_OPTIONS and JAVA_TOOL_OPTIONS may contain quotes.
        option=${option#[\"\']}
        case ${option%[\"\']} in
            @?*) note_user_file "${option#@}" ;;
            -XX:VMOptionsFile=?* | -XX:Flags=?*) note_user_file "${option#*=}" ;;
            *[+-]Use*GC) user_kinds="$user_kinds collector " ;;
            # At least Meproc's own initial heap.
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

# One option a line, each with its reason. No option contains a blank or a wildcard.
service_options() {
    own_options=''
    # The collector with the least memory and threads, and the fastest one for a heap of this size.
    own_option collector -XX:+UseSerialGC
    # Enough for the start without a collection.
    own_option least -Xms32m
    # Limits the memory during a burst; everything that Meproc keeps is bounded well below it.
    own_option most -Xmx256m
    # A supervisor without memory must end, so that its own supervisor restarts it.
    own_option memory -XX:+ExitOnOutOfMemoryError
    # No optimising compiler: it would use 40 MB and 10 s of processor time in the first minute, only to speed up long lists.
    own_option compiler -XX:TieredStopAtLevel=1
    common_options
}

# Enough memory for long lists; the rest for the reasons above.
client_options() {
    own_options=''
    own_option collector -XX:+UseSerialGC
    own_option least -Xms8m
    own_option most -Xmx128m
    own_option compiler -XX:TieredStopAtLevel=1
    common_options
}

common_options() {
    # The counters for jstat(1) would cost more than half of an idle Meproc's processor time.
    own_option counters -XX:-UsePerfData
    # A class archive that does not match this JVM must only slow the start, not prevent it,
    own_option sharing -Xshare:auto
    # nor be reported on stdout, where the service log goes.
    own_option sharing-log '-Xlog:cds*=off'
}
