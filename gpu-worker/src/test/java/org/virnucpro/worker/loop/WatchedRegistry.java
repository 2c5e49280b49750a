package org.virnucpro.worker.loop;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.virnucpro.common.cluster.ClusterRegistry;
import org.virnucpro.common.cluster.RunSpec;
import org.virnucpro.common.cluster.WorkerRecord;
import org.virnucpro.common.queue.SharedWorkQueues;
import org.virnucpro.common.task.RunId;

/** The real registry, of which a test sees only its own runs, with a look at announcements and at calls to queues. */
final class WatchedRegistry {

    private final ClusterRegistry real;
    private final List<RunId> own = new ArrayList<>();
    private final Map<RunId, Intercepted.Look> looks = new HashMap<>();
    private final List<WorkerRecord> announced = new CopyOnWriteArrayList<>();

    WatchedRegistry(ClusterRegistry real) {
        this.real = real;
    }

    /** What the code under test gets. */
    ClusterRegistry port() {
        return (ClusterRegistry) Proxy.newProxyInstance(
                ClusterRegistry.class.getClassLoader(),
                new Class<?>[] {ClusterRegistry.class},
                (proxy, method, arguments) -> answer(method, arguments));
    }

    /** Runs are visited in the order of their submission. */
    void submit(RunSpec spec) {
        real.submit(spec, own.size());
        own.add(spec.run());
    }

    /** Looks at every call to the queues of a run. */
    void watch(RunId run, Intercepted.Look look) {
        looks.put(run, look);
    }

    List<WorkerRecord> announced() {
        return announced;
    }

    private Object answer(Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("announce")) {
            announced.add((WorkerRecord) arguments[0]);
        }
        if (method.getName().equals("runs")) {
            return real.runs().stream().filter(run -> own.contains(run.run())).toList();
        }
        if (method.getName().equals("queues")) {
            RunId run = (RunId) arguments[0];
            SharedWorkQueues queues = real.queues(run);
            return looks.containsKey(run) ? Intercepted.queues(queues, looks.get(run)) : queues;
        }
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
