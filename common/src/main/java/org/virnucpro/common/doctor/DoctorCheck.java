package org.virnucpro.common.doctor;

import java.util.List;

/**
 * Looks at one thing that a run needs. Found through {@link java.util.ServiceLoader}, so that each module checks what it knows.
 * Called on a thread of its own, which may be left behind when it hangs. Changes nothing that stays.
 */
public interface DoctorCheck {

    /** What it is about. */
    Section section();

    /** What it is called when it does not answer: the beginning of its subjects. */
    String name();

    /** Looks. What is wrong is a finding, not an exception. */
    List<Finding> look(DoctorQuestion question);
}
