package io.meproc.bus;

/** Every address between the verticles, one for each direction. */
public final class Addresses {
    public static final String REQUESTS = "meproc.internal.requests";
    public static final String ORDERS = "meproc.internal.orders";
    public static final String REPORTS = "meproc.internal.reports";
    public static final String NEWS = "meproc.internal.news";

    private Addresses() {}
}
