package dev.millrace.state;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.BiConsumer;

/** A run store that tells of its calls before it carries them out. */
public final class RecordedStore {

    private RecordedStore() {}

    /** @param told of each call: the method's name and its arguments; by many threads */
    public static RunStore of(RunStore store, BiConsumer<String, List<Object>> told) {
        return (RunStore) Proxy.newProxyInstance(
                RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class}, (_, method, arguments) -> {
                    told.accept(method.getName(), arguments == null ? List.of() : List.of(arguments));
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
