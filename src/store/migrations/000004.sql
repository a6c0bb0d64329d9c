-- What stands around the register of integrations, and what keeps centres apart.
--
-- As in the register, numbers of persons and notes of people stand here encrypted, with a keyed hash beside them to find the row.

-- 1. One centre's mutation is not another's ---------------------------------------------------------------------------------------

-- A sender may tell two centres of the same change under one number.
ALTER TABLE gateway.mutation DROP CONSTRAINT IF EXISTS mutation_source_source_id_key;
ALTER TABLE gateway.mutation ADD CONSTRAINT mutation_of_a_centre UNIQUE (organisation, source, source_id);

-- 2. Retention: the content of a centre's log, destroyed after its time ------------------------------------------------------------

-- How far the destruction of a centre's content has come. Only the keys go; entries, their hashes and the proofs about them stay.
CREATE TABLE gateway.retention (
  organisation text        NOT NULL PRIMARY KEY,
  through_at   timestamptz NOT NULL DEFAULT '-infinity',
  through      bigint      NOT NULL DEFAULT 0
);

-- Entries whose time has come and whose exchange is not over: a dead letter cannot be sent again without what it says.
CREATE TABLE gateway.retention_held (
  entry_index  bigint NOT NULL PRIMARY KEY,
  organisation text   NOT NULL
);
CREATE INDEX retention_held_of ON gateway.retention_held (organisation);

-- An exchange for which nothing more can happen.
CREATE FUNCTION gateway.is_over(p_exchange uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT x.state IN ('done', 'cancelled') FROM gateway.exchange x WHERE x.id = p_exchange), true);
$$;

-- Destroys the next content of a centre that is older than a moment, at most p_limit entries of it. What says how the gateway itself
-- was configured is about no citizen and stays. Never anything younger than thirty days, whoever asks.
CREATE FUNCTION gateway.destroy_content(p_organisation text, p_before timestamptz, p_limit integer,
                                        OUT looked_at integer, OUT destroyed integer, OUT held integer, OUT first_index bigint, OUT last_index bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  v_from gateway.retention;
  v_due bigint[];
  v_kept bigint[];
  v_through bigint;
  v_through_at timestamptz;
BEGIN
  IF p_before > now() - interval '30 days' THEN
    RAISE EXCEPTION 'content younger than thirty days is not destroyed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO gateway.retention (organisation) VALUES (p_organisation) ON CONFLICT DO NOTHING;
  SELECT * INTO v_from FROM gateway.retention r WHERE r.organisation = p_organisation FOR UPDATE;

  -- Index and time are given one after the other, so their orders differ by moments: an hour more is looked at.
  SELECT count(*), max(b.index), max(b.at), array_agg(b.index) FILTER (WHERE b.due AND b.over), array_agg(b.index) FILTER (WHERE b.due AND NOT b.over)
    INTO looked_at, v_through, v_through_at, v_due, v_kept
    FROM (SELECT e.index, e.at, e.kind NOT IN ('admin', 'policy') AS due, gateway.is_over(e.exchange_id) AS over
            FROM gateway.entry e
           WHERE e.organisation = p_organisation AND e.index > v_from.through
             AND e.at >= v_from.through_at - interval '1 hour' AND e.at < p_before
           ORDER BY e.index LIMIT p_limit) b;

  INSERT INTO gateway.retention_held (entry_index, organisation) SELECT unnest(v_kept), p_organisation ON CONFLICT DO NOTHING;
  WITH freed AS (
    DELETE FROM gateway.retention_held h USING gateway.entry e
     WHERE h.organisation = p_organisation AND e.index = h.entry_index AND gateway.is_over(e.exchange_id)
    RETURNING h.entry_index
  ), gone AS (
    DELETE FROM gateway.entry_key k
     WHERE k.entry_index = ANY (v_due) OR k.entry_index IN (SELECT f.entry_index FROM freed f)
    RETURNING k.entry_index
  )
  SELECT count(*), min(g.entry_index), max(g.entry_index) INTO destroyed, first_index, last_index FROM gone g;

  UPDATE gateway.retention r SET through = v_through, through_at = greatest(r.through_at, v_through_at)
   WHERE r.organisation = p_organisation AND v_through IS NOT NULL;
  SELECT count(*) INTO held FROM gateway.retention_held h WHERE h.organisation = p_organisation;
END $$;

REVOKE ALL ON FUNCTION gateway.destroy_content, gateway.is_over FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gateway.destroy_content TO gateway_retention;
-- The function is the way in; a login that takes this role must not have a shorter one.
REVOKE UPDATE, DELETE ON gateway.entry_key FROM gateway_retention;

-- 3. Integrations that existed before the gateway: files, read and checked whole, worked off in slices ------------------------------

CREATE TABLE gateway.integration_import (
  id           uuid        NOT NULL PRIMARY KEY,
  organisation text        NOT NULL,
  client       text        NOT NULL,
  -- On whose behalf, and why, encrypted: the comparison that follows asks BCSS in their name.
  context      bytea       NOT NULL,
  -- SHA-256 of the file: the same one again is the same import.
  file_hash    bytea       NOT NULL,
  rows         integer     NOT NULL,
  -- Rows dealt with so far, in the file's order: written, or in the register already.
  done         integer     NOT NULL DEFAULT 0,
  known        integer     NOT NULL DEFAULT 0,
  state        text        NOT NULL CHECK (state IN ('running', 'done')),
  entry_index  bigint      NOT NULL,
  started_at   timestamptz NOT NULL DEFAULT now(),
  finished_at  timestamptz,
  UNIQUE (organisation, file_hash)
);
CREATE INDEX integration_import_list ON gateway.integration_import (organisation, id DESC);
CREATE INDEX integration_import_running ON gateway.integration_import (id) WHERE state = 'running';

-- The rows still to come, encrypted; each slice leaves in the transaction that writes its rows.
CREATE TABLE gateway.integration_import_slice (
  import_id uuid    NOT NULL REFERENCES gateway.integration_import,
  number    integer NOT NULL,
  rows      bytea   NOT NULL,
  PRIMARY KEY (import_id, number)
);

-- 4. Comparison with BCSS ----------------------------------------------------------------------------------------------------------

CREATE TABLE gateway.reconciliation (
  id           uuid        NOT NULL PRIMARY KEY,
  organisation text        NOT NULL,
  occasion     text        NOT NULL CHECK (occasion IN ('demand', 'night', 'import')),
  client       text        NOT NULL,
  -- On whose behalf the questions are asked, encrypted.
  context      bytea       NOT NULL,
  state        text        NOT NULL CHECK (state IN ('running', 'done', 'cancelled')),
  -- The last person (keyed hash) that was listed for comparison; null before the first.
  reached      bytea,
  listed_all   boolean     NOT NULL DEFAULT false,
  entry_index  bigint      NOT NULL,
  started_at   timestamptz NOT NULL DEFAULT now(),
  finished_at  timestamptz
);
CREATE INDEX reconciliation_list ON gateway.reconciliation (organisation, id DESC);
-- One at a time per centre: two would propose everything twice.
CREATE UNIQUE INDEX reconciliation_running ON gateway.reconciliation (organisation) WHERE state = 'running';

-- One person of a comparison, and the question that was asked about them.
CREATE TABLE gateway.reconciliation_person (
  reconciliation_id uuid  NOT NULL REFERENCES gateway.reconciliation,
  person            bytea NOT NULL,
  exchange_id       uuid  REFERENCES gateway.exchange,
  state             text  NOT NULL CHECK (state IN ('asked', 'compared', 'unanswered', 'unaskable')),
  differences       integer NOT NULL DEFAULT 0,
  PRIMARY KEY (reconciliation_id, person)
);
CREATE INDEX reconciliation_person_asked ON gateway.reconciliation_person (exchange_id) WHERE state = 'asked';

-- What a comparison found, and what would mend it: a person decides.
CREATE TABLE gateway.integration_repair (
  id                uuid        NOT NULL PRIMARY KEY,
  organisation      text        NOT NULL,
  reconciliation_id uuid        NOT NULL REFERENCES gateway.reconciliation,
  person            bytea       NOT NULL,
  ssin              bytea       NOT NULL,
  -- Ours; null where BCSS has what we do not.
  integration_id    uuid        REFERENCES gateway.integration,
  difference        text        NOT NULL CHECK (difference IN ('missing-there', 'missing-here', 'other-period')),
  quality_code      integer     NOT NULL,
  here_first_day    date,
  here_last_day     date,
  there_first_day   date,
  there_last_day    date,
  state             text        NOT NULL CHECK (state IN ('proposed', 'accepted', 'dismissed', 'outdated')),
  exchange_id       uuid        REFERENCES gateway.exchange,
  decided_at        timestamptz,
  made_at           timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX integration_repair_list ON gateway.integration_repair (organisation, id DESC);
CREATE INDEX integration_repair_of ON gateway.integration_repair (organisation, person) WHERE state = 'proposed';

-- 5. Registrations of other centres that collide with ours --------------------------------------------------------------------------

CREATE TABLE gateway.integration_conflict (
  id           uuid        NOT NULL PRIMARY KEY,
  organisation text        NOT NULL,
  person       bytea       NOT NULL,
  ssin         bytea       NOT NULL,
  -- The other centre, as BCSS names it.
  nis_code     text        NOT NULL,
  quality_code integer     NOT NULL,
  first_day    date        NOT NULL,
  last_day     date,
  state        text        NOT NULL CHECK (state IN ('open', 'settled', 'referred')),
  -- What people wrote about it, encrypted.
  note         bytea,
  seen_at      timestamptz NOT NULL DEFAULT now(),
  last_seen_at timestamptz NOT NULL DEFAULT now(),
  changed_at   timestamptz NOT NULL DEFAULT now(),
  UNIQUE (organisation, person, nis_code, quality_code, first_day)
);
CREATE INDEX integration_conflict_list ON gateway.integration_conflict (organisation, id DESC);

-- 6. Numbers that were replaced or cancelled ----------------------------------------------------------------------------------------

CREATE TABLE gateway.ssin_change (
  id           uuid        NOT NULL PRIMARY KEY,
  organisation text        NOT NULL,
  kind         text        NOT NULL CHECK (kind IN ('replaced', 'cancelled')),
  -- Keyed hash of the old number; of the new one, or of nothing, so that hearing it twice is one change.
  person       bytea       NOT NULL,
  successor    bytea       NOT NULL DEFAULT '',
  -- The numbers, encrypted.
  ssin         bytea       NOT NULL,
  replaced_by  bytea,
  integrations integer     NOT NULL,
  entry_index  bigint      NOT NULL,
  learnt_at    timestamptz NOT NULL DEFAULT now(),
  UNIQUE (organisation, person, kind, successor)
);
CREATE INDEX ssin_change_list ON gateway.ssin_change (organisation, id DESC);

GRANT SELECT, INSERT, UPDATE ON gateway.integration_import, gateway.reconciliation, gateway.reconciliation_person, gateway.integration_repair,
  gateway.integration_conflict, gateway.ssin_change TO gateway_accept, gateway_worker;
GRANT SELECT, INSERT, DELETE ON gateway.integration_import_slice TO gateway_accept, gateway_worker;
