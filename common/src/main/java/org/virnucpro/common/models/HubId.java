package org.virnucpro.common.models;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a model on the Hugging Face hub, for example {@code zhihan1996/DNABERT-S}.
 *
 * @param revision branch, tag or commit
 */
public record HubId(String organisation, String name, String revision) {

    private static final String WORD = "[A-Za-z0-9_][A-Za-z0-9._-]*";
    private static final Pattern FORM = Pattern.compile("(" + WORD + ")/(" + WORD + ")(?:@(" + WORD + "))?");
    private static final Pattern PLAIN = Pattern.compile(WORD);
    private static final String MAIN = "main";

    /** Reads {@code ORG/NAME} or {@code ORG/NAME@REVISION}; empty when the text is neither. */
    public static Optional<HubId> parse(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new HubId(
                        parts.group(1),
                        parts.group(2),
                        Optional.ofNullable(parts.group(3)).orElse(MAIN)))
                : Optional.empty();
    }

    static boolean isPlainName(String text) {
        return PLAIN.matcher(text).matches();
    }

    /** Without the revision. */
    public String repository() {
        return organisation + "/" + name;
    }

    @Override
    public String toString() {
        return revision.equals(MAIN) ? repository() : repository() + "@" + revision;
    }
}
