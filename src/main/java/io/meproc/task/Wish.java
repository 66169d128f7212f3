package io.meproc.task;

/** What is wanted of a replica beside what its state and its task's type lead to. */
enum Wish {
    /** Nothing: the type decides. */
    NONE,
    /** It starts as soon as nothing runs that its task depends on. */
    START,
    /** It stays stopped until somebody starts it. */
    REST
}
