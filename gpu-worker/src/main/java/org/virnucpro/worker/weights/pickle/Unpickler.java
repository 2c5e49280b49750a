package org.virnucpro.worker.weights.pickle;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads one pickle. Values become: int {@link Long} (or {@link BigInteger} when larger), float {@link Double}, bool
 * {@link Boolean}, str {@link String}, tuple and list {@link List}, dict {@link Map} in order, set {@link Set}, None
 * {@link PickleNone}; classes and their instances are up to {@link PickleClasses}. Nothing is ever run.
 */
public final class Unpickler {

    /** A checkpoint of a large model has some ten thousand; the limit bounds memory for hostile files. */
    private static final int MAX_OPCODES = 2_000_000;

    private static final int MAX_PROTOCOL = 4;

    private final PickleInput input;
    private final PickleClasses classes;
    private final PickleStack stack = new PickleStack();
    private final Map<Integer, Object> memo = new HashMap<>();

    private final int mostOpcodes;

    private Unpickler(PickleInput input, PickleClasses classes, int mostOpcodes) {
        this.input = input;
        this.classes = classes;
        this.mostOpcodes = mostOpcodes;
    }

    /**
     * Reads the next pickle of {@code input}, which stands behind its STOP afterwards.
     *
     * @throws PickleException when it is damaged, too large, or names what {@code classes} refuses
     */
    public static Object load(PickleInput input, PickleClasses classes) {
        return load(input, classes, MAX_OPCODES);
    }

    /**
     * The same with another limit.
     *
     * @param mostOpcodes operations that are carried out; one of them can take some hundred bytes of memory
     */
    public static Object load(PickleInput input, PickleClasses classes, int mostOpcodes) {
        return new Unpickler(input, classes, mostOpcodes).load();
    }

    private Object load() {
        for (int count = 0; count < mostOpcodes; count++) {
            PickleOpcode opcode = PickleOpcode.read(input);
            if (opcode == PickleOpcode.STOP) {
                return stack.pop();
            }
            execute(opcode);
        }
        throw new PickleException("a pickle of more than " + mostOpcodes + " operations is no checkpoint");
    }

    private void execute(PickleOpcode opcode) {
        switch (opcode) {
            case PROTO -> checkProtocol(input.readByte());
            case FRAME -> input.readBytes(Long.BYTES);
            case MARK -> stack.mark();
            case POP -> stack.pop();
            case POP_MARK -> stack.popToMark();
            case DUP -> stack.push(stack.peek());
            case TUPLE -> stack.push(List.copyOf(stack.popToMark()));
            case TUPLE1 -> stack.push(List.copyOf(stack.pop(1)));
            case TUPLE2 -> stack.push(List.copyOf(stack.pop(2)));
            case TUPLE3 -> stack.push(List.copyOf(stack.pop(3)));
            case APPEND -> append(stack.pop(1));
            case APPENDS -> append(stack.popToMark());
            case SETITEM -> setItems(stack.pop(2));
            case SETITEMS -> setItems(stack.popToMark());
            case ADDITEMS -> addItems(stack.popToMark());
            case BINPUT -> memo.put(input.readByte(), stack.peek());
            case LONG_BINPUT -> memo.put(input.readBytes(4).getInt(), stack.peek());
            case MEMOIZE -> memo.put(memo.size(), stack.peek());
            case BINGET -> stack.push(memoized(input.readByte()));
            case LONG_BINGET -> stack.push(memoized(input.readBytes(4).getInt()));
            case GLOBAL -> stack.push(allowed(input.readLine(), input.readLine()));
            case STACK_GLOBAL -> {
                List<Object> names = stack.pop(2);
                stack.push(allowed(names.get(0), names.get(1)));
            }
            case REDUCE, NEWOBJ -> call();
            case BUILD -> build();
            case BINPERSID -> stack.push(classes.persistent(stack.pop()));
            default -> stack.push(PickleLiterals.read(opcode, input));
        }
    }

    private static void checkProtocol(int protocol) {
        if (protocol < 2 || protocol > MAX_PROTOCOL) {
            throw new PickleException("pickle protocol " + protocol + "; 2 to " + MAX_PROTOCOL + " are read");
        }
    }

    @SuppressWarnings("unchecked") // only this class makes array lists of values
    private void append(List<Object> items) {
        if (!(stack.peek() instanceof ArrayList<?> list)) {
            throw new PickleException("damaged pickle: items for something that is no list");
        }
        ((List<Object>) list).addAll(items);
    }

    @SuppressWarnings("unchecked") // maps on the stack are made by this package or by PickleClasses, of objects
    private void setItems(List<Object> keysAndValues) {
        if (!(stack.peek() instanceof LinkedHashMap<?, ?> map) || keysAndValues.size() % 2 != 0) {
            throw new PickleException("damaged pickle: entries for something that is no dictionary");
        }
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            ((Map<Object, Object>) map).put(key(keysAndValues.get(i)), keysAndValues.get(i + 1));
        }
    }

    @SuppressWarnings("unchecked") // as for maps
    private void addItems(List<Object> items) {
        if (!(stack.peek() instanceof LinkedHashSet<?> set)) {
            throw new PickleException("damaged pickle: items for something that is no set");
        }
        items.forEach(item -> ((Set<Object>) set).add(key(item)));
    }

    /** Keys are plain values: a container that holds itself would be hashed without end. */
    private static Object key(Object key) {
        if (key instanceof String || key instanceof Number || key instanceof Boolean || key == PickleNone.NONE) {
            return key;
        }
        throw new PickleException("refused: a dictionary key or set item that is no plain value");
    }

    private Object memoized(int index) {
        Object value = memo.get(index);
        if (value == null) {
            throw new PickleException("damaged pickle: nothing is stored under memo " + index);
        }
        return value;
    }

    private void call() {
        Object arguments = stack.pop();
        Object callable = stack.pop();
        if (!(callable instanceof PickledGlobal global) || !(arguments instanceof List<?> list)) {
            throw new PickleException("damaged pickle: a call of something that is no class or function");
        }
        stack.push(classes.call(global, list));
    }

    /** The state of an instance; attributes that were set on a plain container do not matter and are dropped. */
    private void build() {
        Object state = stack.pop();
        if (stack.peek() instanceof PickledObject object) {
            object.build(state);
        } else if (!(stack.peek() instanceof Map<?, ?>)) {
            throw new PickleException("damaged pickle: a state for something that is no object");
        }
    }

    private PickledGlobal allowed(Object module, Object name) {
        if (!(module instanceof String moduleName) || !(name instanceof String simpleName)) {
            throw new PickleException("damaged pickle: the name of a class is no text");
        }
        PickledGlobal global = new PickledGlobal(moduleName, simpleName);
        classes.allow(global);
        return global;
    }
}
