package org.virnucpro.coordinator.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.table.PredictionTable;
import org.virnucpro.common.table.PredictionTableReader;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

final class FigureSvgTest {

    @Test
    void a_frame_is_a_line_over_its_chunk_at_its_higher_score() throws Exception {
        Document svg = draw("""
                a_chunk_1F1\tvirus\t0.25\t0.75
                a_chunk_3R2\tothers\t0.9\t0.1
                """, 500, 5);
        List<Element> frames = elements(svg, "line", "frame");
        assertThat(frames).hasSize(2);
        assertThat(frames.get(0).getAttribute("stroke")).isEqualTo("red");
        assertThat(frames.get(0).getAttribute("data-start")).isEqualTo("500");
        assertThat(frames.get(0).getAttribute("data-end")).isEqualTo("1000");
        assertThat(frames.get(0).getAttribute("data-score")).isEqualTo("0.75");
        assertThat(frames.get(1).getAttribute("stroke")).isEqualTo("darkblue");
        assertThat(frames.get(1).getAttribute("data-start")).isEqualTo("1500");
        // 0.45 is at 104 points and 1.05 at 26, down the page; the middle of the axis is 0.75.
        assertThat(number(frames.get(0), "y1")).isEqualTo(65, within(0.01));
        assertThat(number(frames.get(1), "y1")).isEqualTo(104 - 78 * 0.75, within(0.01));
        assertThat(number(frames.get(0), "y2")).isEqualTo(number(frames.get(0), "y1"));
        double width = number(frames.get(0), "x2") - number(frames.get(0), "x1");
        assertThat(number(frames.get(1), "x1") - number(frames.get(0), "x1")).isEqualTo(2 * width, within(0.02));
    }

    @Test
    void only_the_first_records_are_drawn_with_all_their_rows() throws Exception {
        Document svg = draw("""
                b_chunk_1_chunk_1F1\tvirus\t0.25\t0.75
                <a&"_chunk_1F1\tvirus\t0.25\t0.75
                c_chunk_1F1\tvirus\t0.25\t0.75
                b_chunk_1_chunk_2F1\tvirus\t0.25\t0.75
                nonsense\tvirus\t0.25\t0.75
                """, 300, 2);
        assertThat(elements(svg, "g", "record"))
                .extracting(record -> record.getAttribute("data-record"))
                .containsExactly("b_chunk_1", "<a&\"");
        assertThat(elements(svg, "line", "frame"))
                .extracting(frame -> frame.getAttribute("data-start"))
                .containsExactly("300", "600", "300");
        assertThat(svg.getDocumentElement().getAttribute("height")).isEqualTo("4in");
    }

    @Test
    void a_table_without_rows_and_ids_with_control_characters_give_a_document_too() throws Exception {
        assertThat(elements(draw("", 500, 5), "line", "frame")).isEmpty();
        assertThat(elements(draw("a\u0001_chunk_1F1\tvirus\t0.25\t0.75\n", 500, 5), "line", "frame"))
                .hasSize(1);
    }

    @Test
    void ticks_are_round_and_few() {
        assertThat(new Axis(475, 1525, 0, 1).ticks(12))
                .containsExactly(500.0, 600.0, 700.0, 800.0, 900.0, 1000.0, 1100.0, 1200.0, 1300.0, 1400.0, 1500.0);
        assertThat(new Axis(0, 3_000_000, 0, 1).ticks(12)).hasSize(7);
        assertThat(new Axis(0.45, 1.05, 0, 1).ticks(7)).hasSize(6);
    }

    private static Document draw(String rows, int chunkSize, int records) throws Exception {
        byte[] table = (PredictionTable.HEADER + rows).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PredictionTableReader reader = new PredictionTableReader(new ByteArrayInputStream(table), "table")) {
            FigureSvg.write(Figure.read(reader, records), chunkSize, out);
        }
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(out.toByteArray()));
    }

    private static List<Element> elements(Document svg, String name, String kind) {
        NodeList all = svg.getElementsByTagName(name);
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            if (((Element) all.item(i)).getAttribute("class").equals(kind)) {
                found.add((Element) all.item(i));
            }
        }
        return found;
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
