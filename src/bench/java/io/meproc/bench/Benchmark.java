package io.meproc.bench;

import java.util.List;

/** One thing to measure. */
interface Benchmark {
    List<Row> run(Workshop workshop) throws Exception;
}
