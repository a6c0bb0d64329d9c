-- The authorisation table: its versions, and what waits for a second person.

-- 1. Versions ----------------------------------------------------------------------------------------------------------------------

-- Each version that was ever in force, with the entry that records it. The row is the lock: of several processes that load one file at
-- once, the one that inserts it writes the entries.
CREATE TABLE gateway.policy_version (
  hash        text        NOT NULL PRIMARY KEY,
  -- Ascending: the version before is the last one.
  number      bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  content     text        NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

GRANT SELECT, INSERT ON gateway.policy_version TO gateway_accept;

-- 2. Approvals ---------------------------------------------------------------------------------------------------------------------

-- A request that a second person must approve. What was asked is in the archive; this is who may decide, until when, and what became of
-- it. The exchange has its number already, and comes into being once at most: when the state leaves 'pending'.
CREATE TABLE gateway.approval (
  id            uuid        NOT NULL PRIMARY KEY,
  organisation  text        NOT NULL,
  flow          text        NOT NULL,
  client        text        NOT NULL,
  rule          text        NOT NULL,
  -- Roles that may approve.
  approvers     text[]      NOT NULL,
  -- Keyed hash of whoever asked.
  requester     bytea       NOT NULL,
  exchange_id   uuid        NOT NULL UNIQUE,
  ticket        text        NOT NULL,
  request_index bigint      NOT NULL,
  state         text        NOT NULL CHECK (state IN ('pending', 'approved', 'refused')),
  asked_at      timestamptz NOT NULL,
  expires_at    timestamptz NOT NULL,
  decided_at    timestamptz
);
CREATE INDEX approval_list ON gateway.approval (organisation, id DESC);

GRANT SELECT, INSERT ON gateway.approval TO gateway_accept;
GRANT UPDATE (state, decided_at) ON gateway.approval TO gateway_accept;

-- 3. Exceptions --------------------------------------------------------------------------------------------------------------------

-- What was allowed in spite of the table, for the report of a period.
CREATE INDEX entry_exception ON gateway.entry (organisation, at) WHERE kind = 'request' AND code IS NOT NULL;
