package io.meproc.process.spawn;

import io.meproc.process.account.Identity;
import io.meproc.task.command.Surroundings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The variables of the supervisor's environment that its processes inherit. Variables that describe the supervisor
 * itself, set by its own supervisor, its terminal or its operator's login, are withheld; see systemd.exec(5),
 * sudo(8), pam_systemd(8).
 */
public final class InheritedVariables {
    /** Variables of the shell, and variables by which a service manager describes a service. */
    private static final Set<String> OWN = Set.of(
            "_",
            "OLDPWD",
            "SHLVL",
            "NOTIFY_SOCKET",
            "WATCHDOG_PID",
            "WATCHDOG_USEC",
            "LISTEN_FDS",
            "LISTEN_FDNAMES",
            "LISTEN_PID",
            "LISTEN_PIDFDID",
            "FDSTORE",
            "JOURNAL_STREAM",
            "LOG_NAMESPACE",
            "INVOCATION_ID",
            "SYSTEMD_EXEC_PID",
            "MANAGERPID",
            "MANAGERPIDFDID",
            "MAINPID",
            "MAINPIDFDID",
            "PIDFILE",
            "CREDENTIALS_DIRECTORY",
            "RUNTIME_DIRECTORY",
            "STATE_DIRECTORY",
            "CACHE_DIRECTORY",
            "LOGS_DIRECTORY",
            "CONFIGURATION_DIRECTORY",
            "MEMORY_PRESSURE_WATCH",
            "MEMORY_PRESSURE_WRITE",
            "DOAS_USER",
            "PKEXEC_UID");

    private static final Set<String> OF_LOGIN = Set.of(
            "DBUS_SESSION_BUS_ADDRESS",
            "GNOME_KEYRING_CONTROL",
            "GPG_AGENT_INFO",
            "ICEAUTHORITY",
            "KRB5CCNAME",
            "MAIL",
            "SESSION_MANAGER",
            "SSH_AGENT_PID",
            "SSH_AUTH_SOCK",
            "SSH_CLIENT",
            "SSH_CONNECTION",
            "SSH_TTY",
            "XAUTHORITY");

    /** The XDG variables that describe the machine and not a user. */
    private static final Set<String> OF_MACHINE = Set.of("XDG_CONFIG_DIRS", "XDG_DATA_DIRS");

    private static final String SETTINGS = "MEPROC_";

    /** The address of the service for clients; a process may be a client. */
    private static final String ADDRESS = "MEPROC_URL";

    private InheritedVariables() {}

    /** The variables that a process gets in place of inherited ones of the same names. */
    public static Map<String, String> added(Map<String, String> marks, Identity identity, Surroundings around) {
        Map<String, String> added = new LinkedHashMap<>(marks);
        if (around.cwd() != null) {
            added.put("PWD", around.cwd());
        }
        added.putAll(identity.variables());
        added.putAll(around.environment().variables());
        return added;
    }

    /** Whether a process inherits this variable. */
    public static boolean passes(String name) {
        return !OWN.contains(name) && !name.startsWith("SUDO_") && (!name.startsWith(SETTINGS) || name.equals(ADDRESS));
    }

    /**
     * Whether a variable describes the login of the supervisor's user, so that a process of another user does not get
     * it.
     */
    public static boolean isOfLogin(String name) {
        return OF_LOGIN.contains(name) || (name.startsWith("XDG_") && !OF_MACHINE.contains(name));
    }
}
