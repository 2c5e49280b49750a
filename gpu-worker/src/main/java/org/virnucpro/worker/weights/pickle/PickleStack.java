package org.virnucpro.worker.weights.pickle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The operand stack with its marks. */
final class PickleStack {

    private final List<Object> items = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();

    void push(Object item) {
        items.add(item);
    }

    Object pop() {
        checkHolds(1);
        return items.remove(items.size() - 1);
    }

    Object peek() {
        checkHolds(1);
        return items.get(items.size() - 1);
    }

    void mark() {
        marks.push(items.size());
    }

    /** Removes what lies above the newest mark, and the mark. */
    List<Object> popToMark() {
        Integer mark = marks.poll();
        if (mark == null) {
            throw new PickleException("damaged pickle: no mark on the stack");
        }
        return popAbove(mark);
    }

    /** Removes the uppermost {@code count} items, lowest first. */
    List<Object> pop(int count) {
        checkHolds(count);
        return popAbove(items.size() - count);
    }

    private List<Object> popAbove(int size) {
        List<Object> above = items.subList(size, items.size());
        List<Object> popped = new ArrayList<>(above);
        above.clear();
        return popped;
    }

    private void checkHolds(int count) {
        Integer mark = marks.peek();
        if (items.size() - (mark == null ? 0 : mark) < count) {
            throw new PickleException("damaged pickle: too few values on the stack");
        }
    }
}
