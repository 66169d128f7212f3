package io.meproc.process.account;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/** The functions of the C library for accounts, see getpwnam(3), getgrnam(3), geteuid(2), getgrouplist(3). */
public final class LibC {
    static {
        Native.register(LibC.class, NativeLibrary.getProcess());
    }

    private LibC() {}

    public static native int geteuid();

    static native int getegid();

    static native int getpwnam_r(byte[] name, Pointer entry, Pointer buffer, long size, Pointer result);

    static native int getpwuid_r(int uid, Pointer entry, Pointer buffer, long size, Pointer result);

    static native int getgrnam_r(byte[] name, Pointer entry, Pointer buffer, long size, Pointer result);

    static native int getgrgid_r(int gid, Pointer entry, Pointer buffer, long size, Pointer result);

    static native int getgrouplist(byte[] user, int group, int[] groups, int[] count);
}
