package org.virnucpro.common.redis;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.queue.BrokerException;
import org.virnucpro.common.task.Incarnation;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.WorkerId;

/**
 * Run specifications and worker records as JSON: names of the records' components, names of runs and workers as text, times
 * and durations in milliseconds, null for what is empty. Equal values give equal text. Unknown and missing properties are errors. Thread-safe.
 */
final class ClusterJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .addModule(new SimpleModule()
                    .addSerializer(RunId.class, text(RunId::value))
                    .addDeserializer(RunId.class, fromText(RunId::new))
                    .addSerializer(WorkerId.class, text(WorkerId::value))
                    .addDeserializer(WorkerId.class, fromText(WorkerId::new))
                    .addSerializer(Incarnation.class, text(Incarnation::value))
                    .addDeserializer(Incarnation.class, fromText(Incarnation::new))
                    .addSerializer(Duration.class, millis(Duration::toMillis))
                    .addDeserializer(Duration.class, fromMillis(Duration::ofMillis))
                    .addSerializer(Instant.class, millis(Instant::toEpochMilli))
                    .addDeserializer(Instant.class, fromMillis(Instant::ofEpochMilli)))
            .addModule(OptionalJson.module())
            .build();

    private ClusterJson() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + value, e);
        }
    }

    static RunSpec readSpec(String json) {
        return read(json, RunSpec.class);
    }

    static WorkerRecord readWorker(String json) {
        return read(json, WorkerRecord.class);
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new BrokerException(
                    "Redis holds a " + type.getSimpleName() + " that this version cannot read: "
                            + e.getOriginalMessage(),
                    e);
        }
    }

    private static <T> JsonSerializer<T> text(Function<T, String> form) {
        return new JsonSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeString(form.apply(value));
            }
        };
    }

    private static <T> JsonSerializer<T> millis(Function<T, Long> form) {
        return new JsonSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeNumber(form.apply(value));
            }
        };
    }

    private static <T> JsonDeserializer<T> fromText(Function<String, T> form) {
        return new JsonDeserializer<>() {
            @Override
            public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
                return form.apply(in.getText());
            }
        };
    }

    private static <T> JsonDeserializer<T> fromMillis(Function<Long, T> form) {
        return new JsonDeserializer<>() {
            @Override
            public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
                return form.apply(in.getLongValue());
            }
        };
    }
}
