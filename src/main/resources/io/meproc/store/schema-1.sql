-- What Meproc keeps. Times are milliseconds since 1970-01-01 UTC, as of datetime(x / 1000, 'unixepoch').

-- One row: the service itself. newest is the highest number of a run or revision so far.
CREATE TABLE service (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    boot TEXT,
    latest INTEGER,
    newest INTEGER NOT NULL
);
INSERT INTO service VALUES (1, NULL, NULL, 0);

-- The listed tasks. stopped lists replicas, as in 0-3,7.
CREATE TABLE tasks (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    revision INTEGER NOT NULL,
    replicas INTEGER NOT NULL,
    stopped TEXT NOT NULL,
    removing INTEGER NOT NULL,
    definition TEXT NOT NULL
);

CREATE TABLE task_times (
    task INTEGER PRIMARY KEY,
    last_attempt INTEGER,
    last_start INTEGER,
    handled_until INTEGER,
    last_missed INTEGER,
    owed TEXT NOT NULL,
    last_success INTEGER,
    expected_since INTEGER,
    late INTEGER NOT NULL
);

-- The state of each replica: its last end, and from run on its live run, with the request that ends it; its signal is NULL for
-- a stop.
CREATE TABLE replicas (
    task INTEGER NOT NULL,
    replica INTEGER NOT NULL,
    state TEXT NOT NULL,
    then_start INTEGER NOT NULL,
    until INTEGER,
    restarts INTEGER NOT NULL,
    quick_exits INTEGER NOT NULL,
    failures INTEGER NOT NULL,
    last_run INTEGER,
    last_end TEXT,
    run INTEGER,
    pid INTEGER,
    started INTEGER,
    since INTEGER,
    output INTEGER,
    boot TEXT,
    requested_by TEXT,
    requested_from TEXT,
    requested_signal TEXT,
    PRIMARY KEY (task, replica)
) WITHOUT ROWID;

-- The history. ended, cause, success and dossier are NULL while the run is live.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    task TEXT NOT NULL,
    task_id INTEGER NOT NULL,
    replica INTEGER NOT NULL,
    node TEXT NOT NULL,
    pid INTEGER NOT NULL,
    started INTEGER NOT NULL,
    since INTEGER NOT NULL,
    output INTEGER NOT NULL,
    ended INTEGER,
    cause TEXT,
    success INTEGER,
    dossier TEXT
);
CREATE INDEX runs_of_task ON runs (task, id);
CREATE INDEX runs_by_end ON runs (ended) WHERE ended IS NOT NULL;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    address TEXT NOT NULL,
    action TEXT NOT NULL,
    task TEXT NOT NULL,
    replica INTEGER,
    detail TEXT NOT NULL
);
CREATE INDEX audit_of_task ON audit (task, id);
