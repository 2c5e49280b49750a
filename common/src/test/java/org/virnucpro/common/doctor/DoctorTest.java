package org.virnucpro.common.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.virnucpro.common.config.HostEnvironment;
import org.virnucpro.common.device.GpuWeights;

final class DoctorTest {

    static final HostEnvironment HERE =
            new HostEnvironment(Map.of(), Path.of("/tmp"), Path.of("/tmp"), "Linux", "amd64");

    static DoctorQuestion question() {
        return new DoctorQuestion(
                HERE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                GpuWeights.standard(),
                System::nanoTime);
    }

    @Test
    void findings_come_in_the_order_of_their_sections_whatever_that_of_the_checks() throws InterruptedException {
        Map<Section, List<Finding>> found = new Doctor(List.of(
                        check(Section.DISK, "disk", () -> List.of(Finding.ok("disk", ""))),
                        check(Section.MACHINE, "z", () -> List.of(Finding.ok("z", ""))),
                        check(Section.MACHINE, "a", () -> List.of(Finding.ok("a", "")))))
                .look(question());
        assertThat(found.keySet()).containsExactly(Section.MACHINE, Section.DISK);
        assertThat(found.get(Section.MACHINE)).extracting(Finding::subject).containsExactly("a", "z");
    }

    @Test
    void a_check_that_hangs_is_a_failure_and_holds_nobody_up() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        Map<Section, List<Finding>> found = new Doctor(
                        List.of(
                                check(Section.GPU, "gpu", () -> {
                                    await(never);
                                    return List.of();
                                }),
                                check(Section.DISK, "disk", () -> List.of(Finding.ok("disk", "")))),
                        Duration.ofMillis(50))
                .look(question());
        never.countDown();
        assertThat(found.get(Section.GPU)).extracting(Finding::level).containsExactly(Level.FAIL);
        assertThat(found.get(Section.GPU).get(0).message()).contains("no answer");
        assertThat(found.get(Section.DISK)).extracting(Finding::level).containsExactly(Level.OK);
    }

    @Test
    void a_check_that_fails_itself_is_a_failure_with_its_reason() throws InterruptedException {
        Finding finding = new Doctor(List.of(check(Section.GPU, "gpu", () -> {
                    throw new UnsatisfiedLinkError("libfoo");
                })))
                .look(question())
                .get(Section.GPU)
                .get(0);
        assertThat(finding.level()).isEqualTo(Level.FAIL);
        assertThat(finding.message()).contains("libfoo");
    }

    private static DoctorCheck check(Section section, String name, Supplier<List<Finding>> look) {
        return new DoctorCheck() {
            @Override
            public Section section() {
                return section;
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public List<Finding> look(DoctorQuestion question) {
                return look.get();
            }
        };
    }

    private static void await(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
