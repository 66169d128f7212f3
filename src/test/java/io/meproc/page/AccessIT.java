package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What axe-core finds in each view, in both colour schemes and on a phone. */
class AccessIT extends OnThePage {
    private static final String FINDINGS = """
            async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
              .flatMap(({ id, impact, nodes }) => nodes.map(({ target, failureSummary }) => `${impact} ${id} ${target}: ${failureSummary}`))""";

    private static String axe() throws IOException {
        try (InputStream axe = AccessIT.class.getResourceAsStream("/vendor/axe.min.js")) {
            return new String(Objects.requireNonNull(axe).readAllBytes(), UTF_8);
        }
    }

    /** Violations of any impact, as there is none that one could not do without. */
    private static void isAccessible(Tab tab, String what) throws IOException {
        Page page = tab.page();
        page.evaluate(axe());
        @SuppressWarnings("unchecked")
        List<String> findings = (List<String>) page.evaluate(FINDINGS);
        assertThat(findings).as(what).isEmpty();
    }

    @Test
    void axeFindsNothingInAnyView() throws IOException, InterruptedException {
        Scene.play(this);
        for (Screen screen : List.of(Screen.LIGHT, Screen.DARK, Screen.PHONE, Screen.PHONE.inTheDark())) {
            try (Tab looked = another(screen)) {
                for (View view : View.values()) {
                    view.show(looked, service.port());
                    isAccessible(looked, view + " on " + screen);
                }
                looked.calm();
            }
        }
    }

    @Test
    void axeFindsNothingInAnEmptyPageNorInATaskThatIsNotThere() throws IOException {
        for (Screen screen : List.of(Screen.LIGHT, Screen.DARK)) {
            try (Tab looked = another(screen)) {
                looked.go(service.port(), "");
                assertThat(looked.of("empty")).isVisible();
                isAccessible(looked, "empty on " + screen);
                looked.go(service.port(), "#/tasks/nobody");
                assertThat(looked.at("[role=alert] h1")).isVisible();
                isAccessible(looked, "missing on " + screen);
            }
        }
    }

    @Test
    void axeItselfFindsWhatIsWrong() throws IOException {
        open("");
        assertThat(tab.of("empty")).isVisible();
        tab.page().evaluate("document.querySelector('main').append(document.createElement('select'))");
        assertThatThrownBy(() -> isAccessible(tab, "a nameless choice")).hasMessageContaining("select-name");
    }
}
