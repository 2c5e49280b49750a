import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.virnucpro.worker.engine.cpu.CpuEmbeddingEngine;
import org.virnucpro.worker.engine.cpu.OpenBlasProduct;
import org.virnucpro.worker.model.DnabertConfig;
import org.virnucpro.worker.model.DnabertModel;
import org.virnucpro.worker.model.DnabertWeights;
import org.virnucpro.worker.model.EmbeddingModel;
import org.virnucpro.worker.model.Esm2Config;
import org.virnucpro.worker.model.Esm2Model;
import org.virnucpro.worker.model.Esm2Weights;
import org.virnucpro.worker.model.MatrixProduct;
import org.virnucpro.worker.weights.FloatTensor;
import org.virnucpro.worker.weights.TensorSource;

/** Tokens per second of the CPU engine on one thread, for models of published shapes with random weights. See README.md. */
final class CpuEngineBenchmark {
    private static final int WARM_UPS = 3;

    private record Shape(String name, int sequences, int tokensPerSequence, Opener opener, Letters letters) {}

    private interface Opener {
        EmbeddingModel open(MatrixProduct product);
    }

    private record Letters(String alphabet, int count) {}

    private record Repeat(double tokensPerSecond, double tokensPerCpuSecond) {}

    public static void main(String[] arguments) {
        int repeats = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9;
        List<String> only = arguments.length > 1 ? List.of(arguments).subList(1, arguments.length) : List.of();
        List<String> results = new ArrayList<>();
        for (Shape shape : shapes()) {
            if (only.isEmpty() || only.contains(shape.name())) {
                results.add(result(shape, measure(shape, repeats)));
            }
        }
        System.out.println("{\"jvm\": \"" + System.getProperty("java.vm.version") + "\", \"cores\": "
                + Runtime.getRuntime().availableProcessors() + ", \"threads\": 1, \"warm_ups\": " + WARM_UPS
                + ", \"shapes\": [\n" + String.join(",\n", results) + "\n]}");
    }

    private static List<Shape> shapes() {
        Letters protein = new Letters("LAGVSERTIDPKQNFYMHWC", 166);
        Letters window = new Letters("ACGT", 500);
        return List.of(
                new Shape("esm2-8M", 32, 168, product -> esm2(product, 6, 320, 20), protein),
                new Shape("esm2-35M", 8, 168, product -> esm2(product, 12, 480, 20), protein),
                new Shape("dnabert-s", 4, 107, CpuEngineBenchmark::dnabert, window));
    }

    private static List<Repeat> measure(Shape shape, int repeats) {
        MatrixProduct product = OpenBlasProduct.load();
        Random random = new Random(7);
        List<String> batch = new ArrayList<>();
        for (int i = 0; i < shape.sequences(); i++) {
            StringBuilder sequence = new StringBuilder();
            random.ints(shape.letters().count(), 0, shape.letters().alphabet().length())
                    .forEach(letter -> sequence.append(shape.letters().alphabet().charAt(letter)));
            batch.add(sequence.toString());
        }
        List<Repeat> measured = new ArrayList<>();
        try (CpuEmbeddingEngine engine = new CpuEmbeddingEngine(shape.opener().open(product), product, 1)) {
            for (int i = -WARM_UPS; i < repeats; i++) {
                long cpuBefore = engineCpuNanos();
                long before = System.nanoTime();
                engine.embed(batch);
                double tokens = 1e9 * shape.sequences() * shape.tokensPerSequence();
                Repeat repeat = new Repeat(
                        tokens / (System.nanoTime() - before), tokens / (engineCpuNanos() - cpuBefore));
                if (i >= 0) {
                    measured.add(repeat);
                }
            }
        }
        return measured;
    }

    /** Processor time of the engine's only thread. */
    private static long engineCpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("cpu-engine-"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }

    private static String result(Shape shape, List<Repeat> repeats) {
        double[] wall = repeats.stream().mapToDouble(Repeat::tokensPerSecond).toArray();
        double[] cpu = repeats.stream().mapToDouble(Repeat::tokensPerCpuSecond).toArray();
        return String.format(
                Locale.ROOT,
                "  {\"shape\": \"%s\", \"tokens_per_sequence\": %d, \"sequences_per_repeat\": %d,%n"
                        + "   \"median_tokens_per_second\": %.0f, \"median_tokens_per_cpu_second\": %.0f,%n"
                        + "   \"tokens_per_second\": %s,%n   \"tokens_per_cpu_second\": %s}",
                shape.name(),
                shape.tokensPerSequence(),
                shape.sequences(),
                median(wall),
                median(cpu),
                list(wall),
                list(cpu));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static String list(double[] values) {
        return Arrays.toString(Arrays.stream(values).mapToLong(Math::round).toArray());
    }

    private static EmbeddingModel esm2(MatrixProduct product, int layers, int width, int heads) {
        Esm2Config config = new Esm2Config(layers, width, heads, 4 * width, 1e-5, true);
        RandomTensors tensors = new RandomTensors();
        tensors.add("embeddings.word_embeddings.weight", Esm2Config.VOCABULARY, width);
        for (int i = 0; i < layers; i++) {
            String layer = "encoder.layer." + i;
            for (String name : List.of("self.query", "self.key", "self.value", "output.dense")) {
                tensors.addLayer(layer + ".attention." + name, width, width);
            }
            tensors.addLayer(layer + ".attention.LayerNorm", width);
            tensors.addLayer(layer + ".LayerNorm", width);
            tensors.addLayer(layer + ".intermediate.dense", 4 * width, width);
            tensors.addLayer(layer + ".output.dense", width, 4 * width);
        }
        tensors.addLayer("encoder.emb_layer_norm_after", width);
        return new Esm2Model(product, new Esm2Weights(tensors, config));
    }

    private static EmbeddingModel dnabert(MatrixProduct product) {
        DnabertConfig config = new DnabertConfig(12, 768, 12, 3072, 4096, 2, 1e-12);
        RandomTensors tensors = new RandomTensors();
        tensors.add("embeddings.word_embeddings.weight", 4096, 768);
        tensors.add("embeddings.token_type_embeddings.weight", 2, 768);
        tensors.addLayer("embeddings.LayerNorm", 768);
        for (int i = 0; i < config.layers(); i++) {
            String layer = "encoder.layer." + i;
            tensors.addLayer(layer + ".attention.self.Wqkv", 3 * 768, 768);
            tensors.addLayer(layer + ".attention.output.dense", 768, 768);
            tensors.addLayer(layer + ".attention.output.LayerNorm", 768);
            tensors.add(layer + ".mlp.gated_layers.weight", 2 * 3072, 768);
            tensors.addLayer(layer + ".mlp.wo", 768, 3072);
            tensors.addLayer(layer + ".mlp.layernorm", 768);
        }
        // As many tokens as a 500-base window has on average; which ones does not matter for speed.
        return new DnabertModel(product, new DnabertWeights(tensors, config), window -> {
            int[] tokens = new int[107];
            Arrays.setAll(tokens, i -> (i * 31 + window.charAt(i)) % 4096);
            return tokens;
        });
    }

    /** Tensors of given shapes, their numbers made when they are read. */
    private static final class RandomTensors implements TensorSource {
        private final Map<String, int[]> shapes = new HashMap<>();

        void add(String name, int... shape) {
            shapes.put(name, shape);
        }

        void addLayer(String name, int... shape) {
            add(name + ".weight", shape);
            add(name + ".bias", shape[0]);
        }

        @Override
        public String description() {
            return "random numbers";
        }

        @Override
        public Set<String> names() {
            return shapes.keySet();
        }

        @Override
        public FloatTensor read(String name) {
            int[] shape = shapes.get(name);
            float[] values = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
            Random random = new Random(name.hashCode());
            for (int i = 0; i < values.length; i++) {
                values[i] = (random.nextFloat() - 0.5f) * 0.2f;
            }
            return new FloatTensor(shape, values);
        }

        @Override
        public void close() {}
    }
}
