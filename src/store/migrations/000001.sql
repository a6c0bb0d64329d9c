-- The first migration: the archive, the work, and who may touch which of the two.
--
-- Facts and state are kept apart. `entry` is the archive: rows are written once and never changed, and the database itself says
-- so. Everything that changes (`exchange`, `delivery`, …) is state derived from it, and could be worked out again.

-- Runs as gateway_owner, which nobody logs in as; `roles.sql` made it, the schema and the other roles.

GRANT USAGE ON SCHEMA gateway TO gateway_accept, gateway_worker, gateway_auditor, gateway_ops, gateway_retention;

-- 1. The archive ------------------------------------------------------------------------------------------------------------------

CREATE SEQUENCE gateway.entry_index AS bigint CACHE 1;

-- Partitioned by month, so that an old month can be moved away while the numbers of its entries stay meaningful.
CREATE TABLE gateway.entry (
  index         bigint      NOT NULL,
  id            uuid        NOT NULL,
  at            timestamptz NOT NULL,
  kind          text        NOT NULL CHECK (kind IN ('request', 'denied', 'intent', 'reply', 'result', 'notification', 'webhook',
                                                     'read', 'command', 'admin', 'policy', 'integration')),
  organisation  text        NOT NULL,
  exchange_id   uuid,
  flow          text,
  ticket        text,
  attempt       integer,
  client        text,
  -- Keyed hash of the acting user's SSIN: searchable with the key, meaningless without.
  actor         bytea,
  legal_context text,
  quality_code  integer,
  policy        text,
  outcome       text,
  code          text,
  content_type  text,
  -- AES-256-GCM: nonce ‖ ciphertext ‖ tag. `details` says who, about whom and why; `body` holds the exact bytes.
  details       bytea,
  body          bytea,
  -- SHA-256 of details ‖ body as stored: what remains provable when the keys are gone.
  content_hash  bytea       NOT NULL,
  PRIMARY KEY (index, at)
) PARTITION BY RANGE (at);

-- Ciphertext does not compress; trying costs more than writing it.
ALTER TABLE gateway.entry ALTER COLUMN details SET STORAGE EXTERNAL;
ALTER TABLE gateway.entry ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE INDEX entry_exchange ON gateway.entry (exchange_id) WHERE exchange_id IS NOT NULL;
CREATE INDEX entry_actor ON gateway.entry (actor, at) WHERE actor IS NOT NULL;
CREATE INDEX entry_flow ON gateway.entry (organisation, flow, at);

-- Wrapped data keys, apart from what they open: deleting one destroys the content and leaves the entry, and every proof about it.
CREATE TABLE gateway.entry_key (
  entry_index bigint NOT NULL PRIMARY KEY,
  kek         text   NOT NULL,
  details_key bytea,
  body_key    bytea
);

-- Which entries are about whom, by keyed hash of the SSIN.
CREATE TABLE gateway.entry_subject (
  subject     bytea       NOT NULL,
  at          timestamptz NOT NULL,
  entry_index bigint      NOT NULL,
  PRIMARY KEY (subject, at, entry_index)
);

-- The only way in. Index and time are the database's.
CREATE FUNCTION gateway.append_entry(
  p_id uuid, p_kind text, p_organisation text, p_exchange_id uuid, p_flow text, p_ticket text, p_attempt integer, p_client text,
  p_actor bytea, p_legal_context text, p_quality_code integer, p_policy text, p_outcome text, p_code text, p_content_type text,
  p_details bytea, p_body bytea, p_content_hash bytea, p_kek text, p_details_key bytea, p_body_key bytea, p_subjects bytea[],
  OUT index bigint, OUT at timestamptz
) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  index := nextval('gateway.entry_index');
  at := clock_timestamp();
  INSERT INTO gateway.entry
    VALUES (index, p_id, at, p_kind, p_organisation, p_exchange_id, p_flow, p_ticket, p_attempt, p_client, p_actor,
            p_legal_context, p_quality_code, p_policy, p_outcome, p_code, p_content_type, p_details, p_body, p_content_hash);
  IF p_kek IS NOT NULL THEN
    INSERT INTO gateway.entry_key VALUES (index, p_kek, p_details_key, p_body_key);
  END IF;
  IF p_subjects IS NOT NULL THEN
    INSERT INTO gateway.entry_subject SELECT DISTINCT subject, append_entry.at, append_entry.index FROM unnest(p_subjects) AS subject;
  END IF;
END $$;

-- Says no, loudly. Not a guarantee against a superuser: the published checkpoints are.
CREATE FUNCTION gateway.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the log is append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER entry_unchanged BEFORE UPDATE OR DELETE ON gateway.entry FOR EACH ROW EXECUTE FUNCTION gateway.refuse_change();
CREATE TRIGGER entry_kept BEFORE TRUNCATE ON gateway.entry FOR EACH STATEMENT EXECUTE FUNCTION gateway.refuse_change();
ALTER TABLE gateway.entry ENABLE ALWAYS TRIGGER entry_unchanged;
CREATE TRIGGER entry_subject_unchanged BEFORE UPDATE OR DELETE ON gateway.entry_subject FOR EACH ROW EXECUTE FUNCTION gateway.refuse_change();
CREATE TRIGGER entry_subject_kept BEFORE TRUNCATE ON gateway.entry_subject FOR EACH STATEMENT EXECUTE FUNCTION gateway.refuse_change();
ALTER TABLE gateway.entry_subject ENABLE ALWAYS TRIGGER entry_subject_unchanged;
ALTER TABLE gateway.entry_subject ENABLE ALWAYS TRIGGER entry_subject_kept;
CREATE TRIGGER entry_key_kept BEFORE TRUNCATE ON gateway.entry_key FOR EACH STATEMENT EXECUTE FUNCTION gateway.refuse_change();

-- Makes the partitions of this month and the next ones; called at start and once a day. The default partition catches the rest, so
-- that a forgotten call never refuses an entry.
CREATE FUNCTION gateway.prepare_partitions(p_months integer DEFAULT 3) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_start timestamptz := date_trunc('month', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
  v_from timestamptz;
  v_to timestamptz;
  v_name text;
  v_made integer := 0;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('gateway.prepare_partitions'));
  FOR i IN 0 .. p_months LOOP
    v_from := v_start + make_interval(months => i);
    v_to := v_start + make_interval(months => i + 1);
    v_name := 'entry_' || to_char(v_from AT TIME ZONE 'UTC', 'YYYY_MM');
    CONTINUE WHEN to_regclass('gateway.' || v_name) IS NOT NULL;
    BEGIN
      EXECUTE format('CREATE TABLE gateway.%I PARTITION OF gateway.entry FOR VALUES FROM (%L) TO (%L)', v_name, v_from, v_to);
    EXCEPTION WHEN check_violation THEN
      -- The default partition has entries of this month already, which nobody may move: it keeps the rest of them too.
      CONTINUE;
    END;
    PERFORM gateway.guard_partition(v_name);
    v_made := v_made + 1;
  END LOOP;
  RETURN v_made;
END $$;

-- Row triggers of the parent reach the partitions; TRUNCATE triggers and "ENABLE ALWAYS" do not, and rights are each table's own.
CREATE FUNCTION gateway.guard_partition(p_name text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('CREATE TRIGGER entry_kept BEFORE TRUNCATE ON gateway.%I FOR EACH STATEMENT EXECUTE FUNCTION gateway.refuse_change()', p_name);
  EXECUTE format('ALTER TABLE gateway.%I ENABLE ALWAYS TRIGGER entry_kept', p_name);
  EXECUTE format('ALTER TABLE gateway.%I ENABLE ALWAYS TRIGGER entry_unchanged', p_name);
END $$;

CREATE TABLE gateway.entry_default PARTITION OF gateway.entry DEFAULT;
SELECT gateway.guard_partition('entry_default');
SELECT gateway.prepare_partitions(3);

GRANT SELECT ON gateway.entry, gateway.entry_key, gateway.entry_subject TO gateway_accept, gateway_worker;
REVOKE ALL ON FUNCTION gateway.append_entry, gateway.prepare_partitions, gateway.guard_partition, gateway.refuse_change FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gateway.append_entry TO gateway_accept, gateway_worker;
GRANT EXECUTE ON FUNCTION gateway.prepare_partitions TO gateway_worker, gateway_accept;

-- 2. Reading the archive: first the trace, then the rows --------------------------------------------------------------------------

-- A reader's question, kept with the entry that records it. Rows are handed out for a committed grant only: within one transaction
-- a reader could fetch them and then roll the trace away.
CREATE TABLE gateway.read_grant (
  token        uuid        NOT NULL PRIMARY KEY,
  entry_index  bigint      NOT NULL,
  organisation text        NOT NULL,
  made_by      xid8        NOT NULL DEFAULT pg_current_xact_id(),
  expires_at   timestamptz NOT NULL,
  subjects     bytea[],
  actors       bytea[],
  flow         text,
  exchange_id  uuid,
  kinds        text[],
  since        timestamptz NOT NULL,
  until        timestamptz NOT NULL,
  entry_max    bigint      NOT NULL
);

CREATE FUNCTION gateway.grant_read(
  p_token uuid, p_entry_index bigint, p_organisation text, p_subjects bytea[], p_actors bytea[], p_flow text, p_exchange_id uuid,
  p_kinds text[], p_since timestamptz, p_until timestamptz
) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO gateway.read_grant (token, entry_index, organisation, expires_at, subjects, actors, flow, exchange_id, kinds, since, until, entry_max)
  VALUES (p_token, p_entry_index, p_organisation, now() + interval '15 minutes', p_subjects, p_actors, p_flow, p_exchange_id, p_kinds,
          p_since, p_until, p_entry_index);
$$;

-- One page of rows for a committed grant, oldest first, by key and not by offset. The filter is the recorded one: the caller only
-- says after which index to go on.
CREATE FUNCTION gateway.read_entries(p_token uuid, p_after bigint, p_limit integer)
RETURNS TABLE (index bigint, id uuid, at timestamptz, kind text, organisation text, exchange_id uuid, flow text, ticket text, attempt integer,
               client text, legal_context text, quality_code integer, policy text, outcome text, code text, content_type text,
               details bytea, body_bytes integer, content_hash bytea, kek text, details_key bytea, body_destroyed boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  g gateway.read_grant;
BEGIN
  SELECT * INTO g FROM gateway.read_grant WHERE token = p_token;
  IF NOT FOUND OR g.expires_at < now() OR g.made_by = pg_current_xact_id_if_assigned() THEN
    RAISE EXCEPTION 'no committed read grant' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY
    SELECT e.index, e.id, e.at, e.kind, e.organisation, e.exchange_id, e.flow, e.ticket, e.attempt, e.client, e.legal_context,
           e.quality_code, e.policy, e.outcome, e.code, e.content_type, e.details, octet_length(e.body), e.content_hash,
           k.kek, k.details_key, e.body IS NOT NULL AND k.body_key IS NULL
      FROM gateway.entry e
      LEFT JOIN gateway.entry_key k ON k.entry_index = e.index
     WHERE e.organisation = g.organisation
       AND e.at >= g.since AND e.at < g.until
       AND e.index > p_after AND e.index <= g.entry_max
       AND (g.flow IS NULL OR e.flow = g.flow)
       AND (g.kinds IS NULL OR e.kind = ANY (g.kinds))
       AND (g.exchange_id IS NULL OR e.exchange_id = g.exchange_id)
       AND (g.actors IS NULL OR e.actor = ANY (g.actors)
            OR e.exchange_id IN (SELECT a.exchange_id FROM gateway.entry a
                                  WHERE a.actor = ANY (g.actors) AND a.at >= g.since AND a.at < g.until))
       AND (g.subjects IS NULL
            OR e.index IN (SELECT s.entry_index FROM gateway.entry_subject s
                            WHERE s.subject = ANY (g.subjects) AND s.at >= g.since AND s.at < g.until)
            OR e.exchange_id IN (SELECT r.exchange_id FROM gateway.entry_subject s
                                   JOIN gateway.entry r ON r.index = s.entry_index AND r.at = s.at
                                  WHERE s.subject = ANY (g.subjects) AND s.at >= g.since AND s.at < g.until))
     ORDER BY e.index
     LIMIT least(p_limit, 1000);
END $$;

-- The exact bytes of one entry, for a committed grant that covers it.
CREATE FUNCTION gateway.read_body(p_token uuid, p_index bigint, OUT id uuid, OUT kind text, OUT organisation text, OUT content_type text,
                                  OUT body bytea, OUT kek text, OUT body_key bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM 1 FROM gateway.read_entries(p_token, p_index - 1, 1) r WHERE r.index = p_index;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the grant does not cover this entry' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT e.id, e.kind, e.organisation, e.content_type, e.body, k.kek, k.body_key
    INTO id, kind, organisation, content_type, body, kek, body_key
    FROM gateway.entry e LEFT JOIN gateway.entry_key k ON k.entry_index = e.index
   WHERE e.index = p_index;
END $$;

-- Whose an entry is, so that a reader of another centre is told "not found" before anything is recorded in this one's name.
CREATE FUNCTION gateway.entry_owner(p_index bigint, OUT organisation text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT e.organisation FROM gateway.entry e WHERE e.index = p_index;
$$;

REVOKE ALL ON FUNCTION gateway.entry_owner FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gateway.entry_owner TO gateway_auditor;
REVOKE ALL ON FUNCTION gateway.grant_read, gateway.read_entries, gateway.read_body FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gateway.grant_read, gateway.read_entries, gateway.read_body, gateway.append_entry TO gateway_auditor;

-- 3. The work ---------------------------------------------------------------------------------------------------------------------

CREATE TABLE gateway.exchange (
  id             uuid        NOT NULL PRIMARY KEY,
  organisation   text        NOT NULL,
  flow           text        NOT NULL,
  kind           text        NOT NULL CHECK (kind IN ('consultation', 'declaration', 'registration')),
  client         text        NOT NULL,
  ticket         text        NOT NULL UNIQUE,
  state          text        NOT NULL CHECK (state IN ('queued', 'sending', 'waiting', 'reconciling', 'undecided', 'done',
                                                       'dead-letter', 'cancelled')),
  pace           text        NOT NULL CHECK (pace IN ('interactive', 'background')),
  resend_safe    boolean     NOT NULL,
  -- The declaration whose effect this consultation looks for.
  parent_id      uuid        REFERENCES gateway.exchange,
  request_index  bigint      NOT NULL,
  accepted_at    timestamptz NOT NULL,
  finished_at    timestamptz,
  attempt        integer     NOT NULL DEFAULT 0,
  -- Attempts before the last requeue; the pace starts anew after it.
  attempt_base   integer     NOT NULL DEFAULT 0,
  -- Of an uncertain declaration: the question it is at; of a question: which one it is.
  reconcile_step integer     NOT NULL DEFAULT 0,
  not_before     timestamptz NOT NULL,
  -- A worker's claim: until when, and the number that fences off whoever held it before.
  lease_until    timestamptz,
  token          bigint      NOT NULL DEFAULT 0,
  relayed_at     timestamptz,
  outcome        text,
  code           text,
  reply_index    bigint,
  ticket_cbss    text,
  result_kind    text
);
CREATE INDEX exchange_due ON gateway.exchange (not_before) WHERE state IN ('queued', 'waiting', 'reconciling', 'sending');
CREATE INDEX exchange_list ON gateway.exchange (organisation, id DESC);
CREATE INDEX exchange_state ON gateway.exchange (state) WHERE state IN ('dead-letter', 'undecided');
CREATE INDEX exchange_parent ON gateway.exchange (parent_id) WHERE parent_id IS NOT NULL;

CREATE TABLE gateway.attempt (
  exchange_id  uuid        NOT NULL REFERENCES gateway.exchange,
  number       integer     NOT NULL,
  started_at   timestamptz NOT NULL,
  ended_at     timestamptz,
  intent_index bigint      NOT NULL,
  reply_index  bigint,
  result_index bigint,
  outcome      text,
  code         text,
  http_status  integer,
  trust        text,
  PRIMARY KEY (exchange_id, number)
);

CREATE TABLE gateway.idempotency (
  client      text        NOT NULL,
  key_hash    bytea       NOT NULL,
  body_hash   bytea       NOT NULL,
  exchange_id uuid        NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (client, key_hash)
);

CREATE TABLE gateway.client (
  id           text        NOT NULL PRIMARY KEY,
  organisation text        NOT NULL,
  -- SHA-256 of a 256-bit random key: there is nothing to guess, so nothing slow is needed.
  key_hash     bytea       NOT NULL UNIQUE,
  rights       text[]      NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz,
  revoked_at   timestamptz
);

GRANT SELECT, INSERT, UPDATE ON gateway.exchange, gateway.attempt TO gateway_worker;
GRANT SELECT, INSERT, UPDATE ON gateway.exchange TO gateway_accept;
GRANT SELECT, INSERT ON gateway.idempotency TO gateway_accept, gateway_worker;
GRANT SELECT ON gateway.attempt TO gateway_accept;
GRANT SELECT, INSERT, UPDATE ON gateway.client TO gateway_accept;
GRANT SELECT ON gateway.exchange, gateway.attempt TO gateway_ops;

-- 4. What comes from BCSS, and what goes out to subscribers -----------------------------------------------------------------------

CREATE TABLE gateway.mutation (
  id           uuid        NOT NULL PRIMARY KEY,
  organisation text        NOT NULL,
  -- The sender's own number: the same notification twice is one mutation.
  source       text        NOT NULL,
  source_id    text        NOT NULL,
  body_hash    bytea       NOT NULL,
  kind         text        NOT NULL,
  subject      bytea,
  -- Order per person, without gaps: a subscriber can see that it missed one.
  sequence     bigint      NOT NULL,
  entry_index  bigint      NOT NULL,
  received_at  timestamptz NOT NULL,
  acknowledged_at timestamptz,
  UNIQUE (source, source_id),
  UNIQUE (organisation, subject, sequence)
);
CREATE INDEX mutation_list ON gateway.mutation (organisation, id);

CREATE TABLE gateway.subscription (
  id           uuid        NOT NULL PRIMARY KEY,
  organisation text        NOT NULL,
  url          text        NOT NULL,
  events       text[]      NOT NULL,
  state        text        NOT NULL CHECK (state IN ('active', 'disabled')),
  -- Signing secrets, encrypted; more than one while they are being changed.
  secrets      bytea       NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  disabled_at  timestamptz,
  failing_since timestamptz
);
CREATE INDEX subscription_of ON gateway.subscription (organisation) WHERE state = 'active';

CREATE TABLE gateway.delivery (
  id              uuid        NOT NULL PRIMARY KEY,
  organisation    text        NOT NULL,
  subscription_id uuid        NOT NULL REFERENCES gateway.subscription ON DELETE CASCADE,
  event           text        NOT NULL,
  mutation_id     uuid        REFERENCES gateway.mutation,
  exchange_id     uuid        REFERENCES gateway.exchange,
  -- Deliveries of one person to one subscriber leave one after the other.
  lane            bytea,
  payload         bytea       NOT NULL,
  state           text        NOT NULL CHECK (state IN ('queued', 'sending', 'waiting', 'done', 'dead-letter', 'cancelled')),
  created_at      timestamptz NOT NULL DEFAULT now(),
  finished_at     timestamptz,
  attempt         integer     NOT NULL DEFAULT 0,
  not_before      timestamptz NOT NULL DEFAULT now(),
  lease_until     timestamptz,
  token           bigint      NOT NULL DEFAULT 0,
  relayed_at      timestamptz,
  outcome         text,
  code            text
);
CREATE INDEX delivery_due ON gateway.delivery (not_before) WHERE state IN ('queued', 'waiting', 'sending');
CREATE INDEX delivery_lane ON gateway.delivery (subscription_id, lane, id) WHERE state IN ('queued', 'waiting', 'sending');

GRANT SELECT, INSERT ON gateway.mutation TO gateway_accept;
GRANT UPDATE (acknowledged_at) ON gateway.mutation TO gateway_accept;
GRANT SELECT ON gateway.mutation TO gateway_worker;
GRANT SELECT, INSERT, UPDATE, DELETE ON gateway.subscription TO gateway_accept;
GRANT SELECT, UPDATE ON gateway.subscription TO gateway_worker;
GRANT SELECT, INSERT, UPDATE ON gateway.delivery TO gateway_accept, gateway_worker;
GRANT SELECT ON gateway.mutation, gateway.subscription, gateway.delivery TO gateway_ops;

-- 5. Destroying content -----------------------------------------------------------------------------------------------------------

GRANT SELECT, UPDATE, DELETE ON gateway.entry_key TO gateway_retention;
GRANT SELECT (index, at, kind, organisation) ON gateway.entry TO gateway_retention;
GRANT EXECUTE ON FUNCTION gateway.append_entry TO gateway_retention;
