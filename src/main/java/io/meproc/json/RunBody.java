package io.meproc.json;

import io.meproc.task.TaskDefinition;
import io.meproc.task.occasion.RunParameters;
import java.util.ArrayList;
import java.util.List;

/** Parses the parameters of one run. */
public final class RunBody {
    private static final String ARGS = "a list of at most " + RunParameters.MOST_ARGS + " strings";

    private RunBody() {}

    /** Parses the body of a request to run a task; an empty body has no parameters. */
    public static RunParameters parse(byte[] body) throws InvalidInput {
        Fields fields = Fields.ofBody(body, List.of("args", "env"));
        List<String> args = new ArrayList<>();
        Sent sent = fields.find("args");
        List<Sent> elements = sent == null ? List.of() : sent.elements(ARGS);
        if (sent != null && elements.size() > RunParameters.MOST_ARGS) {
            throw sent.wrong(
                    "has " + elements.size() + " elements; at most " + RunParameters.MOST_ARGS + " are allowed");
        }
        for (Sent each : elements) {
            args.add(each.text(Sent.STRING, TaskDefinition.MAX_COMMAND_BYTES));
        }
        return new RunParameters(args, EnvironmentField.read(fields));
    }
}
