package org.virnucpro.worker.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.virnucpro.common.testkit.RepositoryFiles;

/** The page of a recorded run in a real browser: as one file, and as it goes on. */
final class PageIT {

    @TempDir
    static Path folder;

    private static BrowserPage browser;
    private static String report;

    @BeforeAll
    static void start() throws Exception {
        Path events = RepositoryFiles.fixture("events").resolve("predict-worker-killed.jsonl");
        Path file = folder.resolve("report.html");
        assertThat(Launched.run(folder, "report", events.toString(), "-o", file.toString()))
                .isZero();
        report = file.toUri().toString();
        browser = BrowserPage.start();
    }

    @AfterAll
    static void stop() {
        browser.close();
    }

    @Test
    void a_report_shows_steals_as_arrows_and_asks_nobody_for_anything() {
        int before = browser.requests().size();
        Page page = browser.open(report, ColorScheme.LIGHT, 1280);
        Locator arrows = page.locator("path.steal");
        assertThat(arrows.count()).isPositive();
        assertThat(arrows.first().boundingBox().height).isGreaterThan(5);
        assertThat(page.locator("#matrix tbody tr").count()).isEqualTo(4);
        assertThat(page.locator("#failures").innerText()).contains("2 entries in the log of failures");
        assertThat(page.locator(".uplot canvas").count()).isGreaterThanOrEqualTo(2);
        assertThat(browser.requests().subList(before, browser.requests().size()))
                .allMatch(address -> address.startsWith("file:") || address.startsWith("data:"));
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void axe_finds_nothing_serious_in_either_theme() throws Exception {
        for (ColorScheme theme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
            Page page = browser.open(report, theme, 1280);
            page.locator("summary").all().forEach(Locator::click);
            assertThat(BrowserPage.seriousViolations(page)).as(theme.name()).isEmpty();
        }
    }

    @Test
    void the_themes_differ_and_a_phone_needs_no_sideways_scrolling() {
        Page light = browser.open(report, ColorScheme.LIGHT, 360);
        Page dark = browser.open(report, ColorScheme.DARK, 360);
        String background = "getComputedStyle(document.body).backgroundColor";
        assertThat(light.evaluate(background)).isNotEqualTo(dark.evaluate(background));
        assertThat((Integer) light.evaluate("document.documentElement.scrollWidth")).isLessThanOrEqualTo(360);
    }

    @Test
    void the_chart_can_be_read_and_zoomed_by_keyboard() {
        Page page = browser.open(report, ColorScheme.LIGHT, 1280);
        page.locator(".gantt").focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator(".readout").innerText()).contains("synthetic-0: task");
        page.keyboard().press("ArrowDown");
        assertThat(page.locator(".readout").innerText()).contains("synthetic-1: task");
        page.locator("#gantt-table summary").click();
        int all = page.locator("#gantt-table tbody tr").count();
        page.locator(".gantt").focus();
        page.keyboard().press("+");
        page.keyboard().press("+");
        page.locator("#gantt-table summary").click();
        page.locator("#gantt-table summary").click();
        assertThat(page.locator("#gantt-table tbody tr").count()).isBetween(1, all - 1);
    }

    @Test
    void a_replay_goes_on_in_the_page_and_stays_on_this_machine() throws Exception {
        Path events = RepositoryFiles.fixture("events").resolve("predict-worker-killed.jsonl");
        try (Launched dashboard = Launched.start(
                folder, "dashboard", "--replay", events.toString(), "--speed", "6", "--http", "127.0.0.1:0")) {
            String address = LaunchedServer.address(dashboard);
            int before = browser.requests().size();
            Page page = browser.open(address, ColorScheme.LIGHT, 1280);
            page.waitForFunction("document.querySelector('#state').textContent === 'finished'");
            assertThat(page.locator("#cards").innerText()).contains("40");
            assertThat(browser.requests().subList(before, browser.requests().size()))
                    .hasSizeGreaterThan(10)
                    .allMatch(request -> request.startsWith(address) || request.startsWith("data:"));
        }
    }
}
