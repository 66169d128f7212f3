package io.meproc.bench;

import java.util.List;

/** From a call over a kept connection to the first instruction of the process that it starts. */
final class SpawnBenchmark implements Benchmark {
    private static final int PER_ROUND = 25;
    private static final int COLD = 100;
    private static final int WARM_UP = 1_400;
    private static final double AIM_MILLIS = 1;

    @Override
    public List<Row> run(Workshop workshop) throws Exception {
        Sample meproc = new Sample();
        Sample floor = new Sample();
        Sample cold = new Sample();
        double first;
        try (Service service = workshop.service()) {
            FirstInstruction calls = new FirstInstruction(service, workshop.stamp());
            first = calls.millis();
            cold.add(calls.millis(COLD));
            calls.millis(workshop.options().times(WARM_UP, WARM_UP / 2));
            for (int round = 0; round < workshop.options().times(16, 4); round++) {
                meproc.add(calls.millis(PER_ROUND));
                if (workshop.floors().there()) {
                    floor.add(FirstInstruction.floor(workshop, PER_ROUND));
                }
            }
        }
        Row row = Row.beside("call to the child's first instruction, p50 / p99", meproc, floor);
        return List.of(
                floor.isEmpty() ? row : row.aim("p50 <= floor + 1 ms", meproc.median() - floor.median() <= AIM_MILLIS),
                Row.alone("the same, the first 100 calls of a service", cold.words("ms")),
                Row.alone("the same, its very first call", Sample.text("%.0f ms", first)));
    }
}
