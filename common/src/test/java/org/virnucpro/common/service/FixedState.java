package org.virnucpro.common.service;

/** A process as it is at one time. */
record FixedState(Phase phase, boolean isMoving, String words) implements ServiceState {}
