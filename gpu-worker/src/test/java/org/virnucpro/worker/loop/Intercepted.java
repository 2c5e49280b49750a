package org.virnucpro.worker.loop;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.virnucpro.common.queue.SharedWorkQueues;

/** Real queues with a look at every call: to count calls, or to fail them as an unreachable broker does. */
final class Intercepted {

    /** Sees a call before it is made; what it throws the caller gets. */
    interface Look {
        void at(String method, Object[] arguments);
    }

    private Intercepted() {}

    static SharedWorkQueues queues(SharedWorkQueues real, Look look) {
        return wrap(SharedWorkQueues.class, real, look);
    }

    static <T> T wrap(Class<T> port, T real, Look look) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(), new Class<?>[] {port}, (proxy, method, arguments) -> {
                    look.at(method.getName(), arguments);
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }
}
