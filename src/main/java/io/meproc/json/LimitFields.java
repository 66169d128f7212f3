package io.meproc.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.task.TaskType;
import io.meproc.task.limit.Limits;
import io.meproc.task.limit.Replacement;
import io.meproc.task.limit.Size;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The limits of all processes of a run in requests and answers. */
final class LimitFields {
    static final List<String> NAMES = List.of("memory", "cpu", "pids", "restart_above");

    private static final List<String> OF_MEMORY = List.of("high", "max", "for", "min_age");
    private static final List<String> OF_RESTART = List.of("memory", "for", "min_age");
    private static final String SIZE =
            "a size from " + Limits.LEAST_MEMORY.text() + " to " + Limits.MOST_MEMORY.text() + ", " + Size.FORM;
    private static final String CORES = "a number of cores from 0.01 to " + Limits.MAX_CPU / 100
            + ", such as 1.5, or a percentage of one, such as '150%'";
    private static final Pattern PERCENTAGE = Pattern.compile("([0-9]{1,6})%");
    private static final int PLACES = 2;

    private final Fields fields;

    LimitFields(Fields fields) {
        this.fields = fields;
    }

    Limits limits(TaskType type) throws InvalidInput {
        Sent memory = fields.find("memory");
        Sent above = fields.find("restart_above");
        Limits limits = new Limits(high(), max(), cpu(), pids(), restartAbove(), replacement(type));
        if (memory != null && limits.memoryHigh() != null && above != null) {
            throw above.wrong("excludes memory.high; both replace a run, so that a task has one of them");
        }
        return limits;
    }

    List<InvalidInput.Part> parts(BehaviourFields.TypeOfTask type) {
        return List.of(
                this::high, this::max, this::cpu, this::pids, this::restartAbove, () -> replacement(type.read()));
    }

    private @Nullable Fields memory() throws InvalidInput {
        Sent sent = fields.find("memory");
        if (sent == null) {
            return null;
        }
        Fields members = sent.object("an object with high, max, or both", OF_MEMORY);
        if (members.find("high") == null && members.find("max") == null) {
            throw sent.wrong("has neither high nor max");
        }
        return members;
    }

    private @Nullable Size high() throws InvalidInput {
        Fields memory = memory();
        Sent sent = memory == null ? null : memory.find("high");
        return sent == null ? null : size(sent);
    }

    private @Nullable Size max() throws InvalidInput {
        Fields memory = memory();
        Sent sent = memory == null ? null : memory.find("max");
        if (memory == null || sent == null) {
            return null;
        }
        Size max = size(sent);
        Sent high = memory.find("high");
        if (high != null && size(high).compareTo(max) >= 0) {
            throw sent.wrong("is " + max.text() + ", which is not more than high, "
                    + size(high).text());
        }
        return max;
    }

    private int cpu() throws InvalidInput {
        Sent sent = fields.find("cpu");
        if (sent == null) {
            return 0;
        }
        BigDecimal hundredths;
        if (sent.value().isNumber()) {
            hundredths = sent.value().decimalValue().movePointRight(PLACES);
        } else {
            Matcher percentage = PERCENTAGE.matcher(sent.text(CORES));
            if (!percentage.matches()) {
                throw sent.unexpected(CORES);
            }
            hundredths = new BigDecimal(percentage.group(1));
        }
        if (hundredths.compareTo(BigDecimal.ONE) < 0
                || hundredths.compareTo(BigDecimal.valueOf(Limits.MAX_CPU)) > 0
                || hundredths.stripTrailingZeros().scale() > 0) {
            throw sent.unexpected(CORES + ", with at most two decimal places");
        }
        return hundredths.intValueExact();
    }

    private int pids() throws InvalidInput {
        Sent sent = fields.find("pids");
        return sent == null
                ? 0
                : sent.integer(1, Limits.MAX_PIDS, "a number of processes and threads from 1 to " + Limits.MAX_PIDS);
    }

    private @Nullable Size restartAbove() throws InvalidInput {
        Sent sent = fields.find("restart_above");
        if (sent == null) {
            return null;
        } else if (sent.value().isTextual()) {
            return size(sent);
        }
        return size(above(sent).required("memory", SIZE));
    }

    private static Fields above(Sent sent) throws InvalidInput {
        return sent.object(SIZE + ", or an object with " + String.join(", ", OF_RESTART), OF_RESTART);
    }

    private @Nullable Replacement replacement(TaskType type) throws InvalidInput {
        Fields memory = memory();
        Sent above = fields.find("restart_above");
        boolean high = memory != null && memory.find("high") != null;
        if (above != null && type != TaskType.DAEMON) {
            throw above.wrong("belongs to a task of the type 'daemon', not '" + type.word()
                    + "'; a run that is repeated in" + " the middle might do its work twice");
        }
        Fields members = above != null && above.value().isObject() ? above(above) : memory;
        if (memory != null && (!high || type != TaskType.DAEMON)) {
            for (String name : List.of("for", "min_age")) {
                Sent sent = memory.find(name);
                if (sent != null) {
                    throw sent.wrong(
                            high ? "belongs to a task of the type 'daemon', whose runs are replaced" : "needs high");
                }
            }
        }
        if (above == null && (!high || type != TaskType.DAEMON)) {
            return null;
        }
        return members == null
                ? Replacement.DEFAULT
                : new Replacement(
                        duration(members, "for", Replacement.DEFAULT.after()),
                        duration(members, "min_age", Replacement.DEFAULT.minAge()));
    }

    private static Duration duration(Fields members, String name, Duration absent) throws InvalidInput {
        Sent sent = members.find(name);
        return sent == null ? absent : sent.duration(Replacement.LONGEST);
    }

    private static Size size(Sent sent) throws InvalidInput {
        Size size = Size.parse(sent.text(SIZE)).orElseThrow(() -> sent.unexpected(SIZE));
        if (size.compareTo(Limits.LEAST_MEMORY) < 0 || size.compareTo(Limits.MOST_MEMORY) > 0) {
            throw sent.unexpected(SIZE);
        }
        return size;
    }

    static void write(JsonGenerator json, Limits limits, Naming naming) throws IOException {
        Replacement replacement = Objects.requireNonNullElse(limits.replacement(), Replacement.DEFAULT);
        if (limits.memoryHigh() != null || limits.memoryMax() != null) {
            json.writeObjectFieldStart("memory");
            size(json, "high", limits.memoryHigh());
            size(json, "max", limits.memoryMax());
            if (limits.memoryHigh() != null) {
                replacement(json, replacement, naming);
            }
            json.writeEndObject();
        }
        if (limits.cpu() > 0) {
            json.writeNumberField("cpu", cores(limits));
        }
        if (limits.pids() > 0) {
            json.writeNumberField("pids", limits.pids());
        }
        Size above = limits.restartAbove();
        if (above != null && replacement.equals(Replacement.DEFAULT)) {
            json.writeStringField(naming.of("restart_above"), above.text());
        } else if (above != null) {
            json.writeObjectFieldStart(naming.of("restart_above"));
            size(json, "memory", above);
            replacement(json, replacement, naming);
            json.writeEndObject();
        }
    }

    private static BigDecimal cores(Limits limits) {
        BigDecimal cores = BigDecimal.valueOf(limits.cpu(), PLACES).stripTrailingZeros();
        return cores.scale() < 0 ? cores.setScale(0) : cores;
    }

    private static void size(JsonGenerator json, String name, @Nullable Size size) throws IOException {
        if (size != null) {
            json.writeStringField(name, size.text());
        }
    }

    private static void replacement(JsonGenerator json, Replacement replacement, Naming naming) throws IOException {
        if (!replacement.after().equals(Replacement.DEFAULT.after())) {
            json.writeStringField("for", DurationText.of(replacement.after()));
        }
        if (!replacement.minAge().equals(Replacement.DEFAULT.minAge())) {
            json.writeStringField(naming.of("min_age"), DurationText.of(replacement.minAge()));
        }
    }
}
