package org.virnucpro.coordinator.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Serves a route table over HTTP/1.1. Slow, many or endless requests are bounded by {@link HttpLimits}. Thread-safe; close it to
 * free the port.
 */
public final class HttpServer implements AutoCloseable {

    private static final int NETWORK_THREADS = 2;
    private static final int BACKLOG = 128;

    private final HttpAddress address;
    private final Channel channel;
    private final MultiThreadIoEventLoopGroup network;
    private final AnswerThreads threads;

    private HttpServer(
            HttpAddress address, Channel channel, MultiThreadIoEventLoopGroup network, AnswerThreads threads) {
        this.address = address;
        this.channel = channel;
        this.network = network;
        this.threads = threads;
    }

    /**
     * What a server needs to know.
     *
     * @param address where it listens
     * @param names under which people reach it, beside localhost and addresses
     * @param token for changes; empty: it allows none
     */
    public record Settings(HttpAddress address, List<String> names, Optional<AccessToken> token, HttpLimits limits) {
        public Settings {
            names = List.copyOf(names);
        }

        /** With default limits and no further names. */
        public static Settings of(HttpAddress address, Optional<AccessToken> token) {
            return new Settings(address, List.of(), token, HttpLimits.DEFAULT);
        }
    }

    /**
     * Starts to serve.
     *
     * @throws IOException when the address is not to be had; the message names it
     */
    public static HttpServer start(Settings settings, Routes routes) throws IOException {
        HttpAddress wanted = settings.address();
        MultiThreadIoEventLoopGroup network = new MultiThreadIoEventLoopGroup(
                NETWORK_THREADS, new DefaultThreadFactory("http-network", true), NioIoHandler.newFactory());
        AnswerThreads threads = new AnswerThreads(settings.limits());
        Dispatcher dispatcher =
                new Dispatcher(routes, new HostPolicy(wanted.isLoopback(), settings.names()), settings.token());
        try {
            ChannelFuture bound = new ServerBootstrap()
                    .group(network)
                    .channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WriteBufferWaterMark.DEFAULT)
                    .childHandler(new ServerPipeline(settings.limits(), dispatcher, threads))
                    .bind(wanted.socketAddress())
                    .awaitUninterruptibly();
            if (!bound.isSuccess()) {
                throw cannotListen(wanted, bound.cause());
            }
            int port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
            return new HttpServer(new HttpAddress(wanted.host(), port), bound.channel(), network, threads);
        } catch (UnknownHostException | RuntimeException failure) {
            stop(network, threads);
            throw cannotListen(wanted, failure);
        } catch (IOException failure) {
            stop(network, threads);
            throw failure;
        }
    }

    /** Where it listens, with the real port. */
    public HttpAddress address() {
        return address;
    }

    @Override
    public void close() {
        channel.close().awaitUninterruptibly();
        stop(network, threads);
    }

    private static void stop(MultiThreadIoEventLoopGroup network, AnswerThreads threads) {
        threads.close();
        network.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }

    private static IOException cannotListen(HttpAddress address, Throwable cause) {
        return new IOException("cannot listen on " + address + ": " + cause.getMessage(), cause);
    }
}
