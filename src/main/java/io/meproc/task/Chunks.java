package io.meproc.task;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An immutable list. A copy with one changed element copies one chunk of {@value #CHUNK} elements, not the whole
 * list.
 *
 * <p>The table is an immutable value that every event replaces. Without chunks, the start of 10,000 replicas would
 * copy a list of 10,000 elements 10,000 times.
 */
final class Chunks<T> {
    private static final int BITS = 6;
    private static final int CHUNK = 1 << BITS;
    private static final int MASK = CHUNK - 1;

    private final Object[][] chunks;
    private final int size;

    private Chunks(Object[][] chunks, int size) {
        this.chunks = chunks;
        this.size = size;
    }

    /** A list of {@code size} elements, each made from its index. */
    static <T> Chunks<T> of(int size, IntFunction<? extends T> element) {
        Object[][] chunks = new Object[(size + MASK) >> BITS][];
        for (int c = 0; c < chunks.length; c++) {
            chunks[c] = new Object[Math.min(CHUNK, size - (c << BITS))];
            for (int i = 0; i < chunks[c].length; i++) {
                chunks[c][i] = element.apply((c << BITS) + i);
            }
        }
        return new Chunks<>(chunks, size);
    }

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked") // Only elements of type T are stored.
    T get(int index) {
        return (T) chunks[index >> BITS][index & MASK];
    }

    Chunks<T> with(int index, T element) {
        Object[][] copy = chunks.clone();
        Object[] chunk = copy[index >> BITS].clone();
        chunk[index & MASK] = element;
        copy[index >> BITS] = chunk;
        return new Chunks<>(copy, size);
    }

    Chunks<T> plus(T element) {
        int chunk = size >> BITS;
        Object[][] copy = Arrays.copyOf(chunks, chunk + 1);
        copy[chunk] = (size & MASK) == 0 ? new Object[1] : Arrays.copyOf(copy[chunk], (size & MASK) + 1);
        copy[chunk][size & MASK] = element;
        return new Chunks<>(copy, size + 1);
    }

    /** The first {@code count} elements. */
    Chunks<T> first(int count) {
        Object[][] copy = Arrays.copyOf(chunks, (count + MASK) >> BITS);
        if ((count & MASK) != 0) {
            copy[copy.length - 1] = Arrays.copyOf(copy[copy.length - 1], count & MASK);
        }
        return new Chunks<>(copy, count);
    }

    /**
     * Passes on the indices below the smaller size at which the two lists hold different objects. Chunks that both lists
     * share are skipped.
     */
    void differing(Chunks<T> other, IntConsumer each) {
        int end = Math.min(size, other.size);
        for (int c = 0; c << BITS < end; c++) {
            for (int i = c << BITS; chunks[c] != other.chunks[c] && i < Math.min(end, (c + 1) << BITS); i++) {
                if (chunks[c][i & MASK] != other.chunks[c][i & MASK]) {
                    each.accept(i);
                }
            }
        }
    }

    Stream<T> stream() {
        return IntStream.range(0, size).mapToObj(this::get);
    }
}
