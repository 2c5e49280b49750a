package org.virnucpro.coordinator.plot;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.virnucpro.common.table.PredictionLabel;

/**
 * Draws a figure as SVG, as VirNucPro's {@code drew_fig.py} lays it out: 20 inches wide, 2 inches per record; a line per
 * open frame from {@code chunkSize * chunk} to {@code chunkSize * (chunk + 1)}, chunks counted from 1, at the higher one of
 * its scores, red for virus and dark blue for others. Lengths are in points. Not thread-safe.
 */
public final class FigureSvg {
    private static final double WIDTH = 1440;
    private static final double HEIGHT = 144;
    private static final double LEFT = 60;
    private static final double RIGHT = 20;
    private static final double TOP = 26;
    private static final double BOTTOM = 40;
    private static final double LOWEST_SCORE = 0.45;
    private static final double HIGHEST_SCORE = 1.05;
    private static final double LEAST_SHARE_BESIDE = 0.05;
    private static final int MOST_X_TICKS = 12;
    private static final int MOST_Y_TICKS = 7;

    private final XMLStreamWriter xml;
    private final int chunkSize;

    private FigureSvg(XMLStreamWriter xml, int chunkSize) {
        this.xml = xml;
        this.chunkSize = chunkSize;
    }

    /** Writes a whole document in UTF-8; leaves the stream open. */
    public static void write(Figure figure, int chunkSize, OutputStream out) {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
            new FigureSvg(xml, chunkSize).draw(figure);
            xml.flush();
        } catch (XMLStreamException failure) {
            throw new UncheckedIOException("cannot write the figure", new IOException(failure));
        }
    }

    private void draw(Figure figure) throws XMLStreamException {
        int records = figure.records().size();
        xml.writeStartDocument("UTF-8", "1.0");
        start("svg");
        xml.writeDefaultNamespace("http://www.w3.org/2000/svg");
        attribute("width", "20in");
        attribute("height", 2 * records + "in");
        attribute("viewBox", "0 0 " + number(WIDTH) + " " + number(HEIGHT * records));
        attribute("font-family", "sans-serif");
        element("title", "VirNucPro: scores of the open frames of " + records + " records");
        start("rect");
        attribute("width", "100%");
        attribute("height", "100%");
        attribute("fill", "white");
        xml.writeEndElement();
        int place = 0;
        for (Map.Entry<String, List<FrameSegment>> record : figure.records().entrySet()) {
            draw(record.getKey(), record.getValue(), HEIGHT * place++);
        }
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private void draw(String record, List<FrameSegment> segments, double top) throws XMLStreamException {
        int first = segments.stream().mapToInt(FrameSegment::chunk).min().orElse(1);
        int last = segments.stream().mapToInt(FrameSegment::chunk).max().orElse(1);
        double from = (double) first * chunkSize;
        double to = (last + 1.0) * chunkSize;
        double beside = LEAST_SHARE_BESIDE * (to - from);
        Axis x = new Axis(from - beside, to + beside, LEFT, WIDTH - RIGHT);
        Axis y = new Axis(LOWEST_SCORE, HIGHEST_SCORE, top + HEIGHT - BOTTOM, top + TOP);
        start("g");
        attribute("class", "record");
        attribute("data-record", record);
        text(record, WIDTH / 2, top + 18, "middle", 16, "black", true);
        axes(x, y);
        for (FrameSegment segment : segments) {
            draw(segment, x, y);
        }
        text("Length", (LEFT + WIDTH - RIGHT) / 2, y.start() + 34, "middle", 14, "darkgray", false);
        xml.writeEndElement();
    }

    private void axes(Axis x, Axis y) throws XMLStreamException {
        line(x.start(), y.start(), x.end(), y.start(), "black", 0.8);
        xml.writeEndElement();
        line(x.start(), y.start(), x.start(), y.end(), "black", 0.8);
        xml.writeEndElement();
        for (double tick : x.ticks(MOST_X_TICKS)) {
            text(String.format(Locale.ROOT, "%.0f", tick), x.place(tick), y.start() + 14, "middle", 10, "black", false);
        }
        for (double tick : y.ticks(MOST_Y_TICKS)) {
            String score = String.format(Locale.ROOT, "%.1f", tick);
            text(score, x.start() - 6, y.place(tick) + 3.5, "end", 10, "black", false);
        }
    }

    private void draw(FrameSegment segment, Axis x, Axis y) throws XMLStreamException {
        double from = (double) segment.chunk() * chunkSize;
        String colour = segment.label() == PredictionLabel.VIRUS ? "red" : "darkblue";
        line(x.place(from), y.place(segment.score()), x.place(from + chunkSize), y.place(segment.score()), colour, 2);
        attribute("class", "frame");
        attribute("data-start", number(from));
        attribute("data-end", number(from + chunkSize));
        attribute("data-score", Double.toString(segment.score()));
        element("title", segment.sequenceId() + " " + segment.label().text() + " " + segment.score());
        xml.writeEndElement();
    }

    private void line(double x1, double y1, double x2, double y2, String colour, double width)
            throws XMLStreamException {
        start("line");
        attribute("x1", number(x1));
        attribute("y1", number(y1));
        attribute("x2", number(x2));
        attribute("y2", number(y2));
        attribute("stroke", colour);
        attribute("stroke-width", number(width));
    }

    private void text(String text, double x, double y, String anchor, int points, String colour, boolean bold)
            throws XMLStreamException {
        start("text");
        attribute("x", number(x));
        attribute("y", number(y));
        attribute("text-anchor", anchor);
        attribute("font-size", Integer.toString(points));
        attribute("fill", colour);
        if (bold) {
            attribute("font-weight", "bold");
        }
        xml.writeCharacters(printable(text));
        xml.writeEndElement();
    }

    private void element(String name, String text) throws XMLStreamException {
        start(name);
        xml.writeCharacters(printable(text));
        xml.writeEndElement();
    }

    private void start(String name) throws XMLStreamException {
        xml.writeStartElement(name);
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, printable(value));
    }

    /** XML has no form for most control characters, not even an escaped one. */
    private static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\uFFFE\\uFFFF]", "\uFFFD");
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.endsWith(".00") ? text.substring(0, text.length() - 3) : text;
    }
}
