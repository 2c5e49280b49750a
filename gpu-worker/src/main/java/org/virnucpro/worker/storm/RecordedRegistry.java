package org.virnucpro.worker.storm;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Function;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.RunId;
import org.virnucpro.common.task.WorkerId;

/** A registry whose queues write down what a worker takes, completes and gives back; else it is the one below it. */
final class RecordedRegistry {

    private RecordedRegistry() {}

    /**
     * @param queues gives the queues that are recorded
     */
    static ClusterRegistry of(
            ClusterRegistry registry, Function<RunId, SharedWorkQueues> queues, WorkerId worker, TaskHistory history) {
        return (ClusterRegistry) Proxy.newProxyInstance(
                ClusterRegistry.class.getClassLoader(),
                new Class<?>[] {ClusterRegistry.class},
                (proxy, method, arguments) -> method.getName().equals("queues")
                        ? recorded(queues.apply((RunId) arguments[0]), worker, history)
                        : call(registry, method, arguments));
    }

    private static SharedWorkQueues recorded(SharedWorkQueues queues, WorkerId worker, TaskHistory history) {
        return (SharedWorkQueues) Proxy.newProxyInstance(
                SharedWorkQueues.class.getClassLoader(),
                new Class<?>[] {SharedWorkQueues.class},
                (proxy, method, arguments) ->
                        history.recorded(worker, method.getName(), arguments, () -> call(queues, method, arguments)));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
