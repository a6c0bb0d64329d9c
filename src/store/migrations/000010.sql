-- Who is found is looked at, too: the index of the log knows each person of an entry with their role. Whoever stands in it already was
-- asked about.

ALTER TABLE gateway.entry_subject ADD COLUMN role text NOT NULL DEFAULT 'asked' CHECK (role IN ('asked', 'found'));
ALTER TABLE gateway.entry_subject ALTER COLUMN role DROP DEFAULT;
ALTER TABLE gateway.read_grant ADD COLUMN role text;

-- As before, and whom the entry shows. Who was asked about and is shown in one entry was asked about.
DROP FUNCTION gateway.append_entry(uuid, text, text, uuid, text, text, integer, text, bytea, text, integer, text, text, text, text, bytea,
                                   bytea, bytea, text, bytea, bytea, bytea[]);
CREATE FUNCTION gateway.append_entry(
  p_id uuid, p_kind text, p_organisation text, p_exchange_id uuid, p_flow text, p_ticket text, p_attempt integer, p_client text,
  p_actor bytea, p_legal_context text, p_quality_code integer, p_policy text, p_outcome text, p_code text, p_content_type text,
  p_details bytea, p_body bytea, p_content_hash bytea, p_kek text, p_details_key bytea, p_body_key bytea, p_subjects bytea[],
  p_found bytea[] DEFAULT NULL,
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
    INSERT INTO gateway.entry_subject
      SELECT DISTINCT subject, append_entry.at, append_entry.index, 'asked' FROM unnest(p_subjects) AS subject;
  END IF;
  IF p_found IS NOT NULL THEN
    INSERT INTO gateway.entry_subject
      SELECT DISTINCT subject, append_entry.at, append_entry.index, 'found' FROM unnest(p_found) AS subject
      ON CONFLICT DO NOTHING;
  END IF;
END $$;

REVOKE ALL ON FUNCTION gateway.append_entry FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gateway.append_entry TO gateway_accept, gateway_worker, gateway_auditor, gateway_retention;

-- A question about a person may be about one role only.
DROP FUNCTION gateway.grant_read(uuid, bigint, text, bytea[], bytea[], text, uuid, text[], timestamptz, timestamptz);
CREATE FUNCTION gateway.grant_read(
  p_token uuid, p_entry_index bigint, p_organisation text, p_subjects bytea[], p_actors bytea[], p_flow text, p_exchange_id uuid,
  p_kinds text[], p_since timestamptz, p_until timestamptz, p_role text DEFAULT NULL
) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DELETE FROM gateway.read_grant
   WHERE token IN (SELECT token FROM gateway.read_grant WHERE expires_at < now() - interval '1 hour' LIMIT 10 FOR UPDATE SKIP LOCKED);
  INSERT INTO gateway.read_grant (token, entry_index, organisation, expires_at, subjects, actors, flow, exchange_id, kinds, since, until,
                                  entry_max, role)
  VALUES (p_token, p_entry_index, p_organisation, now() + interval '15 minutes', p_subjects, p_actors, p_flow, p_exchange_id, p_kinds,
          p_since, p_until, p_entry_index, p_role);
$$;

-- As before. Of a question about a person each row says what that person is in the entry, or else in the exchange it belongs to.
DROP FUNCTION gateway.read_entries(uuid, bigint, integer);
CREATE FUNCTION gateway.read_entries(p_token uuid, p_after bigint, p_limit integer)
RETURNS TABLE (index bigint, id uuid, at timestamptz, kind text, organisation text, exchange_id uuid, flow text, ticket text, attempt integer,
               client text, legal_context text, quality_code integer, policy text, outcome text, code text, content_type text,
               details bytea, body_bytes integer, content_hash bytea, kek text, details_key bytea, body_destroyed boolean, role text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  g gateway.read_grant;
BEGIN
  SELECT * INTO g FROM gateway.read_grant WHERE token = p_token;
  IF NOT FOUND OR g.expires_at < now() OR g.made_by = pg_current_xact_id_if_assigned() THEN
    RAISE EXCEPTION 'no committed read grant' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN QUERY
    SELECT page.*,
           CASE WHEN g.subjects IS NOT NULL THEN coalesce(
             (SELECT min(s.role) FROM gateway.entry_subject s
               WHERE s.subject = ANY (g.subjects) AND s.at = page.at AND s.entry_index = page.index
                 AND (g.role IS NULL OR s.role = g.role)),
             (SELECT min(s.role) FROM gateway.entry r
                JOIN gateway.entry_subject s ON s.at = r.at AND s.entry_index = r.index
               WHERE r.exchange_id = page.exchange_id AND s.subject = ANY (g.subjects)
                 AND (g.role IS NULL OR s.role = g.role))) END
      FROM (
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
                                WHERE s.subject = ANY (g.subjects) AND s.at >= g.since AND s.at < g.until
                                  AND (g.role IS NULL OR s.role = g.role))
                OR e.exchange_id IN (SELECT r.exchange_id FROM gateway.entry_subject s
                                       JOIN gateway.entry r ON r.index = s.entry_index AND r.at = s.at
                                      WHERE s.subject = ANY (g.subjects) AND s.at >= g.since AND s.at < g.until
                                        AND (g.role IS NULL OR s.role = g.role)))
         ORDER BY e.index
         LIMIT least(p_limit, 1000)) AS page
     ORDER BY page.index;
END $$;

REVOKE ALL ON FUNCTION gateway.grant_read, gateway.read_entries FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gateway.grant_read, gateway.read_entries TO gateway_auditor;
