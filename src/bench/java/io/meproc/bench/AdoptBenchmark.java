package io.meproc.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The start beside live processes of a killed Meproc, and the ends of processes that it adopted. */
final class AdoptBenchmark implements Benchmark {
    private static final int LIVE = 1_000;
    private static final int ENDS = 100;
    private static final int SECONDS = 60;
    private static final double AIM_MILLIS = 1_000;
    private static final double AIM_RATIO = 5;
    private static final Pattern PID = Pattern.compile("\"pid\":([0-9]+)");
    private static final Pattern RUNNING = Pattern.compile("\"running\":" + LIVE + "\\D");

    @Override
    public List<Row> run(Workshop workshop) throws Exception {
        Sample empty = new Sample();
        Sample adopting = new Sample();
        Sample children = new Sample();
        Sample adopted = new Sample();
        int rounds = workshop.options().times(5, 2);
        for (int round = 0; round < rounds; round++) {
            Service service = workshop.service();
            try {
                service = service.killed();
                empty.add(service.startMillis());
                service.api().put("'name':'many','type':'daemon','replica':" + LIVE + ",'cmd':'exec sleep 1000'");
                Service first = service;
                Pause.until("the start of all", SECONDS, () -> all(first));
                service = service.killed();
                adopting.add(service.startMillis());
                if (!all(service)) {
                    throw new IOException("not every run was adopted");
                }
                service.api().delete("many");
                String line = workshop.stamp().line().replaceFirst("^exec ", "");
                service.api()
                        .put("'name':'ends','type':'daemon','interval':1,'replica':" + ENDS + ",'cmd':'" + line
                                + "; exec sleep 1000'");
                children.add(gaps(service, workshop.stamp(), 1));
                service = service.killed();
                adopted.add(gaps(service, workshop.stamp(), 2));
                service.api().delete("ends");
            } finally {
                service.close();
            }
        }
        return List.of(
                Row.beside("kill -9 beside " + LIVE + " daemons: start to the first answer, all adopted", adopting, empty)
                        .aim("p50 <= floor + 1 s", adopting.median() <= empty.median() + AIM_MILLIS),
                Row.beside("end of an adopted process to its replacement; the floor is a child", adopted, children)
                        .aim("p50 <= 5 x floor", adopted.median() <= AIM_RATIO * children.median()));
    }

    private static boolean all(Service service) throws IOException {
        return RUNNING.matcher(text(service, "/api/v1/node")).find();
    }

    private static String text(Service service, String path) throws IOException {
        return new String(service.api().get(path), StandardCharsets.UTF_8);
    }

    /** Ends each replica; the milliseconds until its replacement, which writes line number {@code lines} of the log, from 0. */
    private static double[] gaps(Service service, Stamp stamp, int lines) throws IOException {
        for (int index = 0; index < ENDS; index++) {
            await(service.log("ends", index), lines);
        }
        List<Long> pids = PID.matcher(text(service, "/api/v1/usage?task=ends"))
                .results()
                .map(found -> found.group(1))
                .map(Long::parseLong)
                .toList();
        double[] gaps = new double[ENDS];
        for (int index = 0; index < ENDS; index++) {
            Path log = service.log("ends", index);
            long killed = stamp.now();
            ProcessHandle.of(pids.get(index)).ifPresent(ProcessHandle::destroyForcibly);
            await(log, lines + 1);
            long began = Long.parseLong(Files.readAllLines(log).get(lines).split(" ")[0]);
            gaps[index] = (began - killed) / 1e6;
        }
        return gaps;
    }

    private static void await(Path log, int lines) throws IOException {
        Pause.until(
                lines + " lines in " + log,
                SECONDS,
                () -> Files.exists(log) && Files.readString(log).lines().count() >= lines);
    }
}
