-- Mutations about people whom the centre does not help: kept as evidence, shown to nobody, forwarded to nobody.
--
-- A table of their own, so that nothing that lists, reads, acknowledges or forwards mutations can meet them. It says neither whom they are
-- about nor of what kind they are: only that they came, so that the same one again is the same one.

CREATE TABLE gateway.mutation_withheld (
  organisation text        NOT NULL,
  source       text        NOT NULL,
  source_id    text        NOT NULL,
  body_hash    bytea       NOT NULL,
  entry_index  bigint      NOT NULL,
  received_at  timestamptz NOT NULL,
  PRIMARY KEY (organisation, source, source_id)
);

GRANT SELECT, INSERT ON gateway.mutation_withheld TO gateway_accept;
GRANT SELECT ON gateway.mutation_withheld TO gateway_ops;

-- A mutation may come under a number that the centre's register does not use any more, or not yet.
CREATE INDEX ssin_change_successor ON gateway.ssin_change (organisation, successor);

-- Those that came before this version. What is left of them elsewhere leaves with them: the log has what was sent, and when.
CREATE FUNCTION gateway.was_helped(p_organisation text, p_person bytea, p_day date) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  WITH RECURSIVE named (person) AS (
    VALUES (p_person)
    UNION
    SELECT CASE c.person WHEN n.person THEN c.successor ELSE c.person END
      FROM named n JOIN gateway.ssin_change c ON c.organisation = p_organisation AND c.kind = 'replaced' AND n.person IN (c.person, c.successor)
  )
  SELECT EXISTS (
    SELECT FROM named n JOIN gateway.integration i ON i.organisation = p_organisation AND i.person = n.person
     WHERE i.state IN ('open', 'closing', 'closed') AND i.first_day <= p_day AND coalesce(i.closing_day, i.last_day, 'infinity') >= p_day);
$$;

WITH moved AS (
  INSERT INTO gateway.mutation_withheld (organisation, source, source_id, body_hash, entry_index, received_at)
  SELECT m.organisation, m.source, m.source_id, m.body_hash, m.entry_index, m.received_at FROM gateway.mutation m
   WHERE m.subject IS NULL OR NOT gateway.was_helped(m.organisation, m.subject, (m.received_at AT TIME ZONE 'Europe/Brussels')::date)
  RETURNING organisation, source, source_id
), forgotten AS (
  DELETE FROM gateway.delivery d USING gateway.mutation m, moved w
   WHERE d.mutation_id = m.id AND m.organisation = w.organisation AND m.source = w.source AND m.source_id = w.source_id
  RETURNING d.id
)
SELECT count(*) FROM forgotten;
DELETE FROM gateway.mutation m USING gateway.mutation_withheld w
 WHERE m.organisation = w.organisation AND m.source = w.source AND m.source_id = w.source_id;

DROP FUNCTION gateway.was_helped;
