package io.meproc.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Supplier;

/** Reads records of the history page by page. */
final class RunPages {
    private static final int LONGEST_PAGE = 1_000;
    private static final String NEXT = "next";

    private final Service service;
    private final String member;

    /** @param member the name of the list in the answers */
    RunPages(Service service, String member) {
        this.service = service;
        this.member = member;
    }

    /** The first {@code most} records, and the {@code next} of the last page that was read. */
    ObjectNode first(int most, Supplier<Route> route) throws Failure {
        ArrayNode all = Json.NODES.arrayNode();
        String after = "";
        JsonNode next = Json.NODES.nullNode();
        do {
            int limit = Math.min(LONGEST_PAGE, most - all.size());
            JsonNode page = service.get(
                    route.get().with("limit", "" + limit).with("after", after).toString());
            page.path(member).forEach(all::add);
            next = page.path(NEXT);
            after = next.asText("");
        } while (next.isTextual() && all.size() < most);
        ObjectNode joined = Json.object();
        joined.set(member, all);
        joined.set(NEXT, next);
        return joined;
    }
}
