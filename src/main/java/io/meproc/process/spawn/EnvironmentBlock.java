package io.meproc.process.spawn;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.meproc.linux.NativeBlock;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The environment that children inherit, written once to native memory, byte for byte as the supervisor received it,
 * except the variables that {@link InheritedVariables} withholds.
 */
public final class EnvironmentBlock implements AutoCloseable {
    private record Variable(String name, boolean ofLogin, long address) {}

    private final List<Variable> inherited = new ArrayList<>();
    private final NativeBlock strings;

    EnvironmentBlock(List<byte[]> variables) {
        strings = new NativeBlock(
                1 + variables.stream().mapToInt(variable -> variable.length + 1).sum());
        long at = 0;
        for (byte[] variable : variables) {
            String name = name(variable);
            if (InheritedVariables.passes(name)) {
                strings.pointer().write(at, variable, 0, variable.length);
                inherited.add(new Variable(name, InheritedVariables.isOfLogin(name), strings.address() + at));
                at += variable.length + 1;
            }
        }
    }

    /**
     * The environment of this process, read from environ(7) itself, since Java's view has lost the bytes that it
     * can't decode.
     */
    public static EnvironmentBlock inherited() {
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

    /** The environment table without one more variable. */
    long table(Map<String, String> own, boolean otherUser, Scratch scratch) {
        return table(own, otherUser, 0, scratch);
    }

    /**
     * The environment table for a child: its own variables, then the inherited ones with other names.
     *
     * @param otherUser whether it runs as another user than the supervisor
     * @param more the address of one more variable; 0 for none
     */
    long table(Map<String, String> own, boolean otherUser, long more, Scratch scratch) {
        List<Long> addresses = new ArrayList<>();
        if (more != 0) {
            addresses.add(more);
        }
        own.forEach((name, value) -> addresses.add(scratch.text(name + "=" + value)));
        for (Variable variable : inherited) {
            if (!own.containsKey(variable.name()) && !(otherUser && variable.ofLogin())) {
                addresses.add(variable.address());
            }
        }
        return scratch.table(addresses);
    }

    private static String name(byte[] variable) {
        String text = new String(variable, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('=');
        return end < 0 ? text : text.substring(0, end);
    }

    @Override
    public void close() {
        strings.close();
    }
}
