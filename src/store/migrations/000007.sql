-- A question is kept by the entry that records it. The grant that it gave is good for a quarter of an hour, and leaves with the
-- questions that come after.

CREATE INDEX read_grant_expired ON gateway.read_grant (expires_at);

CREATE OR REPLACE FUNCTION gateway.grant_read(
  p_token uuid, p_entry_index bigint, p_organisation text, p_subjects bytea[], p_actors bytea[], p_flow text, p_exchange_id uuid,
  p_kinds text[], p_since timestamptz, p_until timestamptz
) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM gateway.read_grant
   WHERE token IN (SELECT token FROM gateway.read_grant WHERE expires_at < now() - interval '1 hour' LIMIT 10 FOR UPDATE SKIP LOCKED);
  INSERT INTO gateway.read_grant (token, entry_index, organisation, expires_at, subjects, actors, flow, exchange_id, kinds, since, until, entry_max)
  VALUES (p_token, p_entry_index, p_organisation, now() + interval '15 minutes', p_subjects, p_actors, p_flow, p_exchange_id, p_kinds,
          p_since, p_until, p_entry_index);
$$;
