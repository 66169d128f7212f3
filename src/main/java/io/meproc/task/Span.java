package io.meproc.task;

/** Some replicas of a task: those with an index from {@code first} until before {@code end}. */
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
