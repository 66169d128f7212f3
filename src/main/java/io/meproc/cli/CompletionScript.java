package io.meproc.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Generates the script for bash, and zsh with bashcompinit, that completes verbs, options, their values and the names
 * of tasks.
 */
final class CompletionScript {
    private static final Set<String> OF_TASKS = Set.of(
            "events",
            "get",
            "logs",
            "pause",
            "reset",
            "restart",
            "resume",
            "rm",
            "schedule",
            "signal",
            "start",
            "stop");
    private static final Set<String> OF_ONE_TASK = Set.of("scale", "trigger", "why", "history", "audit");
    private static final Set<String> FILES = Set.of("FILE", "DIR");
    private static final String SIGNALS = "HUP INT QUIT KILL USR1 USR2 TERM CONT STOP WINCH";

    /**
     * The beginning of the script. Bash splits words at colons as well, so the words are taken from the line, and the
     * text before the last colon is not part of a replacement.
     */
    private static final String BEGIN = """
        # Completion of meproc for bash; in zsh after: autoload -U bashcompinit && bashcompinit
        _meproc() {
            [ -z "${ZSH_VERSION-}" ] || setopt localoptions shwordsplit ksharrays
            local line=${COMP_LINE:0:COMP_POINT} IFS=$' \\t\\n' words cur prev verb='' name='' begun='' kind='' values='' url='' i
            set -f
            words=($line)
            set +f
            case $line in *[[:space:]]) words+=('') ;; esac
            cur=${words[${#words[@]} - 1]}
            prev=${words[${#words[@]} - 2]}
            COMPREPLY=()
            for ((i = 1; i < ${#words[@]} - 1; i++)); do
                case ${words[i]} in
                    --) [ -z "$verb" ] || { compopt -o default 2>/dev/null; return; } ;;
                    --url) ((i++)); url=${words[i]} ;;
                    --url=*) url=${words[i]#--url=} ;;
                    -*) ;;
                    *) if [ -z "$verb" ]; then verb=${words[i]}; elif [ -z "$name" ]; then name=${words[i]}; fi ;;
                esac
            done
        """;

    private static final String END = """
            case $kind in
                files) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); return ;;
                tasks)
                    case $cur in
                        *:*) values=$("$1" ${url:+"--url=$url"} complete replicas "${cur%:*}" 2>/dev/null) ;;
                        *) values=$("$1" ${url:+"--url=$url"} complete tasks 2>/dev/null) ;;
                    esac
                    case $COMP_WORDBREAKS in *:*) case $cur in *:*) begun=${cur%"${cur##*:}"} ;; esac ;; esac ;;
                list) case $cur in *,*) name=${cur%"${cur##*,}"} cur=${cur##*,} ;; *) name='' ;; esac ;;
                options) case $cur in -*) ;; *) values='' ;; esac ;;
            esac
            IFS=$'\\n'
            for i in $values; do
                case $i in
                    "$cur"*)
                        [ "$kind" != list ] || i=$name$i
                        i=${i#"$begun"}
                        COMPREPLY+=("${i// /\\\\ }") ;;
                esac
            done
        }
        complete -F _meproc meproc
        """;

    private CompletionScript() {}

    static String text() {
        StringBuilder text = new StringBuilder(BEGIN);
        text.append("    case $verb,$prev in\n");
        for (String name : Verbs.NAMES) {
            Verbs.of(name).ifPresent(verb -> values(text, name, verb.spec()));
        }
        text.append("        ,*) kind=verbs values=$'")
                .append(String.join("\\n", Verbs.NAMES))
                .append("' ;;\n");
        text.append("        *,--stop-signal) kind=values values=$'")
                .append(lines(SIGNALS))
                .append("' ;;\n");
        text.append("    esac\n    [ -n \"$kind\" ] || case $verb,$cur in\n");
        for (String name : Verbs.NAMES) {
            Verbs.of(name).ifPresent(verb -> parameters(text, name, verb.spec()));
        }
        text.append("        help,*) kind=verbs values=$'")
                .append(String.join("\\n", Verbs.NAMES))
                .append("' ;;\n");
        return text.append("    esac\n").append(END).toString();
    }

    /** Adds the values of options with a fixed set of values, or with files. */
    private static void values(StringBuilder text, String verb, CommandSpec spec) {
        for (OptionSpec option : spec.options()) {
            Iterable<String> candidates = option.completionCandidates();
            if (candidates != null) {
                String values =
                        StreamSupport.stream(candidates.spliterator(), false).collect(Collectors.joining("\\n"));
                String kind = option.longestName().matches("--state|--health|--cause") ? "list" : "values";
                line(text, patterns(verb, option), kind, values);
            } else if (FILES.contains(option.paramLabel().toUpperCase(Locale.ROOT))) {
                line(text, patterns(verb, option), "files", "");
            }
        }
    }

    private static void parameters(StringBuilder text, String verb, CommandSpec spec) {
        List<String> options = new ArrayList<>();
        spec.options().forEach(option -> options.add(option.longestName()));
        line(
                text,
                names(verb).map(name -> name + ",-*").collect(Collectors.joining(" | ")),
                "options",
                String.join("\\n", options));
        String any = names(verb).map(name -> name + ",*").collect(Collectors.joining(" | "));
        if (verb.equals("signal")) {
            line(text, any, "$([ -z \"$name\" ] && echo tasks)", lines(SIGNALS));
        } else if (OF_TASKS.contains(verb)) {
            line(text, any, "tasks", "");
        } else if (OF_ONE_TASK.contains(verb)) {
            line(text, any, "$([ -z \"$name\" ] && echo tasks)", "");
        }
    }

    private static String patterns(String verb, OptionSpec option) {
        return names(verb)
                .flatMap(name -> List.of(option.names()).stream().map(word -> name + "," + word))
                .collect(Collectors.joining(" | "));
    }

    private static Stream<String> names(String verb) {
        return Verbs.names(verb).stream();
    }

    private static void line(StringBuilder text, String pattern, String kind, String values) {
        text.append("        ").append(pattern).append(") kind=").append(kind);
        text.append(values.isEmpty() ? "" : " values=$'" + values + "'").append(" ;;\n");
    }

    private static String lines(String words) {
        return words.replace(" ", "\\n");
    }
}
