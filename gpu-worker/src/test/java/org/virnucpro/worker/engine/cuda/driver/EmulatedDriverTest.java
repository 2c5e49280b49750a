package org.virnucpro.worker.engine.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.virnucpro.worker.engine.cuda.EmulatedCuda;
import org.virnucpro.worker.engine.cuda.driver.CudaKernel.Grid;

/** The driver classes on the emulator, and that the emulator finds what is wrong with a kernel. */
final class EmulatedDriverTest {
    private static final int NUMBERS = 64;

    private final EmulatedCuda cuda = EmulatedCuda.load();
    private CudaContext context;

    @BeforeEach
    void open() {
        context = CudaContext.open(0);
    }

    @AfterEach
    void close() {
        cuda.configure("reset");
    }

    @Test
    void a_kernel_reads_and_writes_device_memory() {
        try (DeviceMemory memory = DeviceMemory.allocate(NUMBERS * Float.BYTES);
                CudaModule module = module("reversed");
                CudaStream stream = new CudaStream()) {
            ByteBuffer numbers = buffer();
            for (int i = 0; i < NUMBERS; i++) {
                numbers.putFloat(i * Float.BYTES, i);
            }
            memory.upload(numbers, 0);
            launch(module, "reversed", memory, 0, NUMBERS * Float.BYTES, stream);
            stream.synchronize();
            memory.download(numbers, 0);

            for (int i = 0; i < NUMBERS; i++) {
                assertThat(numbers.getFloat(i * Float.BYTES)).isEqualTo(NUMBERS - 1 - i);
            }
        }
    }

    @Test
    void nothing_happens_in_a_stream_before_somebody_waits() {
        try (DeviceMemory memory = DeviceMemory.allocate(16);
                PinnedMemory host = PinnedMemory.allocate(16);
                CudaStream stream = new CudaStream();
                CudaStream other = new CudaStream();
                CudaEvent cleared = new CudaEvent()) {
            stream.clear(memory, 16);
            cleared.record(stream);
            other.waitFor(cleared);
            other.download(memory, host, 16);
            assertThat(host.buffer().getInt(0)).isEqualTo(-1);
            other.synchronize();

            assertThat(host.buffer().getInt(0)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "faulty_barrier, 40, 0, 719",
        "faulty_barrier, 33, 0, 719",
        "faulty_lane, 0, 0, 719",
        "faulty_store, 64, 0, 700",
        "faulty_store, -1, 0, 700",
        "faulty_shared, 1, 256, 719"
    })
    void a_faulty_kernel_is_found(String kernel, int count, int sharedBytes, int code) {
        DeviceMemory memory = DeviceMemory.allocate(NUMBERS * Float.BYTES);
        CudaStream stream = new CudaStream();
        launch(module(kernel), kernel, memory, count, sharedBytes, stream);

        assertThatThrownBy(stream::synchronize).isInstanceOfSatisfying(CudaException.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.isSticky()).isTrue();
        });
        assertThatThrownBy(() -> DeviceMemory.allocate(1))
                .as("the context is lost")
                .isInstanceOf(CudaException.class);
    }

    @Test
    void the_same_kernels_pass_where_they_are_right() {
        try (DeviceMemory memory = DeviceMemory.allocate(NUMBERS * Float.BYTES);
                CudaModule barrier = module("faulty_barrier");
                CudaModule store = module("faulty_store");
                CudaModule shared = module("faulty_shared");
                CudaStream stream = new CudaStream()) {
            launch(barrier, "faulty_barrier", memory, 64, 0, stream);
            launch(store, "faulty_store", memory, 63, 0, stream);
            launch(shared, "faulty_shared", memory, 0, 256, stream);
            stream.synchronize();
        }
        assertThat(cuda.count("allocations")).isZero();
    }

    @Test
    void a_kernel_that_is_not_in_the_image_is_not_found() {
        try (CudaModule module = module("other")) {
            assertThatThrownBy(() -> module.kernel("reversed", 0))
                    .isInstanceOf(CudaException.class)
                    .hasMessageContaining("reversed")
                    .hasMessageContaining("CUDA_ERROR_NOT_FOUND");
        }
    }

    @Test
    void memory_that_is_not_there_is_refused_and_the_context_goes_on() {
        assertThatThrownBy(() -> DeviceMemory.allocate(5L << 30))
                .isInstanceOfSatisfying(CudaException.class, failure -> {
                    assertThat(failure.isOutOfMemory()).isTrue();
                    assertThat(failure.isSticky()).isFalse();
                })
                .hasMessageContaining("cuMemAlloc of 5368709120 bytes");
        DeviceMemory.allocate(1).close();
    }

    @Test
    void copies_outside_of_the_memory_are_refused() {
        try (DeviceMemory memory = DeviceMemory.allocate(16)) {
            assertThatThrownBy(() -> memory.upload(buffer(), 0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> memory.download(buffer(), 8)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static void launch(
            CudaModule module, String kernel, DeviceMemory memory, int count, int sharedBytes, CudaStream stream) {
        KernelArguments arguments =
                new KernelArguments().start().address(memory.address()).int32(count);
        module.kernel(kernel, sharedBytes).launch(stream, new Grid(1, 1), NUMBERS, arguments);
    }

    private static CudaModule module(String kernel) {
        return CudaModule.load(".visible .entry " + kernel + "(\n");
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(NUMBERS * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }
}
