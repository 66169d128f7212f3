package io.meproc.task;

import java.util.Arrays;
import java.util.BitSet;

/** Some indices of a task's replicas; an immutable value of one bit for each. */
final class Indices {
    static final Indices NONE = new Indices(new BitSet());

    private final BitSet bits;
    private final int count;

    private Indices(BitSet bits) {
        this.bits = bits;
        this.count = bits.cardinality();
    }

    static Indices of(int... indices) {
        BitSet bits = new BitSet();
        Arrays.stream(indices).forEach(bits::set);
        return new Indices(bits);
    }

    boolean contains(int index) {
        return bits.get(index);
    }

    int count() {
        return count;
    }

    Indices with(int index) {
        return contains(index) ? this : with(Span.only(index));
    }

    Indices with(Span span) {
        BitSet more = copy();
        more.set(span.first(), span.end());
        return new Indices(more);
    }

    Indices without(int index) {
        return contains(index) ? without(Span.only(index)) : this;
    }

    Indices without(Span span) {
        if (count == 0) {
            return this;
        }
        BitSet rest = copy();
        rest.clear(span.first(), span.end());
        return new Indices(rest);
    }

    /** Those below an index. */
    Indices below(int end) {
        return bits.length() <= end ? this : without(new Span(end, bits.length()));
    }

    private BitSet copy() {
        return (BitSet) bits.clone();
    }
}
