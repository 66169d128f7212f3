package io.meproc.json;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.meproc.task.probe.Check;
import io.meproc.task.probe.ProbeKind;
import java.util.List;

/** Parses the check of a probe. */
final class CheckFields {
    static final List<String> NAMES = List.of("http", "tcp", "exec", "output", "notify");
    static final String ALLOWED = "an object with exactly one of " + String.join(", ", NAMES);

    private final Sent probe;
    private final Fields fields;
    private final ProbeKind kind;

    CheckFields(Sent probe, Fields fields, ProbeKind kind) {
        this.probe = probe;
        this.fields = fields;
        this.kind = kind;
    }

    Check check() throws InvalidInput {
        List<String> given =
                NAMES.stream().filter(name -> fields.find(name) != null).toList();
        if (given.size() != 1) {
            throw probe.wrong((given.isEmpty() ? "has no check" : "has " + String.join(" and ", given)) + "; expected "
                    + ALLOWED);
        }
        String name = given.get(0);
        Sent sent = fields.required(name, ALLOWED);
        return switch (name) {
            case "http" -> HttpCheckFields.read(sent);
            case "tcp" -> tcp(sent);
            case "exec" -> exec(sent);
            case "output" -> output(sent);
            default -> notify(sent);
        };
    }

    private static Check tcp(Sent sent) throws InvalidInput {
        String allowed = "an object with port, and host if it is not " + Check.Tcp.LOOPBACK;
        Fields tcp = sent.object(allowed, List.of("host", "port"));
        return new Check.Tcp(HostField.read(tcp.find("host")), PortField.read(tcp.required("port", PortField.ALLOWED)));
    }

    private static Check exec(Sent sent) throws InvalidInput {
        Fields exec = sent.object("an object with cmd or args", List.of("cmd", "args"));
        return new Check.Exec(new CommandFields(exec).program());
    }

    private Check output(Sent sent) throws InvalidInput {
        if (kind == ProbeKind.LIVE) {
            throw sent.wrong(
                    "does not apply to a live probe, since a line that was written stays; expected one of http, tcp,"
                            + " exec, notify");
        }
        String allowed = "a regular expression of RE2";
        Sent match = sent.object("an object with match, " + allowed, List.of("match"))
                .required("match", allowed);
        String text = match.text(allowed, Check.Output.MOST_BYTES);
        if (text.isEmpty()) {
            throw match.wrong("is empty; expected " + allowed);
        }
        try {
            Pattern.compile(text);
        } catch (PatternSyntaxException malformed) {
            throw match.wrong("is not " + allowed + ": " + Shown.of(String.valueOf(malformed.getMessage())));
        }
        return new Check.Output(text);
    }

    private static Check notify(Sent sent) throws InvalidInput {
        Sent access = sent.object("an object, empty or with access", List.of("access"))
                .find("access");
        return new Check.Notify(access == null ? Check.Notify.Access.ALL : access(access));
    }

    private static Check.Notify.Access access(Sent sent) throws InvalidInput {
        String allowed = "one of " + String.join(", ", Check.Notify.Access.words());
        String word = sent.text(allowed);
        for (Check.Notify.Access each : Check.Notify.Access.values()) {
            if (each.word().equals(word)) {
                return each;
            }
        }
        throw sent.unexpected(allowed);
    }
}
