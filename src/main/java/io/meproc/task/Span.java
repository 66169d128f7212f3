package io.meproc.task;

/** A range of replicas, from the index {@code first} up to but not including {@code end}. */
record Span(int first, int end) {
    static Span of(TaskDefinition definition) {
        return new Span(0, definition.replicas());
    }

    static Span only(int index) {
        return new Span(index, index + 1);
    }

    boolean holds(int index) {
        return index >= first && index < end;
    }

    int size() {
        return end - first;
    }
}
