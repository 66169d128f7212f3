package io.meproc.config;

import ch.qos.logback.classic.Level;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be configured.
 *
 * @param ip the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param logLevel the least severe level that the service log has
 * @param logDirectory where the service log and the tasks' output go
 * @param dataDirectory what the service keeps for itself
 * @param publicHost the name or address by which browsers reach it through a proxy or address translation
 * @param publicPort the port that goes with it
 * @param publicNames more such names or addresses, each with its port unless that is the default of http or https
 * @param basePath what the paths of public addresses begin with, such as {@code /meproc}; empty for nothing
 * @param bootstrap a command line to run once when the service is up
 * @param zone where cron patterns are read
 * @param launcher how processes are started: auto, native or portable
 * @param logMode the permissions of the files with the output of tasks
 * @param logGroup the group that they get
 * @param leftovers what is done about processes of an earlier service on the same data directory: refuse, end or ignore
 * @param ownProcess whether the process is the service's alone, so that what concerns all of it may be set
 * @param limits how much is kept for clients
 */
public record Settings(
        String ip,
        int port,
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
        String leftovers,
        boolean ownProcess,
        Limits limits) {
    /** With the default limits. */
    public Settings(
            String ip,
            int port,
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
            String leftovers,
            boolean ownProcess) {
        this(
                ip,
                port,
                logLevel,
                logDirectory,
                dataDirectory,
                publicHost,
                publicPort,
                publicNames,
                basePath,
                bootstrap,
                zone,
                launcher,
                logMode,
                logGroup,
                leftovers,
                ownProcess,
                Limits.DEFAULT);
    }
}
