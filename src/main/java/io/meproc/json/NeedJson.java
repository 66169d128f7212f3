package io.meproc.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.task.condition.Condition;
import io.meproc.task.condition.Need;
import io.meproc.task.condition.Needs;
import io.meproc.task.condition.Requirement;
import java.io.IOException;
import java.util.List;

/** Renders the conditions for the start of a task, as elements of {@code deps}. */
final class NeedJson {
    private final JsonGenerator json;
    private final Naming naming;

    NeedJson(JsonGenerator json, Naming naming) {
        this.json = json;
        this.naming = naming;
    }

    /** Writes an element for each need into the list that the caller has begun. */
    void write(Needs needs) throws IOException {
        for (Need need : needs.all()) {
            json.writeStartObject();
            members(need.requirement());
            if (need.timeout() != null) {
                json.writeStringField("timeout", DurationText.of(need.timeout()));
                json.writeStringField(naming.of("on_timeout"), need.onTimeout().word());
            }
            if (need.onLoss() != Need.OnLoss.NOTHING) {
                json.writeStringField(naming.of("on_loss"), need.onLoss().word());
            }
            json.writeEndObject();
        }
    }

    private void members(Requirement requirement) throws IOException {
        if (requirement instanceof Condition condition) {
            json.writeStringField("task", condition.subject().text());
            json.writeStringField("condition", condition.kind().word());
            if (condition.within() != null) {
                json.writeStringField("within", DurationText.of(condition.within()));
            }
        } else if (requirement instanceof Requirement.Any any) {
            group("any", any.members());
        } else if (requirement instanceof Requirement.All all) {
            group("all", all.members());
        }
    }

    private void group(String name, List<Requirement> members) throws IOException {
        json.writeArrayFieldStart(name);
        for (Requirement member : members) {
            json.writeStartObject();
            members(member);
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
