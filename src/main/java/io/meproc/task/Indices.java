package io.meproc.task;

import java.util.BitSet;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A set of replica indices; an immutable bit set. */
public final class Indices {
    static final Indices NONE = new Indices(new BitSet());

    private final BitSet bits;
    private final int count;

    private Indices(BitSet bits) {
        this.bits = bits;
        this.count = bits.cardinality();
    }

    static Indices of(Span span) {
        BitSet bits = new BitSet(span.end());
        bits.set(span.first(), span.end());
        return new Indices(bits);
    }

    /** The indices of a span that meet a condition. */
    static Indices of(Span span, IntPredicate condition) {
        BitSet bits = new BitSet(span.end());
        IntStream.range(span.first(), span.end()).filter(condition).forEach(bits::set);
        return new Indices(bits);
    }

    boolean contains(int index) {
        return bits.get(index);
    }

    /** The lowest index; -1 if there is none. */
    int first() {
        return bits.nextSetBit(0);
    }

    public int count() {
        return count;
    }

    /** The indices in ascending order. */
    IntStream stream() {
        return bits.stream();
    }

    Indices with(Indices others) {
        if (others.count == 0) {
            return this;
        }
        BitSet all = copy();
        all.or(others.bits);
        return new Indices(all);
    }

    Indices without(Indices others) {
        if (count == 0 || others.count == 0) {
            return this;
        }
        BitSet rest = copy();
        rest.andNot(others.bits);
        return new Indices(rest);
    }

    /** Passes on the indices that are in one of the two sets only. */
    @SuppressWarnings("ReferenceEquality") // Equal sets are mostly the same object, which costs nothing then.
    void differing(Indices other, IntConsumer each) {
        if (!bits.equals(other.bits)) {
            BitSet either = copy();
            either.xor(other.bits);
            either.stream().forEach(each);
        }
    }

    /** The indices below {@code end}. */
    Indices below(int end) {
        return bits.length() <= end ? this : without(of(new Span(end, bits.length())));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Indices indices && bits.equals(indices.bits);
    }

    @Override
    public int hashCode() {
        return bits.hashCode();
    }

    /** The indices as ranges in ascending order: {@code 0-3,7}; empty without any. */
    public String ranges() {
        StringBuilder text = new StringBuilder();
        for (int first = bits.nextSetBit(0); first >= 0; ) {
            int end = bits.nextClearBit(first);
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (end - first > 1) {
                text.append('-').append(end - 1);
            }
            first = bits.nextSetBit(end);
        }
        return text.toString();
    }

    /** Parses {@link #ranges}. */
    public static Indices parse(String ranges) {
        BitSet bits = new BitSet();
        for (String range : ranges.isEmpty() ? new String[0] : ranges.split(",")) {
            int dash = range.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            bits.set(first, Integer.parseInt(range.substring(dash + 1)) + 1);
        }
        return new Indices(bits);
    }

    private BitSet copy() {
        return (BitSet) bits.clone();
    }
}
