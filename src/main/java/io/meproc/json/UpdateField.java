package io.meproc.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.task.TaskDefinition;
import io.meproc.task.TaskType;
import io.meproc.task.update.OnFailure;
import io.meproc.task.update.Unavailable;
import io.meproc.task.update.Updates;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The policy for updates in requests and answers. */
final class UpdateField {
    static final String NAME = "update";

    private static final List<String> MEMBERS = List.of("max_unavailable", "healthy_after", "timeout", "on_failure");
    private static final Pattern PERCENT = Pattern.compile("([1-9][0-9]?|100)%");
    private static final String MOST = "an integer from 1 to " + TaskDefinition.MAX_REPLICAS
            + ", or a percentage of the replicas from '1%' to '100%'";

    private UpdateField() {}

    /** The policy; its members have defaults, so that {@code {}} is one. */
    static Updates read(Fields fields, TaskType type) throws InvalidInput {
        Sent sent = fields.find(NAME);
        if (sent == null) {
            return Updates.DEFAULT;
        }
        Updates updates = policy(sent);
        if (type != TaskType.DAEMON) {
            throw sent.wrong("belongs to a task of the type 'daemon', not '" + type.word() + "'");
        }
        return updates;
    }

    private static Updates policy(Sent sent) throws InvalidInput {
        Fields members = sent.object("an object with any of " + String.join(", ", MEMBERS), MEMBERS);
        Sent healthy = members.find("healthy_after");
        Sent timeout = members.find("timeout");
        return new Updates(
                true,
                unavailable(members),
                healthy == null ? Updates.DEFAULT.healthyAfter() : healthy.duration(Updates.LONGEST),
                timeout == null ? Updates.DEFAULT.timeout() : timeout.duration(Updates.LONGEST),
                onFailure(members));
    }

    private static Unavailable unavailable(Fields members) throws InvalidInput {
        Sent sent = members.find("max_unavailable");
        if (sent == null) {
            return Updates.DEFAULT.maxUnavailable();
        } else if (!sent.value().isTextual()) {
            return new Unavailable(sent.integer(1, TaskDefinition.MAX_REPLICAS, MOST), false);
        }
        Matcher percent = PERCENT.matcher(sent.text(MOST));
        if (!percent.matches()) {
            throw sent.unexpected(MOST);
        }
        return new Unavailable(Integer.parseInt(percent.group(1)), true);
    }

    private static OnFailure onFailure(Fields members) throws InvalidInput {
        Sent sent = members.find("on_failure");
        if (sent == null) {
            return Updates.DEFAULT.onFailure();
        }
        String allowed = "one of " + String.join(", ", OnFailure.words());
        return OnFailure.of(sent.text(allowed)).orElseThrow(() -> sent.unexpected(allowed));
    }

    static void write(JsonGenerator json, Updates updates, Naming naming) throws IOException {
        if (!updates.gated()) {
            return;
        }
        json.writeObjectFieldStart(NAME);
        Unavailable most = updates.maxUnavailable();
        if (most.percent()) {
            json.writeStringField(naming.of("max_unavailable"), most.text());
        } else if (!most.equals(Updates.DEFAULT.maxUnavailable())) {
            json.writeNumberField(naming.of("max_unavailable"), most.number());
        }
        if (!updates.healthyAfter().equals(Updates.DEFAULT.healthyAfter())) {
            json.writeStringField(naming.of("healthy_after"), DurationText.of(updates.healthyAfter()));
        }
        if (!updates.timeout().equals(Updates.DEFAULT.timeout())) {
            json.writeStringField("timeout", DurationText.of(updates.timeout()));
        }
        if (updates.onFailure() != Updates.DEFAULT.onFailure()) {
            json.writeStringField(naming.of("on_failure"), updates.onFailure().word());
        }
        json.writeEndObject();
    }
}
