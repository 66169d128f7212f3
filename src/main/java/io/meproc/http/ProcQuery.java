package io.meproc.http;

import io.meproc.api.Parameters;
import io.meproc.json.InvalidInput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The query of a request to {@code /proc}: {@code ?name=N&wait=false}. Other parameters are ignored. */
record ProcQuery(@Nullable String name, boolean waits) {
    private static final List<String> KNOWN = List.of("name", "wait");

    static ProcQuery parse(String uri) throws InvalidInput {
        Parameters parameters = Parameters.of(Query.of(uri).only(KNOWN), KNOWN);
        return new ProcQuery(parameters.text("name"), parameters.flag("wait", true));
    }
}
