package io.meproc.task;

import java.util.List;
import java.util.stream.Stream;

/**
 * The last moments of a task, newest last; immutable.
 *
 * @param moments at most {@value #MOST}
 */
record Past(List<Moment> moments) {
    static final int MOST = 20;
    static final Past NONE = new Past(List.of());

    Past with(Moment moment) {
        return new Past(Stream.concat(moments.stream().skip(moments.size() < MOST ? 0 : 1), Stream.of(moment))
                .toList());
    }
}
