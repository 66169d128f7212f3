package io.meproc.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Chromium without a window. Whatever it lacks is installed first, or the test fails and says what to do. */
final class Chromium implements AutoCloseable {
    private static final Path DRIVER = Path.of("target", "browser").toAbsolutePath();

    /** In milliseconds, for a machine that does other things as well. */
    private static final double PATIENCE = 20_000;

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path executable) {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
        System.setProperty("playwright.cli.dir", DRIVER.toString());
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        // All that is drawn is drawn by the processor, as no test machine is sure to have anything else.
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(List.of(
                                "--disable-gpu",
                                "--font-render-hinting=none",
                                "--force-color-profile=srgb",
                                // A public name of the service, without a name server.
                                "--host-resolver-rules=MAP *.example.org 127.0.0.1")));
    }

    static Chromium start() throws IOException, InterruptedException {
        Path said = DRIVER.resolveSibling("browser.err");
        Process installation = new ProcessBuilder("src/test/browser/install.sh")
                .redirectError(said.toFile())
                .start();
        String out = new String(installation.getInputStream().readAllBytes(), UTF_8);
        assertThat(installation.waitFor()).as(() -> read(said)).isZero();
        return new Chromium(Path.of(out.lines().reduce("", (before, line) -> line)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException missing) {
            return missing.toString();
        }
    }

    /** A window of its own, with nothing kept from others. */
    Tab open(Screen screen) {
        return open(screen, "en-GB", "UTC");
    }

    Tab open(Screen screen, String locale, String zone) {
        return new Tab(browser.newContext(new NewContextOptions()
                .setViewportSize(screen.width(), screen.height())
                .setColorScheme(screen.scheme())
                .setLocale(locale)
                .setTimezoneId(zone)));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
