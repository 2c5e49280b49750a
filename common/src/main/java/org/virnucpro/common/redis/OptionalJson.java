package org.virnucpro.common.redis;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Optional values as JSON: the value, or null. */
final class OptionalJson {

    private OptionalJson() {}

    @SuppressWarnings({"rawtypes", "unchecked"}) // Jackson registers by raw class
    static Module module() {
        return new SimpleModule("optional values")
                .addSerializer(
                        OptionalDouble.class, serializer(value -> value.isPresent() ? value.getAsDouble() : null))
                .addSerializer(OptionalLong.class, serializer(value -> value.isPresent() ? value.getAsLong() : null))
                .addSerializer(Optional.class, serializer(value -> value.orElse(null)))
                .addDeserializer(
                        OptionalDouble.class,
                        new Reader<>(OptionalDouble.empty(), (in, context) -> OptionalDouble.of(in.getDoubleValue())))
                .addDeserializer(
                        OptionalLong.class,
                        new Reader<>(OptionalLong.empty(), (in, context) -> OptionalLong.of(in.getLongValue())))
                .addDeserializer(Optional.class, new OfAnything());
    }

    private interface Content<T> {
        @Nullable
        Object of(T value);
    }

    private interface Reading<T> {
        T read(JsonParser in, DeserializationContext context) throws IOException;
    }

    private static <T> JsonSerializer<T> serializer(Content<T> content) {
        return new JsonSerializer<>() {
            @Override
            public void serialize(T value, JsonGenerator out, SerializerProvider provider) throws IOException {
                provider.defaultSerializeValue(content.of(value), out);
            }
        };
    }

    private static class Reader<T> extends JsonDeserializer<T> {
        private final T empty;
        private final Reading<T> reading;

        Reader(T empty, Reading<T> reading) {
            this.empty = empty;
            this.reading = reading;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return reading.read(in, context);
        }

        @Override
        public T getNullValue(DeserializationContext context) {
            return empty;
        }
    }

    /** Knows what is inside only from the place where it is used. */
    @SuppressWarnings("rawtypes") // as above
    private static final class OfAnything extends Reader<Optional> implements ContextualDeserializer {
        OfAnything() {
            super(Optional.empty(), (in, context) -> {
                throw new IllegalStateException("an Optional of an unknown type");
            });
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property) {
            JavaType content = context.getContextualType().containedTypeOrUnknown(0);
            return new Reader<Optional>(Optional.empty(), (in, inner) -> Optional.of(inner.readValue(in, content)));
        }
    }
}
