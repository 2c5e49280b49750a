package org.virnucpro.coordinator.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Writes the answers of one connection. Confined to its event loop. */
final class AnswerWriter {

    private final Unread unread;
    private final RequestDeadline deadline;
    private final HttpLimits limits;
    private final AtomicInteger eventStreams;
    private @Nullable EventStream stream;

    /** @param eventStreams of the whole server */
    AnswerWriter(Unread unread, RequestDeadline deadline, HttpLimits limits, AtomicInteger eventStreams) {
        this.unread = unread;
        this.deadline = deadline;
        this.limits = limits;
        this.eventStreams = eventStreams;
    }

    /**
     * How the client wants its answer.
     *
     * @param keepAlive whether the connection stays
     * @param head without a body
     */
    record Terms(boolean keepAlive, boolean head, Optional<String> lastEventId) {

        static Terms of(FullHttpRequest request) {
            return new Terms(
                    HttpUtil.isKeepAlive(request),
                    request.method().equals(HttpMethod.HEAD),
                    Optional.ofNullable(request.headers().get("Last-Event-ID")));
        }

        Terms closing() {
            return new Terms(false, head, lastEventId);
        }
    }

    boolean isStreaming() {
        return stream != null;
    }

    void write(ChannelHandlerContext ctx, Response response, Terms terms) {
        if (response instanceof Response.Whole whole) {
            writeWhole(ctx, whole, terms);
        } else if (response instanceof Response.Events events) {
            stream(ctx, events.feed(), terms);
        }
    }

    /** The connection is closed. */
    void gone() {
        EventStream open = stream;
        if (open != null) {
            open.close();
            eventStreams.decrementAndGet();
            stream = null;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whether it worked shows in what follows
    private void writeWhole(ChannelHandlerContext ctx, Response.Whole whole, Terms terms) {
        int size = whole.body().length;
        if (!unread.add(size)) {
            writeWhole(
                    ctx,
                    HttpProblem.unavailable(
                                    "other clients have not read their answers yet", "try again in some seconds")
                            .response(),
                    terms.closing());
            return;
        }
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(whole.status()),
                terms.head() ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(whole.body()));
        headers(response, whole.contentType(), whole.headers());
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, size);
        if (whole.status() == 401) {
            response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"virnucpro\"");
        }
        HttpUtil.setKeepAlive(response, terms.keepAlive());
        ctx.writeAndFlush(response).addListener((ChannelFutureListener) written -> {
            unread.read(size);
            if (terms.keepAlive() && written.isSuccess()) {
                deadline.awaitRequest();
                ctx.channel().config().setAutoRead(true);
            } else {
                ctx.close();
            }
        });
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whether it worked shows in what follows
    private void stream(ChannelHandlerContext ctx, EventFeed feed, Terms terms) {
        if (eventStreams.incrementAndGet() > limits.eventStreams()) {
            eventStreams.decrementAndGet();
            writeWhole(
                    ctx,
                    HttpProblem.unavailable("too many clients listen to events", "close some of them")
                            .response(),
                    terms.closing());
            return;
        }
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        headers(response, "text/event-stream", Map.of("X-Accel-Buffering", "no"));
        HttpUtil.setTransferEncodingChunked(response, true);
        ctx.writeAndFlush(response);
        EventStream open = new EventStream(ctx, feed, limits.eventBytes());
        stream = open;
        // only a channel that reads notices that its client has gone
        ctx.channel().config().setAutoRead(true);
        feed.subscribe(open, terms.lastEventId());
        if (!ctx.channel().isActive()) {
            gone();
        }
    }

    private static void headers(HttpResponse response, String contentType, Map<String, String> more) {
        SecurityHeaders.with(more).forEach((name, value) -> response.headers().set(name, value));
        response.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
    }
}
