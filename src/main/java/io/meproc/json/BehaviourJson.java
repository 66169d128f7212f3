package io.meproc.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meproc.task.Behaviour;
import java.io.IOException;

/** Renders the policies of a task that differ from their defaults. */
final class BehaviourJson {
    private final JsonGenerator json;
    private final DefinitionJson.Form form;

    BehaviourJson(JsonGenerator json, DefinitionJson.Form form) {
        this.json = json;
        this.form = form;
    }

    void write(Behaviour behaviour) throws IOException {
        new RestartJson(json, form.naming).write(behaviour.restart());
        new ScheduleJson(json, form.naming).policy(behaviour.schedule());
        LimitFields.write(json, behaviour.limits(), form.naming);
        HookJson.write(json, behaviour.hooks());
        UpdateField.write(json, behaviour.updates(), form.naming);
        new ProbeJson(json, form == DefinitionJson.Form.WHOLE).write(behaviour.probes());
    }
}
