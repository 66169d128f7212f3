/**
 * Measures Meproc from outside, as its users meet it: the packaged program, its HTTP interface, real processes.
 *
 * <p>Beside each figure stands a floor: the same work done by a small C program with nothing around it. Rounds of
 * the two alternate, so that whatever else the machine does hits both; the ratio is what can be compared between
 * machines and days.
 */
package io.meproc.bench;
