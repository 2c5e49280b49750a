package org.virnucpro.coordinator.http;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a request to a handler on another thread, and on to the writer. Confined to the connection's event loop. */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

    private static final Logger log = LoggerFactory.getLogger(RequestHandler.class);

    private final Dispatcher dispatcher;
    private final AnswerThreads threads;
    private final AnswerWriter writer;
    private final RequestDeadline deadline;

    RequestHandler(Dispatcher dispatcher, AnswerThreads threads, AnswerWriter writer, RequestDeadline deadline) {
        this.dispatcher = dispatcher;
        this.threads = threads;
        this.writer = writer;
        this.deadline = deadline;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whether it worked shows in what follows
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest message) {
        if (writer.isStreaming()) {
            ctx.close(); // who listens to events has nothing more to say
            return;
        }
        ctx.channel().config().setAutoRead(false);
        deadline.requestIsWhole();
        AnswerWriter.Terms terms = AnswerWriter.Terms.of(message);
        if (message.decoderResult().isFailure()) {
            writer.write(ctx, malformed(message.decoderResult().cause()).response(), terms.closing());
            return;
        }
        try {
            Request request = request(message);
            Routes.Match match = dispatcher.admit(request);
            threads.execute(match.route().lane(), () -> {
                Response response = Compressed.of(dispatcher.answer(match, request), request);
                ctx.executor().execute(() -> writer.write(ctx, response, terms));
            });
        } catch (HttpProblem problem) {
            writer.write(ctx, problem.response(), terms);
        } catch (IllegalArgumentException wrong) {
            writer.write(
                    ctx,
                    HttpProblem.badRequest("the request target cannot be read: " + wrong.getMessage(), "")
                            .response(),
                    terms.closing());
        } catch (RejectedExecutionException busy) {
            writer.write(
                    ctx,
                    HttpProblem.unavailable("too many requests wait already", "try again in some seconds")
                            .response()
                            .with("Retry-After", "2"),
                    terms);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        writer.gone();
        ctx.fireChannelInactive();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // whether it worked shows in what follows
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug("connection of {} ends: {}", ctx.channel().remoteAddress(), cause.toString());
        ctx.close();
    }

    private static Request request(FullHttpRequest message) {
        QueryStringDecoder target = new QueryStringDecoder(message.uri(), true);
        Map<String, String> headers = new HashMap<>();
        message.headers().forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        if (message.headers().getAll("Host").size() > 1) {
            throw HttpProblem.badRequest("the request has several Host headers", "send one");
        }
        String method = message.method().name();
        if (!target.path().startsWith("/")) {
            throw HttpProblem.badRequest("the request target is no path", "send one such as /api/v1/runs");
        }
        return new Request(
                method.equals("HEAD") ? Method.GET.name() : method,
                target.path(),
                Map.of(),
                target.parameters(),
                headers,
                ByteBufUtil.getBytes(message.content()));
    }

    private static HttpProblem malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return new HttpProblem(414, "uri_too_long", "the request line is too long", "");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return new HttpProblem(431, "headers_too_large", "the headers are too large", "");
        }
        return HttpProblem.badRequest("this is not HTTP/1.1: " + cause.getMessage(), "");
    }
}
