package io.meproc.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.task.TaskDefinition;
import io.meproc.task.cron.At;
import io.meproc.task.cron.CatchUp;
import io.meproc.task.cron.CronPattern;
import io.meproc.task.cron.Every;
import io.meproc.task.cron.HistoryLimits;
import io.meproc.task.cron.Overlap;
import io.meproc.task.cron.Patterns;
import io.meproc.task.cron.Retry;
import io.meproc.task.cron.Schedule;
import io.meproc.task.cron.Trigger;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Renders when a task fires, and what its fires start. */
final class ScheduleJson {
    private final JsonGenerator json;
    private final Naming naming;

    ScheduleJson(JsonGenerator json, Naming naming) {
        this.json = json;
        this.naming = naming;
    }

    void trigger(@Nullable Trigger trigger) throws IOException {
        if (trigger instanceof CronPattern pattern) {
            json.writeStringField("cron", pattern.text());
        } else if (trigger instanceof Patterns several) {
            json.writeArrayFieldStart("cron");
            for (CronPattern pattern : several.patterns()) {
                json.writeString(pattern.text());
            }
            json.writeEndArray();
        } else if (trigger instanceof Every every) {
            json.writeStringField("every", DurationText.of(every.length()));
        } else if (trigger instanceof At at) {
            json.writeStringField("at", at.instant().toString());
        }
    }

    /** Writes what happens after missed times, and which success is expected. */
    void missed(TaskDefinition definition) throws IOException {
        CatchUp catchUp = definition.catchUp();
        if (catchUp.policy() != CatchUp.DEFAULT.policy()) {
            json.writeStringField("missed", catchUp.policy().word());
        }
        if (!catchUp.within().equals(CatchUp.DEFAULT.within())) {
            json.writeStringField(naming.of("missed_within"), DurationText.of(catchUp.within()));
        }
        if (catchUp.most() != CatchUp.DEFAULT.most()) {
            json.writeNumberField(naming.of("missed_cap"), catchUp.most());
        }
        if (definition.successWithin() != null) {
            json.writeStringField("expect", ScheduleFields.expectation(definition.successWithin()));
        }
    }

    void policy(Schedule schedule) throws IOException {
        if (schedule.zone() != null) {
            json.writeStringField("zone", schedule.zone().getId());
        }
        if (!schedule.jitter().isZero()) {
            json.writeStringField("jitter", DurationText.of(schedule.jitter()));
        }
        if (!schedule.overlap().equals(Overlap.SKIP)) {
            json.writeStringField("overlap", schedule.overlap().text());
        }
        if (schedule.deadline() != null) {
            json.writeStringField("deadline", DurationText.of(schedule.deadline()));
        }
        if (!schedule.retry().equals(Retry.NONE)) {
            json.writeObjectFieldStart("retry");
            json.writeNumberField("times", schedule.retry().times());
            json.writeStringField("delay", DurationText.of(schedule.retry().delay()));
            json.writeEndObject();
        }
        history(schedule.history());
    }

    private void history(HistoryLimits history) throws IOException {
        if (history.equals(HistoryLimits.OF_SERVICE)) {
            return;
        }
        json.writeObjectFieldStart("history");
        if (history.runs() != null) {
            json.writeNumberField("runs", history.runs());
        }
        if (history.days() != null) {
            json.writeNumberField("days", history.days());
        }
        json.writeEndObject();
    }
}
