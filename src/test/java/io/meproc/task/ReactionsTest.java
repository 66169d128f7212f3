package io.meproc.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReactionsTest {
    @Test
    void everyKindOfEventAndOfReportHasAReaction() {
        assertThat(Reactions.EVENTS.keySet().toArray())
                .containsExactlyInAnyOrder((Object[]) Event.class.getPermittedSubclasses());
        assertThat(Reactions.REPORTS.keySet().toArray())
                .containsExactlyInAnyOrder((Object[]) Report.class.getPermittedSubclasses());
    }

    @Test
    void everyKindOfRequestHasAHandler() {
        assertThat(RequestHandlers.ALL.keySet().toArray())
                .containsExactlyInAnyOrder(KindsTest.kinds(Request.class).toArray());
    }
}
