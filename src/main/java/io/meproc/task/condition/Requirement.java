package io.meproc.task.condition;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A condition, or a group of requirements. */
public sealed interface Requirement permits Condition, Requirement.Any, Requirement.All {
    /** The most groups around a condition. */
    int MAX_DEPTH = 4;

    /** The conditions in it, in order. */
    Stream<Condition> conditions();

    /** A phrase that follows "waits for", such as {@code db to be ready}. */
    String words();

    /** A group of which one requirement must be met. */
    record Any(List<Requirement> members) implements Requirement {
        public Any {
            members = List.copyOf(members);
        }

        @Override
        public Stream<Condition> conditions() {
            return members.stream().flatMap(Requirement::conditions);
        }

        @Override
        public String words() {
            return grouped(members, " or ");
        }
    }

    /** A group of which every requirement must be met. */
    record All(List<Requirement> members) implements Requirement {
        public All {
            members = List.copyOf(members);
        }

        @Override
        public Stream<Condition> conditions() {
            return members.stream().flatMap(Requirement::conditions);
        }

        @Override
        public String words() {
            return grouped(members, " and ");
        }
    }

    private static String grouped(List<Requirement> members, String separator) {
        return members.stream()
                .map(member -> member instanceof Condition ? member.words() : "(" + member.words() + ")")
                .collect(Collectors.joining(separator));
    }
}
