package io.meproc.process;

import com.sun.jna.Pointer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * The users and groups of the machine, as its C library sees them (files, LDAP, whatever nsswitch.conf(5)
 * names). A name that is no account is tried as a number, as chown(1) does. Lookups may block.
 */
final class AccountDatabase {
    private static final int ERANGE = 34;
    private static final int FIRST_BUFFER = 4096;
    private static final int LARGEST_BUFFER = 1 << 22;
    private static final int ENTRY_SIZE = 64;
    private static final long LARGEST_ID = 0xFFFF_FFFEL;
    private static final int DIGITS = 10;
    private static final int FIRST_GROUPS = 64;

    /** The kernel takes no more (NGROUPS_MAX). */
    private static final int MOST_GROUPS = 65_536;

    /** One of the four lookups, with its key filled in. */
    private interface Lookup {
        int into(Pointer entry, Pointer buffer, long size, Pointer result);
    }

    Optional<Account> user(String nameOrId) {
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
    OptionalLong group(String nameOrId) {
        byte[] key = NativeBlock.terminated(nameOrId);
        return find(
                        (entry, buffer, size, result) -> LibC.getgrnam_r(key, entry, buffer, size, result),
                        AccountDatabase::groupId)
                .map(OptionalLong::of)
                .orElseGet(() -> number(nameOrId));
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

    private static <T> Optional<T> find(Lookup lookup, Function<Pointer, T> read) {
        for (int size = FIRST_BUFFER; ; size *= 2) {
            try (NativeBlock entry = new NativeBlock(ENTRY_SIZE);
                    NativeBlock result = new NativeBlock(Long.BYTES);
                    NativeBlock buffer = new NativeBlock(size)) {
                int error = lookup.into(entry.pointer(), buffer.pointer(), size, result.pointer());
                if (error == ERANGE && size < LARGEST_BUFFER) {
                    continue;
                }
                return result.pointer().getLong(0) == 0 ? Optional.empty() : Optional.of(read.apply(entry.pointer()));
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
