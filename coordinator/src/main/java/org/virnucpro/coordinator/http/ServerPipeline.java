package org.virnucpro.coordinator.http;

import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.WriteTimeoutHandler;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What a connection goes through, from the network to the answer. */
final class ServerPipeline extends ChannelInitializer<SocketChannel> {

    private final HttpLimits limits;
    private final Dispatcher dispatcher;
    private final AnswerThreads threads;
    private final AtomicInteger connections = new AtomicInteger();
    private final Unread unread;
    private final AtomicInteger eventStreams = new AtomicInteger();

    ServerPipeline(HttpLimits limits, Dispatcher dispatcher, AnswerThreads threads) {
        this.limits = limits;
        this.dispatcher = dispatcher;
        this.threads = threads;
        this.unread = new Unread(limits.pendingBytes());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whether it worked shows in what follows
    @Override
    protected void initChannel(SocketChannel channel) {
        if (connections.incrementAndGet() > limits.connections()) {
            connections.decrementAndGet();
            channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> connections.decrementAndGet());
        RequestDeadline deadline = new RequestDeadline(limits.requestTime(), limits.idleTime());
        channel.pipeline()
                .addLast(deadline)
                .addLast(new WriteTimeoutHandler(limits.writeTime().toMillis(), TimeUnit.MILLISECONDS))
                .addLast(new HttpServerCodec(new HttpDecoderConfig()
                        .setMaxInitialLineLength(limits.uriBytes())
                        .setMaxHeaderSize(limits.headerBytes())))
                .addLast(new HttpObjectAggregator(limits.bodyBytes()))
                // one request after the other: what a client sends ahead stays in its own socket
                .addLast(new FlowControlHandler())
                .addLast(new RequestHandler(
                        dispatcher, threads, new AnswerWriter(unread, deadline, limits, eventStreams), deadline));
    }
}
