package io.meproc.process;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The environment of every child, laid out once in native memory, byte for byte what the supervisor was given.
 * The few variables that differ from child to child are written in front of the shared rest: the array that
 * execve(2) reads begins where they begin.
 */
final class EnvironmentBlock implements AutoCloseable {
    /** Room in front: the marker and the four variables that name an account. */
    private static final int LEADING = 5;

    private static final List<String> OF_THE_ACCOUNT = List.of("HOME", "USER", "LOGNAME", "SHELL");

    private final List<byte[]> ownAccount = new ArrayList<>();
    private final NativeBlock strings;
    private final NativeBlock array;

    EnvironmentBlock(List<byte[]> inherited) {
        List<byte[]> shared = new ArrayList<>();
        for (byte[] variable : inherited) {
            String name = name(variable);
            if (OF_THE_ACCOUNT.contains(name)) {
                if (ownAccount.stream().noneMatch(known -> name(known).equals(name))) {
                    ownAccount.add(variable);
                }
            } else if (!name.equals(Marker.VARIABLE)) {
                shared.add(variable);
            }
        }
        strings = new NativeBlock(
                1 + shared.stream().mapToInt(variable -> variable.length + 1).sum());
        array = new NativeBlock((LEADING + shared.size() + 1L) * Long.BYTES);
        long at = 0;
        for (int i = 0; i < shared.size(); i++) {
            byte[] variable = shared.get(i);
            strings.pointer().write(at, variable, 0, variable.length);
            array.pointer().setLong((LEADING + i) * (long) Long.BYTES, strings.address() + at);
            at += variable.length + 1;
        }
    }

    /** That of this process, read from environ(7) itself: Java's view of it has lost bytes it can't decode. */
    static EnvironmentBlock inherited() {
        List<byte[]> variables = new ArrayList<>();
        Pointer environ =
                NativeLibrary.getProcess().getGlobalVariableAddress("environ").getPointer(0);
        for (long i = 0; environ != null; i++) {
            Pointer variable = environ.getPointer(i * Long.BYTES);
            if (variable == null) {
                break;
            }
            variables.add(variable.getByteArray(0, (int) variable.indexOf(0, (byte) 0)));
        }
        return new EnvironmentBlock(variables);
    }

    /** The variables that name the supervisor's own account, as far as it was given any. */
    List<byte[]> ownAccount() {
        return ownAccount;
    }

    /** The array for a child, whose own variables are at these addresses; good until the next call. */
    Pointer startingWith(long[] addresses, int from) {
        int first = LEADING - (addresses.length - from);
        for (int i = from; i < addresses.length; i++) {
            array.pointer().setLong((first + i - from) * (long) Long.BYTES, addresses[i]);
        }
        return array.pointer().share(first * (long) Long.BYTES);
    }

    private static String name(byte[] variable) {
        String text = new String(variable, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('=');
        return end < 0 ? text : text.substring(0, end);
    }

    @Override
    public void close() {
        array.close();
        strings.close();
    }
}
