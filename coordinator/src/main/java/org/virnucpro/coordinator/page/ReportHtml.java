package org.virnucpro.coordinator.page;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.StringJoiner;

/**
 * The page with everything in it: scripts, styles and one timeline. It asks no server for anything, and its content security
 * policy forbids that. The modules stay modules: an import map gives each of them as a data: URL.
 */
public final class ReportHtml {

    private static final String POLICY = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
            + " script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; img-src data:\">\n";
    private static final String NAMESPACE = "page/";

    private ReportHtml() {}

    /**
     * The file, in UTF-8.
     *
     * @param timeline what {@link org.virnucpro.coordinator.timeline.TimelineJson} wrote
     */
    public static byte[] of(byte[] timeline) {
        String page = PageAssets.text(PageAssets.PAGE);
        page = replaced(page, "<meta charset=\"utf-8\">\n", "<meta charset=\"utf-8\">\n" + POLICY);
        page = replaced(page, link(PageAssets.PLOT_STYLE), style(PageAssets.PLOT_STYLE));
        page = replaced(page, link(PageAssets.STYLE), style(PageAssets.STYLE));
        page = replaced(
                page,
                "href=\"" + PageAssets.ICON + "\"",
                "href=\"" + url("image/svg+xml", PageAssets.text(PageAssets.ICON)) + "\"");
        page = replaced(
                page,
                "<script src=\"" + PageAssets.PLOT_SCRIPT + "\" defer></script>",
                "<script>" + PageAssets.text(PageAssets.PLOT_SCRIPT) + "</script>\n<script type=\"importmap\">"
                        + imports() + "</script>");
        page = replaced(page, "<script src=\"app.js\" type=\"module\"></script>\n", "");
        page = replaced(
                page,
                "</body>",
                "<script type=\"application/json\" id=\"timeline\">" + inMarkup(timeline)
                        + "</script>\n<script type=\"module\">import \"" + NAMESPACE + "app.js\";</script>\n</body>");
        return page.getBytes(StandardCharsets.UTF_8);
    }

    private static String imports() {
        StringJoiner map = new StringJoiner(",", "{\"imports\":{", "}}");
        for (String module : PageAssets.MODULES) {
            String source = PageAssets.text(module).replace(" from \"./", " from \"" + NAMESPACE);
            map.add("\"" + NAMESPACE + module + "\":\"" + url("text/javascript", source) + "\"");
        }
        return map.toString();
    }

    /** JSON in a script element: no text in it can end the element. */
    private static String inMarkup(byte[] json) {
        return new String(json, StandardCharsets.UTF_8).replace("<", "\\u003c");
    }

    private static String link(String name) {
        return "<link rel=\"stylesheet\" href=\"" + name + "\">";
    }

    private static String style(String name) {
        return "<style>" + PageAssets.text(name) + "</style>";
    }

    private static String url(String type, String text) {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String replaced(String page, String part, String by) {
        int at = page.indexOf(part);
        if (at < 0) {
            throw new IllegalStateException("the page has no " + part);
        }
        return page.substring(0, at) + by + page.substring(at + part.length());
    }
}
