package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;

/** What one can look at, with the tasks of {@link Scene}. */
enum View {
    OVERVIEW("#/"),
    TASK("#/tasks/shop"),
    WAITING("#/tasks/mailer"),
    HISTORY("#/tasks/import-orders/history"),
    FORM("#/tasks/newsletter/edit"),
    WRONG("#/new"),
    REMOVE("#/tasks/shop"),
    SIGNAL("#/tasks/shop"),
    DOCS("docs");

    private final String place;

    View(String place) {
        this.place = place;
    }

    /** Goes there from elsewhere, and waits until all is drawn. */
    void show(Tab tab, int port) {
        tab.page().navigate("about:blank");
        turnTo(tab, port);
    }

    /** Goes there as by a link; what the page knows it keeps. */
    void turnTo(Tab tab, int port) {
        tab.go(port, place);
        switch (this) {
            case OVERVIEW -> assertThat(tab.row("payments")).hasAttribute("data-state", "backing off");
            case TASK -> {
                tab.says("history", "started");
                tab.says("output", "/products/12");
            }
            case WAITING -> {
                tab.click("tab-dependencies");
                assertThat(tab.of("graph").locator("a.node")).not().hasCount(0);
            }
            case HISTORY -> {
                Locator failed = tab.at("[data-result=failed]").last();
                failed.click();
                tab.says("last-lines", "no answer");
            }
            case FORM -> assertThat(tab.of("cron-fires").locator("li")).hasCount(5);
            case WRONG -> {
                tab.fill("field-name", "pay ments");
                tab.fill("field-replica", "0");
                tab.of("field-replica").press("Tab");
                assertThat(tab.at("#field-replica-problem")).isVisible();
            }
            case REMOVE -> {
                assertThat(tab.at("[data-replica][data-state=running]")).hasCount(4);
                tab.click("remove");
                tab.says("remove-dialog", "4 processes");
            }
            case SIGNAL -> {
                tab.click("signal");
                assertThat(tab.of("signal-dialog")).isVisible();
            }
            case DOCS -> assertThat(tab.at("#trouble")).isHidden();
        }
    }
}
