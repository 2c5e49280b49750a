package org.virnucpro.coordinator.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** One client that listens to events. It may be some bytes behind; then it is told so and closed. Thread-safe. */
final class EventStream implements EventFeed.Listener {

    private static final byte[] TOO_SLOW =
            ": too slow, closed; come back with Last-Event-ID\n\n".getBytes(StandardCharsets.UTF_8);

    private final ChannelHandlerContext context;
    private final EventFeed feed;
    private final long most;
    private final AtomicLong behind = new AtomicLong();

    EventStream(ChannelHandlerContext context, EventFeed feed, long most) {
        this.context = context;
        this.feed = feed;
        this.most = most;
    }

    @Override
    public boolean offer(byte[] event) {
        if (!context.channel().isActive()) {
            return false;
        }
        if (behind.addAndGet(event.length) > most) {
            write(TOO_SLOW);
            context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT).addListener(ChannelFutureListener.CLOSE);
            return false;
        }
        write(event);
        return true;
    }

    void close() {
        feed.unsubscribe(this);
    }

    private void write(byte[] event) {
        HttpContent content = new DefaultHttpContent(Unpooled.wrappedBuffer(event));
        context.writeAndFlush(content).addListener(written -> behind.addAndGet(-event.length));
    }
}
