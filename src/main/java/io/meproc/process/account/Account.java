package io.meproc.process.account;

import java.util.Map;

/** An entry of the user database, see passwd(5). Ids are unsigned 32-bit numbers. */
record Account(String name, long uid, long gid, String home, String shell) {

    /** The variables that login(1) sets. */
    Map<String, String> variables() {
        return Map.of(
                "HOME",
                home.isEmpty() ? "/" : home,
                "USER",
                name,
                "LOGNAME",
                name,
                "SHELL",
                shell.isEmpty() ? "/bin/sh" : shell);
    }
}
