package io.meproc.config;

import ch.qos.logback.classic.Level;
import io.meproc.hook.HookSettings;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The settings of a service.
 *
 * @param ip the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param node the name of this Meproc in answers and events
 * @param logLevel the least severe level of the service log
 * @param logDirectory the folder of the service log and of the output of tasks
 * @param dataDirectory the folder of the service's own state
 * @param publicHost the name or address by which browsers reach the service through a proxy or NAT
 * @param publicPort the port of {@code publicHost}
 * @param publicNames more such names or addresses, each with its port unless that is the default of http or https
 * @param basePath the prefix of the paths of public addresses, such as {@code /meproc}; empty for none
 * @param bootstrap a command line that runs once when the service has started
 * @param zone the time zone of cron patterns
 * @param launcher the way processes are started: auto, native or portable
 * @param logMode the permissions of the files with the output of tasks
 * @param logGroup the group of these files
 * @param keepsRunning whether the processes of the tasks run on when the service ends by request
 * @param leftovers the policy for live processes of an earlier service on the same data directory: refuse, end or ignore
 * @param ownProcess whether the service may change properties of the whole JVM process
 * @param processEvents whether the kernel is asked to report each fork on the machine
 * @param limits the bounds of what is kept for clients
 * @param history how much history is kept
 * @param hooks the targets of notifications
 */
public record Settings(
        String ip,
        int port,
        String node,
        Level logLevel,
        Path logDirectory,
        Path dataDirectory,
        Optional<String> publicHost,
        int publicPort,
        List<String> publicNames,
        String basePath,
        Optional<String> bootstrap,
        ZoneId zone,
        String launcher,
        int logMode,
        Optional<String> logGroup,
        boolean keepsRunning,
        String leftovers,
        boolean ownProcess,
        boolean processEvents,
        Limits limits,
        HistoryBounds history,
        HookSettings hooks) {}
