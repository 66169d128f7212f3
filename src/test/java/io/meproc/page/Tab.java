package io.meproc.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * An open page, and everything about it that should not have happened: errors of its scripts, violations of the Content-Security-Policy,
 * dialogs of the browser, requests to others than its own service, answers that it did not ask for to learn of errors.
 */
final class Tab implements AutoCloseable {
    private static final String TELL_OF_VIOLATIONS = """
            addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
              console.error(`against the policy: ${violatedDirective} ${blockedURI} ${sample}`));
            """;

    /** The browser writes of each refused request; which of these are wrong is seen by the answers themselves. */
    private static final Pattern TOLD_OTHERWISE = Pattern.compile("Failed to load resource: .*");

    /** The form asks what would be wrong with what was typed, and for the next times of a pattern that may be none. */
    private static final Pattern QUESTIONS = Pattern.compile(".*(dryRun=true|/cron/preview)$");

    /** A task can be removed while the page asks for it. */
    private static final Pattern MAYBE_GONE =
            Pattern.compile("404 for GET .*/api/v1/tasks/[^/]+(/why|/runs.*|/replicas/\\d+/output.*)?");

    private static final int UNAVAILABLE = 503;

    private final BrowserContext context;
    private final Page page;
    private final List<String> troubles = new CopyOnWriteArrayList<>();
    private String origin = "";
    private volatile boolean offline;

    Tab(BrowserContext context) {
        this.context = context;
        context.addInitScript(TELL_OF_VIOLATIONS);
        page = context.newPage();
        page.onConsoleMessage(this::hear);
        page.onPageError(trouble -> troubles.add("uncaught: " + trouble));
        page.onDialog(dialog -> {
            troubles.add("a dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(origin) && !request.url().matches("(blob|data):.*")) {
                troubles.add("a request to somebody else: " + request.url());
            }
        });
        page.onResponse(this::look);
    }

    /** One more in the same window, which shares all that a browser shares between its tabs. */
    Tab beside() {
        return new Tab(context);
    }

    private void hear(ConsoleMessage message) {
        boolean bad = message.type().equals("error") || message.type().equals("warning");
        if (bad && !TOLD_OTHERWISE.matcher(message.text()).matches() && !offline) {
            troubles.add(message.type() + ": " + message.text());
        }
    }

    private void look(Response response) {
        if (response.status() >= 400 && !QUESTIONS.matcher(response.url()).matches()) {
            String trouble = response.status() + " for " + response.request().method() + " " + response.url();
            // A service that is shutting down refuses what reaches it until its port closes.
            boolean leaving = offline && response.status() == UNAVAILABLE;
            if (!leaving && !MAYBE_GONE.matcher(trouble).matches()) {
                troubles.add(trouble);
            }
        }
    }

    /** Goes to a part of the page, and waits until it is up to date. */
    Tab go(int port, String place) {
        return go("http://127.0.0.1:" + port + "/", place);
    }

    /** The same at another address of the service, which ends in a slash. */
    Tab go(String address, String place) {
        origin = address;
        page.navigate(origin + place);
        if (!place.startsWith("docs")) {
            live();
        }
        return this;
    }

    Tab live() {
        assertThat(of("connection")).hasAttribute("data-state", "live");
        return this;
    }

    Page page() {
        return page;
    }

    /** What has this test id. */
    Locator of(String testId) {
        return page.getByTestId(testId);
    }

    Locator at(String selector) {
        return page.locator(selector);
    }

    Locator row(String task) {
        return page.locator("[data-task='" + task + "']");
    }

    Locator replica(int index) {
        return page.locator("[data-replica='" + index + "']");
    }

    void click(String testId) {
        of(testId).click();
    }

    void fill(String testId, String text) {
        of(testId).fill(text);
    }

    void says(String testId, String text) {
        assertThat(of(testId)).containsText(text);
    }

    /** Has the browser compute so many times slower than it could. */
    void slowDown(int times) {
        JsonObject rate = new JsonObject();
        rate.addProperty("rate", times);
        context.newCDPSession(page).send("Emulation.setCPUThrottlingRate", rate);
    }

    /** From now on the service may be away. */
    void expectsAnAbsence() {
        offline = true;
    }

    /** Takes back the troubles that a test has caused on purpose, which must be just these. */
    void forgive(Pattern expected) {
        assertThat(troubles)
                .isNotEmpty()
                .allMatch(trouble -> expected.matcher(trouble).matches());
        troubles.clear();
    }

    boolean troubled() {
        return !troubles.isEmpty();
    }

    /** Holds that nothing went wrong so far. */
    void calm() {
        assertThat(troubles).as("troubles of the page").isEmpty();
    }

    @Override
    public void close() {
        context.close();
    }
}
