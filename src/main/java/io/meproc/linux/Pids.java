package io.meproc.linux;

import java.io.File;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The processes of this machine, as proc(5) lists them. */
public final class Pids {
    private Pids() {}

    /** The pids of all processes; none where there is no {@code /proc}. */
    public static IntStream all() {
        String[] names = new File("/proc").list();
        return names == null
                ? IntStream.empty()
                : Arrays.stream(names)
                        .filter(name -> !name.isEmpty() && name.charAt(0) >= '1' && name.charAt(0) <= '9')
                        .mapToInt(Integer::parseInt);
    }
}
