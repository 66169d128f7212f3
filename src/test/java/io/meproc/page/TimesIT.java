package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Times on the page are those of the service, whatever clock and language the browser has. */
class TimesIT extends OnThePage {
    private static final String SHORT_LIVED = """
            {"type": "once", "cmd": "exit 2"}""";

    @Test
    void whatHasHappenedIsInThePastForABrowserWhoseClockIsLate() throws IOException, InterruptedException {
        tab.page().clock().setFixedTime(Date.from(Instant.now().minus(Duration.ofHours(3))));
        open("");
        put("job", SHORT_LIVED);
        assertThat(tab.row("job").locator(".exit")).hasText(Pattern.compile("code 2\\s*\\d+ s ago"));
        tab.row("job").locator("[data-row]").click();
        tab.says("history", "exit: code 2");
        assertThat(tab.of("history")).not().containsText(Pattern.compile("\\bin \\d"));
    }

    @Test
    void theAgeOfAnEndIsRightForABrowserWhoseClockIsEarly() throws IOException, InterruptedException {
        tab.page().clock().setFixedTime(Date.from(Instant.now().plus(Duration.ofHours(3))));
        open("");
        put("job", SHORT_LIVED);
        // Its clock is known from the first figures on.
        assertThat(tab.row("job").locator(".exit")).hasText(Pattern.compile("code 2\\s*\\d+ s ago"));
    }

    @Test
    void timesHaveTwentyFourHoursAndTheirZoneIsNamedOnce() throws IOException, InterruptedException {
        put("job", SHORT_LIVED);
        try (Tab american = abroad("en-US", "America/New_York")) {
            assertThat(api("GET", "/node", "").getString("zone")).endsWith("UTC");
            american.go(service.port(), "");
            assertThat(american.of("node")).containsText("times in UTC");
            String hour = api("GET", "/tasks/job", "")
                    .getJsonObject("lastExit")
                    .getString("at")
                    .substring(11, 13);
            Locator exact = american.row("job").locator(".exit [title]");
            assertThat(exact).hasAttribute("title", Pattern.compile(" " + hour + ":\\d\\d:\\d\\d UTC"));
        }
    }
}
