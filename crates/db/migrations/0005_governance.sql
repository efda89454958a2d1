-- Policies, instructions, feeds, alarms.

CREATE TABLE policy (
    rooftop_id TEXT NOT NULL,
    version BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    toml TEXT NOT NULL,
    by_person TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    note TEXT,
    PRIMARY KEY (rooftop_id, version)
) /* sqlite: STRICT */;

CREATE TABLE instruction (
    rooftop_id TEXT NOT NULL,
    workflow TEXT NOT NULL,
    version BIGINT NOT NULL,
    hash BYTEA NOT NULL,
    toml TEXT NOT NULL,
    by_person TEXT NOT NULL,
    at_us BIGINT NOT NULL,
    note TEXT,
    PRIMARY KEY (rooftop_id, workflow, version)
) /* sqlite: STRICT */;

CREATE TABLE feed_run (
    rooftop_id TEXT NOT NULL,
    feed_id TEXT NOT NULL,
    kind TEXT NOT NULL,                 -- inventory, customers, staff
    file_name TEXT NOT NULL,
    total BIGINT NOT NULL,              -- rows in the file
    added BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    gone BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    at_us BIGINT NOT NULL,
    state TEXT NOT NULL,                -- applied, held, discarded
    plan BYTEA,                         -- what would change, while held; packed
    PRIMARY KEY (rooftop_id, feed_id)
) /* sqlite: STRICT */;

CREATE INDEX feed_run_kind ON feed_run (rooftop_id, kind, at_us);

CREATE TABLE alarm (
    rooftop_id TEXT NOT NULL,
    alarm_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    case_id TEXT,
    subject TEXT NOT NULL,              -- what it is about; one alarm of a kind for each
    words TEXT NOT NULL,                -- for people: our words, not a customer's
    raised_us BIGINT NOT NULL,
    cleared_us BIGINT,
    cleared_by TEXT,                    -- a person's id; none: the reason went
    PRIMARY KEY (rooftop_id, alarm_id)
) /* sqlite: STRICT */;

CREATE UNIQUE INDEX alarm_open ON alarm (rooftop_id, kind, subject) WHERE cleared_us IS NULL;
