-- Notifications that are to be delivered, oldest first. tries is the number of failed attempts; dead is the time at which it was
-- given up, NULL before. others counts earlier events that it stands for.
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    target TEXT NOT NULL,
    event TEXT NOT NULL,
    task TEXT NOT NULL,
    replica INTEGER,
    run INTEGER,
    words TEXT NOT NULL,
    at INTEGER NOT NULL,
    due INTEGER NOT NULL,
    others INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    dead INTEGER
);
CREATE INDEX outbox_of_target ON outbox (target, due) WHERE dead IS NULL;

-- Targets to which nothing is sent, since they refused all further notifications.
CREATE TABLE disabled_targets (
    target TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    why TEXT NOT NULL
) WITHOUT ROWID;

-- The number of notifications that were lost because too many waited.
ALTER TABLE service ADD COLUMN notifications_dropped INTEGER NOT NULL DEFAULT 0;

-- When the replica ended lately, as far as the limit of its restart policy counts it: times with commas between them.
ALTER TABLE replicas ADD COLUMN recent_ends TEXT NOT NULL DEFAULT '';

-- The updates in progress. replicas and open list replicas, as in 0-3,7; earlier is the definition that comes back after a failure.
CREATE TABLE updates (
    task INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    why TEXT NOT NULL,
    replicas TEXT NOT NULL,
    open TEXT NOT NULL,
    newest INTEGER NOT NULL,
    earlier TEXT,
    requested_by TEXT NOT NULL,
    requested_from TEXT NOT NULL
);

-- The schedule of a task as JSON: since when it is paused, the starts that wait, and the occasions of the runs that are not
-- over; NULL for none of these. It replaces owed, which stays empty.
ALTER TABLE task_times ADD COLUMN schedule TEXT;

-- Why the run was started, as JSON; NULL if it was not for a fire or a request to run.
ALTER TABLE runs ADD COLUMN occasion TEXT;

-- What the probes of a replica have concluded about its live run.
ALTER TABLE replicas ADD COLUMN concluded TEXT NOT NULL DEFAULT 'NOTHING';

-- The needs of a running task that have been met, and those that were lost: bit i stands for the i-th object in deps.
ALTER TABLE task_times ADD COLUMN needs_met INTEGER NOT NULL DEFAULT 0;
ALTER TABLE task_times ADD COLUMN needs_lost INTEGER NOT NULL DEFAULT 0;

-- What proves to a later service process that the live run has this leader; empty for none.
ALTER TABLE replicas ADD COLUMN seal TEXT NOT NULL DEFAULT '';
