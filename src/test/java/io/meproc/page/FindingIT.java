package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** How an operator gets to a task, and back to the place they came from. */
class FindingIT extends OnThePage {
    private static final int MANY = 120;

    private void fill() throws IOException, InterruptedException {
        for (int i = 0; i < MANY; i++) {
            put("t%03d".formatted(i), """
                    {"type": "cron", "cron": "0 0 1 1 *", "cmd": "true"}""");
        }
    }

    @Test
    void rowsBelowTheFoldAreFoundByTheBrowsersOwnSearch() throws IOException, InterruptedException {
        fill();
        open("");
        tab.says("shown", MANY + " tasks");
        assertThat(tab.at("[data-task]")).hasCount(MANY);
        assertThat(tab.page().evaluate("window.find('t119')")).isEqualTo(true);
    }

    @Test
    void anArrowOrEnterLeadsFromTheSearchToTheFirstHit() throws IOException, InterruptedException {
        fill();
        open("");
        for (String key : new String[] {"ArrowDown", "Enter"}) {
            tab.fill("search", "t11");
            tab.says("shown", "10 of");
            tab.of("search").press(key);
            assertThat(tab.row("t110").locator("[data-row]")).isFocused();
        }
    }

    @Test
    void theWayBackLeadsToTheRowThatOneCameFrom() throws IOException, InterruptedException {
        fill();
        open("#/?q=t");
        tab.row("t077").locator("[data-row]").focus();
        tab.page().keyboard().press("Enter");
        assertThat(tab.of("task-name")).hasText("t077");
        tab.page().goBack();
        assertThat(tab.row("t077").locator("[data-row]")).isFocused();
        assertThat(tab.row("t077")).isInViewport();
    }

    @Test
    void eachStateKeepsItsWordOnAPhone() throws IOException, InterruptedException {
        put("later", """
                {"type": "cron", "cron": "0 0 1 1 *", "cmd": "true"}""");
        put("first", """
                {"type": "daemon", "cmd": "exec sleep 1000"}""");
        put("second", """
                {"type": "once", "cmd": "true", "deps": ["first"]}""");
        try (Tab phone = another(Screen.PHONE)) {
            phone.go(service.port(), "");
            for (String state : new String[] {"waiting", "scheduled", "running"}) {
                assertThat(phone.of("count-" + state).getByText(state)).isVisible();
            }
            assertThat(shape(phone, "waiting")).isNotEqualTo(shape(phone, "scheduled"));
            phone.calm();
        }
    }

    private static String shape(Tab tab, String state) {
        return tab.of("count-" + state).locator("svg").innerHTML();
    }
}
