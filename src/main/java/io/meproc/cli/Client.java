package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.meproc.text.Nearest;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The client program: sends the requests of one verb to a running service. */
public final class Client {
    private static final String URL = "--url";
    private static final String JSON = "--json";
    private static final String SEPARATOR = "--";
    private static final String LONG_OPTION = "--";
    private static final char REPLACEMENT_CHARACTER = '\ufffd';
    private static final int BUFFER = 1 << 13;

    private final Screen screen;
    private final StandardInput input;
    private final Map<String, String> environment;
    private final InstantSource clock;

    Client(Screen screen, StandardInput input, Map<String, String> environment, InstantSource clock) {
        this.screen = screen;
        this.input = input;
        this.environment = environment;
        this.clock = clock;
    }

    public static void main(String[] arguments) {
        Screen screen = new Screen(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                Boolean.getBoolean("meproc.colours"),
                size("meproc.columns"),
                size("meproc.rows"));
        StandardInput input = StandardInput.ofProcess();
        int code = new Client(screen, input, System.getenv(), InstantSource.system()).run(List.of(arguments));
        screen.out().flush();
        System.exit(code);
    }

    /** A buffered stream in UTF-8, the encoding of the service, whatever the locale is. */
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER), false, StandardCharsets.UTF_8);
    }

    /** A size that the start script passes, since the JVM can't find it out. */
    private static OptionalInt size(String property) {
        int letters = Integer.getInteger(property, 0);
        return letters > 0 ? OptionalInt.of(letters) : OptionalInt.empty();
    }

    /** Runs a command line and returns the exit code; never throws. */
    int run(List<String> arguments) {
        try {
            return dispatched(arguments);
        } catch (Failure failure) {
            screen.note(failure.words());
            JsonNode problem = failure.problem();
            if (problem != null && arguments.contains(JSON)) {
                screen.line(Json.write(problem));
            }
            return failure.code();
        } catch (OutOfMemoryError large) {
            screen.note("the answer needs more memory than this client has; request a smaller part of it");
            return Code.FAILED;
        } catch (RuntimeException broken) {
            screen.note("internal error, please report it: " + broken);
            return Code.FAILED;
        }
    }

    private int dispatched(List<String> arguments) throws Failure {
        int first = options(arguments);
        if (arguments.size() <= first) {
            Manual.show(Optional.empty(), screen);
            return Code.MISUSED;
        }
        String name = arguments.get(first);
        if (name.equals("-h") || name.equals("--help")) {
            Manual.show(Optional.empty(), screen);
            return Code.DONE;
        }
        Optional<Verb> known = Verbs.of(name);
        if (known.isEmpty()) {
            throw unknown(name);
        }
        Verb verb = known.get();
        List<String> own = new ArrayList<>(arguments.subList(0, first));
        own.addAll(arguments.subList(first + 1, arguments.size()));
        int separator = verb.acceptsCommand() ? own.indexOf(SEPARATOR) : -1;
        List<String> command = separator < 0 ? List.of() : own.subList(separator + 1, own.size());
        if (separator >= 0 && command.isEmpty()) {
            throw new Failure(Code.MISUSED, "no command follows --");
        }
        refuseLostLetters(own);
        return run(verb, name, separator < 0 ? own : own.subList(0, separator), command);
    }

    private int run(Verb verb, String name, List<String> own, List<String> command) throws Failure {
        ParseResult line;
        try {
            line = new CommandLine(verb.spec()).parseArgs(own.toArray(new String[0]));
        } catch (ParameterException wrong) {
            throw new Failure(
                    Code.MISUSED,
                    wrong.getMessage() + suggestions(wrong) + "\n  'meproc help " + name + "' lists the options");
        }
        if (line.isUsageHelpRequested()) {
            Manual.show(Optional.of(verb), screen);
            return Code.DONE;
        }
        String url = line.matchedOptionValue(URL, environment.getOrDefault("MEPROC_URL", Address.DEFAULT));
        Service service = new Service(Address.of(url.isEmpty() ? Address.DEFAULT : url));
        Invocation call = new Invocation(line, command, service, screen, input, clock);
        try {
            return verb.run(call);
        } catch (Failure failure) {
            throw new UnknownTask(service).explained(failure, call.parameters());
        }
    }

    /** The number of words before the verb, which are options. */
    private static int options(List<String> arguments) {
        int words = 0;
        while (words < arguments.size()) {
            String word = arguments.get(words);
            if (word.equals(URL)) {
                words += 2;
            } else if (word.equals(JSON) || word.startsWith(URL + "=")) {
                words++;
            } else {
                break;
            }
        }
        return words;
    }

    /** The known options that are similar to an unknown one. */
    private static String suggestions(ParameterException wrong) {
        if (!(wrong instanceof UnmatchedArgumentException unmatched)
                || !unmatched.getUnmatched().get(0).startsWith(LONG_OPTION)) {
            return "";
        }
        List<String> names = wrong.getCommandLine().getCommandSpec().optionsMap().keySet().stream()
                .filter(name -> name.startsWith(LONG_OPTION))
                .map(name -> name.substring(LONG_OPTION.length()))
                .toList();
        String option = unmatched.getUnmatched().get(0).substring(LONG_OPTION.length());
        return Nearest.questionOfOptions(option.split("=", 2)[0], names);
    }

    static Failure unknown(String name) {
        return new Failure(
                Code.MISUSED,
                "there is no verb '" + name + "'" + Nearest.question(name, Verbs.NAMES) + "\n  the verbs are "
                        + String.join(", ", Verbs.NAMES) + "; without one the service starts");
    }

    /** Refuses arguments in which the JVM has lost letters, as it does in a locale without UTF-8. */
    private static void refuseLostLetters(List<String> arguments) throws Failure {
        for (String argument : arguments) {
            if (argument.indexOf(REPLACEMENT_CHARACTER) >= 0) {
                throw new Failure(
                        Code.MISUSED,
                        "'" + argument + "' has characters that this locale can't represent: set LC_ALL=C.UTF-8");
            }
        }
    }
}
