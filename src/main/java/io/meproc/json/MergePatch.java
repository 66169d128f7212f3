package io.meproc.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Merges a patch into a JSON object by RFC 7396: null removes a member, objects are merged, other values replace it. */
final class MergePatch {
    private MergePatch() {}

    /** Changes and returns {@code target}. */
    static ObjectNode apply(ObjectNode target, JsonNode patch) {
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            JsonNode value = member.getValue();
            if (value.isNull()) {
                target.remove(member.getKey());
            } else if (value.isObject()) {
                target.set(member.getKey(), apply(object(target.get(member.getKey())), value));
            } else {
                target.set(member.getKey(), value);
            }
        }
        return target;
    }

    private static ObjectNode object(JsonNode node) {
        return node instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }
}
