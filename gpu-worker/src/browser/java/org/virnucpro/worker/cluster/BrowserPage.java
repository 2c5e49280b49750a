package org.virnucpro.worker.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.virnucpro.common.testkit.RepositoryFiles;

/** Debian's Chromium without a window, with one page; writes down what the page asks for and complains of. */
final class BrowserPage implements AutoCloseable {

    private static final List<String> CHROMIUM = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser");

    private final Playwright playwright;
    private final Browser browser;
    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    private BrowserPage(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static BrowserPage start() {
        Playwright playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Path program = CHROMIUM.stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no Chromium: apt-get install chromium"));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(List.of("--no-sandbox"))); // root in a container has none
        return new BrowserPage(playwright, browser);
    }

    /** A new page of that width in that theme. */
    Page open(String address, ColorScheme theme, int width) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setColorScheme(theme)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setViewportSize(width, 900));
        contexts.add(context);
        context.setDefaultTimeout(30_000);
        Page page = context.newPage();
        page.onRequest(request -> requests.add(request.url()));
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.text().contains("Content Security Policy")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(address);
        page.waitForSelector("html[data-revision]");
        return page;
    }

    /** Addresses that any page asked for. */
    List<String> requests() {
        return requests;
    }

    /** Errors that scripts threw, and what the browser refused. */
    List<String> complaints() {
        return complaints;
    }

    /** Violations of accessibility rules that axe calls serious or critical; each with the elements. */
    static List<String> seriousViolations(Page page) throws IOException {
        page.evaluate(Files.readString(
                RepositoryFiles.top().resolve("gpu-worker/src/browser/resources/axe/axe.min.js")));
        Object result = page.evaluate("async () => JSON.stringify((await axe.run(document, {runOnly: ['wcag2a', 'wcag2aa',"
                + " 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})).violations)");
        List<String> serious = new ArrayList<>();
        for (JsonNode violation : new ObjectMapper().readTree(String.valueOf(result))) {
            if (Stream.of("serious", "critical")
                    .anyMatch(violation.path("impact").asText()::equals)) {
                serious.add(violation.path("id").asText() + ": "
                        + violation.path("nodes").findValuesAsText("html"));
            }
        }
        return serious;
    }

    @Override
    public void close() {
        contexts.forEach(BrowserContext::close);
        browser.close();
        playwright.close();
    }
}
