package org.virnucpro.coordinator.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose request does not come to its end in time, however often a byte of it comes, and one that is idle.
 * Confined to the connection's event loop.
 */
final class RequestDeadline extends ChannelInboundHandlerAdapter {

    private final Duration requestTime;
    private final Duration idleTime;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Future<?> deadline;
    private boolean receiving;
    private boolean answering;

    RequestDeadline(Duration requestTime, Duration idleTime) {
        this.requestTime = requestTime;
        this.idleTime = idleTime;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        awaitRequest();
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!receiving && !answering) {
            receiving = true;
            arm(requestTime);
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        disarm();
        ctx.fireChannelInactive();
    }

    /** A connection may be idle for a while. */
    void awaitRequest() {
        receiving = false;
        answering = false;
        arm(idleTime);
    }

    /** The request is whole: what takes time now is ours. */
    void requestIsWhole() {
        receiving = false;
        answering = true;
        disarm();
    }

    private void arm(Duration time) {
        disarm();
        ChannelHandlerContext ctx = context;
        if (ctx != null) {
            deadline = ctx.executor().schedule(() -> cut(ctx), time.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whether it worked shows in what follows
    private static void cut(ChannelHandlerContext ctx) {
        ctx.close();
    }

    private void disarm() {
        Future<?> armed = deadline;
        if (armed != null) {
            armed.cancel(false);
            deadline = null;
        }
    }
}
