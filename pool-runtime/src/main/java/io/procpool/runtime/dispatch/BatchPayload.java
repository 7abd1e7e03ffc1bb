package io.procpool.runtime.dispatch;

/** What a batch sends to workers; opaque to the policy. */
public interface BatchPayload {}
