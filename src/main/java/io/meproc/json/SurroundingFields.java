package io.meproc.json;

import io.meproc.task.command.Limit;
import io.meproc.task.command.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses the surroundings of a task's processes: environment, directory, input, umask, limits. */
final class SurroundingFields {
    static final List<String> NAMES =
            List.of("env", "cwd", "stdin", "umask", "nice", "oom_score_adj", "output", "limits", "sockets");

    /** The longest path in bytes: PATH_MAX of the kernel without the final NUL. */
    private static final int LONGEST_PATH = 4_095;

    private static final String NO_FILE = "null";
    private static final Pattern UMASK = Pattern.compile("[0-7]{3,4}");
    private static final Pattern LIMIT = Pattern.compile("(unlimited|[0-9]+)(?::(unlimited|[0-9]+))?");

    private final Fields fields;

    SurroundingFields(Fields fields) {
        this.fields = fields;
    }

    Surroundings surroundings() throws InvalidInput {
        return new Surroundings(
                EnvironmentField.read(fields),
                directory(),
                stdin(),
                umask(),
                nice(),
                oomScore(),
                console(),
                limits(),
                SocketFields.read(fields));
    }

    List<InvalidInput.Part> parts() {
        return List.of(
                () -> EnvironmentField.read(fields),
                this::directory,
                this::stdin,
                this::umask,
                this::nice,
                this::oomScore,
                this::console,
                this::limits,
                () -> SocketFields.read(fields));
    }

    private @Nullable String directory() throws InvalidInput {
        return path("cwd", "an absolute path");
    }

    private @Nullable String stdin() throws InvalidInput {
        Sent sent = fields.find("stdin");
        return sent != null && NO_FILE.equals(sent.value().textValue())
                ? null
                : path("stdin", "an absolute path, or '" + NO_FILE + "' for /dev/null");
    }

    private @Nullable String path(String name, String allowed) throws InvalidInput {
        Sent sent = fields.find(name);
        if (sent == null) {
            return null;
        }
        String path = sent.text(allowed, LONGEST_PATH);
        if (!path.startsWith("/")) {
            throw sent.unexpected(allowed);
        }
        return path;
    }

    private @Nullable Integer umask() throws InvalidInput {
        Sent sent = fields.find("umask");
        if (sent == null) {
            return null;
        }
        String allowed = "3 or 4 octal digits in a string, up to \"0777\", such as \"022\"";
        if (sent.value().isNumber()) {
            throw sent.unexpected(allowed + "; a JSON number is decimal, and 22 is not octal 022");
        }
        String digits = sent.text(allowed);
        if (!UMASK.matcher(digits).matches() || Integer.parseInt(digits, 8) > Surroundings.MAX_UMASK) {
            throw sent.unexpected(allowed);
        }
        return Integer.valueOf(digits, 8);
    }

    private @Nullable Integer nice() throws InvalidInput {
        Sent sent = fields.find("nice");
        return sent == null
                ? null
                : Integer.valueOf(sent.integer(
                        Surroundings.MIN_NICE,
                        Surroundings.MAX_NICE,
                        "an integer from " + Surroundings.MIN_NICE + " (urgent) to " + Surroundings.MAX_NICE));
    }

    private @Nullable Integer oomScore() throws InvalidInput {
        Sent sent = fields.find("oom_score_adj");
        int most = Surroundings.MAX_OOM_SCORE;
        return sent == null
                ? null
                : Integer.valueOf(sent.integer(
                        -most, most, "an integer from -" + most + " (never killed for memory) to " + most));
    }

    private boolean console() throws InvalidInput {
        Sent sent = fields.find("output");
        if (sent == null) {
            return false;
        }
        String allowed = "one of log, console";
        return switch (sent.text(allowed)) {
            case "log" -> false;
            case "console" -> true;
            default -> throw sent.unexpected(allowed);
        };
    }

    private List<Limit> limits() throws InvalidInput {
        Sent sent = fields.find("limits");
        if (sent == null) {
            return List.of();
        }
        Fields given = sent.object("an object of resources and their limits", Limit.Resource.words());
        List<Limit> limits = new ArrayList<>();
        for (Limit.Resource resource : Limit.Resource.values()) {
            Sent limit = given.find(resource.word());
            if (limit != null) {
                limits.add(limit(resource, limit));
            }
        }
        return limits;
    }

    private static Limit limit(Limit.Resource resource, Sent sent) throws InvalidInput {
        String allowed = "an integer from 0, 'unlimited', or 'soft:hard' with one of these each";
        String text = sent.value().isIntegralNumber() ? sent.value().asText() : sent.text(allowed);
        Matcher parts = LIMIT.matcher(text);
        if (!parts.matches()) {
            throw sent.unexpected(allowed);
        }
        try {
            long soft = amount(parts.group(1));
            long hard = parts.group(2) == null ? soft : amount(parts.group(2));
            if (!Limit.ordered(soft, hard)) {
                throw sent.unexpected("a soft limit that is not above the hard one");
            }
            return new Limit(resource, soft, hard);
        } catch (NumberFormatException tooLarge) {
            throw sent.unexpected("at most " + Long.MAX_VALUE + ", or 'unlimited'");
        }
    }

    private static long amount(String text) {
        return text.equals("unlimited") ? Limit.UNLIMITED : Long.parseLong(text);
    }
}
