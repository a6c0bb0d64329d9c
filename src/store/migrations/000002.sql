-- The register of integrations: whom each centre has declared to BCSS, as what, and for how long.
--
-- State, like `exchange`: what happened is in the archive. Numbers of persons, references of files and proofs of identity stand here
-- encrypted; a keyed hash beside them finds the row.

-- A file of the centre: the people who are helped together.
CREATE TABLE gateway.household (
  id           uuid        NOT NULL PRIMARY KEY,
  organisation text        NOT NULL,
  -- Keyed hash of the file's reference; of the person, where an integration came without one.
  file         bytea       NOT NULL,
  -- The reference, encrypted; null where there is none.
  reference    bytea,
  made_at      timestamptz NOT NULL DEFAULT now(),
  UNIQUE (organisation, file)
);
CREATE INDEX household_list ON gateway.household (organisation, id DESC);

-- One person under one quality code for one period.
CREATE TABLE gateway.integration (
  id           uuid        NOT NULL PRIMARY KEY,
  organisation text        NOT NULL,
  household_id uuid        NOT NULL REFERENCES gateway.household,
  -- Keyed hash of the person's number, and the number, encrypted.
  person       bytea       NOT NULL,
  ssin         bytea       NOT NULL,
  -- What proves the person's identity to BCSS, encrypted; null once there is nothing more to tell it.
  proof        bytea,
  quality_code integer     NOT NULL,
  -- Both ends belong to the period. A closed one that lost all its days ends before it begins.
  first_day    date        NOT NULL,
  last_day     date,
  state        text        NOT NULL CHECK (state IN ('opening', 'open', 'closing', 'closed', 'failed', 'abandoned')),
  -- The last day that remains once the close under way is answered.
  closing_day  date,
  -- The integration under another code that is closed as soon as this one is open.
  replaces     uuid        REFERENCES gateway.integration,
  source       text        NOT NULL CHECK (source IN ('household', 'exchange', 'import')),
  made_at      timestamptz NOT NULL DEFAULT now(),
  CHECK ((state = 'closing') = (closing_day IS NOT NULL)),
  CHECK (state = 'closed' OR last_day IS NULL OR last_day >= first_day)
);
CREATE INDEX integration_person ON gateway.integration (organisation, person);
CREATE INDEX integration_household ON gateway.integration (household_id);
CREATE INDEX integration_ends ON gateway.integration (organisation, last_day, id) WHERE state = 'open' AND last_day IS NOT NULL;
CREATE INDEX integration_lapses ON gateway.integration (last_day) WHERE state = 'open' AND last_day IS NOT NULL;

-- What was, or is being, told to BCSS about an integration, and how it ended.
CREATE TABLE gateway.integration_step (
  exchange_id    uuid        NOT NULL REFERENCES gateway.exchange,
  integration_id uuid        NOT NULL REFERENCES gateway.integration,
  action         text        NOT NULL CHECK (action IN ('register', 'unregister')),
  -- The days that were registered, or taken out.
  first_day      date        NOT NULL,
  last_day       date,
  state          text        NOT NULL CHECK (state IN ('pending', 'answered', 'refused', 'failed', 'undecided', 'withdrawn')),
  code           text,
  started_at     timestamptz NOT NULL DEFAULT now(),
  finished_at    timestamptz,
  PRIMARY KEY (exchange_id, integration_id)
);
CREATE INDEX integration_step_of ON gateway.integration_step (integration_id, exchange_id DESC);

-- Who was warned of which end, how many days before. A period that is changed is another end.
CREATE TABLE gateway.integration_notice (
  integration_id uuid        NOT NULL REFERENCES gateway.integration,
  last_day       date        NOT NULL,
  days           integer     NOT NULL,
  noticed_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (integration_id, last_day, days)
);

-- Calls that must not happen twice, by the key that the client gave.
CREATE TABLE gateway.integration_call (
  client       text        NOT NULL,
  key_hash     bytea       NOT NULL,
  body_hash    bytea       NOT NULL,
  household_id uuid        NOT NULL,
  made_at      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (client, key_hash)
);

GRANT SELECT, INSERT, UPDATE ON gateway.household, gateway.integration, gateway.integration_step TO gateway_accept, gateway_worker;
GRANT SELECT, INSERT ON gateway.integration_notice, gateway.integration_call TO gateway_accept;
GRANT SELECT ON gateway.household, gateway.integration, gateway.integration_step, gateway.integration_notice TO gateway_ops;
