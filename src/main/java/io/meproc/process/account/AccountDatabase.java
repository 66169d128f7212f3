package io.meproc.process.account;

import com.sun.jna.Pointer;
import io.meproc.linux.Errno;
import io.meproc.linux.NativeBlock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * The users and groups of the machine, as its C library provides them (files, LDAP, or any other source in
 * nsswitch.conf(5)). A name that is not an account is tried as a number, as chown(1) does. Lookups may block.
 */
public final class AccountDatabase {
    private static final int ERANGE = 34;

    /** Results that mean that the entry does not exist: RETURN VALUE of getpwnam(3). */
    private static final Set<Integer> NOT_FOUND = Set.of(0, Errno.ENOENT, Errno.ESRCH, Errno.EBADF, Errno.EPERM);

    private static final int FIRST_BUFFER = 4096;
    private static final int LARGEST_BUFFER = 1 << 22;
    private static final int ENTRY_SIZE = 64;
    private static final long LARGEST_ID = 0xFFFF_FFFEL;
    private static final int DIGITS = 10;
    private static final int FIRST_GROUPS = 64;

    /** The maximum that the kernel accepts (NGROUPS_MAX). */
    private static final int MOST_GROUPS = 65_536;

    /** One of the four lookup functions, with its key. */
    interface Lookup {
        int into(Pointer entry, Pointer buffer, long size, Pointer result);
    }

    /** The account; empty if there is none. */
    Optional<Account> user(String nameOrId) throws LookupException {
        byte[] key = NativeBlock.terminated(nameOrId);
        Optional<Account> named = find(
                (entry, buffer, size, result) -> LibC.getpwnam_r(key, entry, buffer, size, result),
                AccountDatabase::account);
        OptionalLong id = number(nameOrId);
        if (named.isPresent() || id.isEmpty()) {
            return named;
        }
        int uid = (int) id.getAsLong();
        return find(
                (entry, buffer, size, result) -> LibC.getpwuid_r(uid, entry, buffer, size, result),
                AccountDatabase::account);
    }

    /** The id of a group; a number need not be in the database. */
    public OptionalLong group(String nameOrId) throws LookupException {
        byte[] key = NativeBlock.terminated(nameOrId);
        Optional<Long> named = find(
                (entry, buffer, size, result) -> LibC.getgrnam_r(key, entry, buffer, size, result),
                AccountDatabase::groupId);
        return named.isPresent() ? OptionalLong.of(named.get()) : number(nameOrId);
    }

    /** All groups of a user, that one included. */
    List<Integer> groups(String user, long gid) {
        byte[] key = NativeBlock.terminated(user);
        for (int size = FIRST_GROUPS; ; size *= 2) {
            int[] groups = new int[size];
            int[] count = {size};
            if (LibC.getgrouplist(key, (int) gid, groups, count) >= 0 || size >= MOST_GROUPS) {
                return Arrays.stream(groups)
                        .limit(Math.min(size, count[0]))
                        .boxed()
                        .toList();
            }
        }
    }

    private static OptionalLong number(String text) {
        boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (text.isEmpty() || text.length() > DIGITS || !digits || Long.parseLong(text) > LARGEST_ID) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    /** The result of a lookup; empty if there is no such entry. */
    static <T> Optional<T> find(Lookup lookup, Function<Pointer, T> read) throws LookupException {
        for (int size = FIRST_BUFFER; ; size *= 2) {
            try (NativeBlock entry = new NativeBlock(ENTRY_SIZE);
                    NativeBlock result = new NativeBlock(Long.BYTES);
                    NativeBlock buffer = new NativeBlock(size)) {
                int error = lookup.into(entry.pointer(), buffer.pointer(), size, result.pointer());
                if (error == ERANGE && size < LARGEST_BUFFER) {
                    continue;
                }
                if (result.pointer().getLong(0) != 0) {
                    return Optional.of(read.apply(entry.pointer()));
                }
                if (NOT_FOUND.contains(error)) {
                    return Optional.empty();
                }
                throw new LookupException(error);
            }
        }
    }

    /** Reads a struct passwd: name, password, uid, gid, comment, home, shell. */
    private static Account account(Pointer entry) {
        return new Account(
                text(entry, 0),
                Integer.toUnsignedLong(entry.getInt(16)),
                Integer.toUnsignedLong(entry.getInt(20)),
                text(entry, 32),
                text(entry, 40));
    }

    /** Reads a struct group: name, password, gid. */
    private static long groupId(Pointer entry) {
        return Integer.toUnsignedLong(entry.getInt(16));
    }

    private static String text(Pointer entry, long offset) {
        Pointer string = entry.getPointer(offset);
        return string == null ? "" : string.getString(0, "UTF-8");
    }
}
