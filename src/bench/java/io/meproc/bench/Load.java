package io.meproc.bench;

/**
 * What came of a load.
 *
 * @param rate answers a second
 * @param p50 milliseconds of an answer
 * @param p99 milliseconds of an answer
 */
record Load(double rate, double p50, double p99) {}
