package io.meproc.http;

import io.meproc.json.InvalidInput;
import io.meproc.json.Shown;
import org.jspecify.annotations.Nullable;

/** The query of a request to {@code /proc}: {@code ?name=N&wait=false}. Other parameters are ignored. */
record ProcQuery(@Nullable String name, boolean waits) {

    static ProcQuery parse(String uri) throws InvalidInput {
        Query query = Query.of(uri);
        String wait = query.single("wait");
        if (wait != null && !wait.equals("true") && !wait.equals("false")) {
            throw InvalidInput.query("wait", "expected true or false, got '" + Shown.of(wait) + "'", "true or false");
        }
        String name = query.single("name");
        return new ProcQuery(name == null || name.isEmpty() ? null : name, !"false".equals(wait));
    }
}
