package io.meproc.process.socket;

import com.sun.jna.Pointer;
import io.meproc.linux.NativeBlock;
import io.meproc.linux.Syscalls;
import io.meproc.task.command.ListenSocket.Address;
import io.meproc.task.command.ListenSocket.Tcp;
import io.meproc.task.command.ListenSocket.Unix;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An address of a socket in the form of the kernel, see ip(7), ipv6(7) and unix(7). */
final class NativeAddress {
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int LONGEST = 128;
    private static final int IPV4_BYTES = 4;
    private static final int IPV4_SIZE = 16;
    private static final int IPV6_SIZE = 28;
    private static final int FLOW = 4;

    private final int family;
    private final byte[] bytes;

    private NativeAddress(int family, int size) {
        this.family = family;
        this.bytes = new byte[size];
    }

    static NativeAddress of(Address address) {
        if (address instanceof Unix unix) {
            byte[] path = unix.path().getBytes(StandardCharsets.UTF_8);
            NativeAddress local = new NativeAddress(AF_UNIX, Short.BYTES + path.length + 1);
            local.begun().put(path);
            return local;
        }
        Tcp tcp = (Tcp) address;
        byte[] ip = bytes(tcp.ip());
        boolean four = ip.length == IPV4_BYTES;
        NativeAddress remote = new NativeAddress(four ? AF_INET : AF_INET6, four ? IPV4_SIZE : IPV6_SIZE);
        remote.begun()
                .order(ByteOrder.BIG_ENDIAN)
                .putShort((short) tcp.port())
                .put(new byte[four ? 0 : FLOW])
                .put(ip);
        return remote;
    }

    private ByteBuffer begun() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).putShort((short) family);
    }

    /** The bytes of an address in digits, which is not looked up. */
    private static byte[] bytes(String ip) {
        try {
            return InetAddress.getByName(ip).getAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(ip, impossible);
        }
    }

    int family() {
        return family;
    }

    NativeBlock block() {
        NativeBlock block = new NativeBlock(bytes.length);
        block.pointer().write(0, bytes, 0, bytes.length);
        return block;
    }

    /** Whether a socket is bound to this address. */
    boolean isOf(int descriptor) {
        int[] length = {LONGEST};
        try (NativeBlock name = new NativeBlock(LONGEST)) {
            Pointer found = name.pointer();
            return Syscalls.getsockname(descriptor, found, length) == 0
                    && length[0] == bytes.length
                    && Arrays.equals(found.getByteArray(0, bytes.length), bytes);
        }
    }
}
