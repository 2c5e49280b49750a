package org.virnucpro.coordinator.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The files of the page, from the class path; nothing else can be read through it. */
public final class PageAssets {

    static final String PAGE = "index.html";
    static final String STYLE = "style.css";
    static final String ICON = "icon.svg";
    static final String PLOT_SCRIPT = "vendor/uPlot.iife.min.js";
    static final String PLOT_STYLE = "vendor/uPlot.min.css";

    /** The page's own modules, in no order: they name what they need. */
    static final List<String> MODULES = List.of(
            "app.js",
            "axis.js",
            "cards.js",
            "changes.js",
            "charts.js",
            "dom.js",
            "failures.js",
            "format.js",
            "gantt.js",
            "matrix.js",
            "model.js",
            "patterns.js",
            "settings.js",
            "source.js",
            "workers.js");

    private static final int TAG_LETTERS = 16;

    private PageAssets() {}

    /** All files that a browser asks for. */
    public static List<PageAsset> all() {
        List<String> names = new ArrayList<>(List.of(PAGE, STYLE, ICON, PLOT_SCRIPT, PLOT_STYLE));
        names.addAll(MODULES);
        return names.stream().map(PageAssets::asset).toList();
    }

    static String text(String name) {
        return new String(content(name), StandardCharsets.UTF_8);
    }

    private static PageAsset asset(String name) {
        byte[] content = content(name);
        return new PageAsset(name.equals(PAGE) ? "" : name, contentType(name), content, tag(content));
    }

    static byte[] content(String name) {
        try (InputStream file = PageAssets.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the build has no " + name + " of the page");
            }
            return file.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String contentType(String name) {
        String suffix = name.substring(name.lastIndexOf('.') + 1);
        return switch (suffix) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            default -> "image/svg+xml";
        };
    }

    private static String tag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest).substring(0, TAG_LETTERS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JVM has SHA-256", impossible);
        }
    }
}
