-- Those who accept and deliver read of the log what their step needs, and nothing else.
--
-- A role that is broken into would otherwise read everything that was ever asked and answered. The function below is their only way in, and
-- looks at what each entry is to the work of the moment.

GRANT USAGE ON SCHEMA gateway TO gateway_verify;
GRANT SELECT ON gateway.entry, gateway.entry_key, gateway.entry_subject, gateway.exchange, gateway.attempt, gateway.mutation,
  gateway.mutation_withheld TO gateway_verify;
REVOKE SELECT ON gateway.entry, gateway.entry_key, gateway.entry_subject FROM gateway_accept, gateway_worker;

CREATE INDEX approval_request ON gateway.approval (request_index);

-- What work that is under way has to read again: the request of an exchange that somebody holds a claim on, or that ends in this very
-- transaction; and, for a question or a further page, what its parent is waiting for.
CREATE FUNCTION gateway.is_at_work(p_exchange uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT FROM gateway.exchange x
                  WHERE x.id = p_exchange AND (x.lease_until > clock_timestamp() OR x.finished_at >= transaction_timestamp()));
$$;

-- One entry, sealed as it is stored, for whoever's step it is. No row: there is no such entry, or it is not theirs to read.
CREATE FUNCTION gateway.read_entry(p_index bigint)
RETURNS TABLE (id uuid, at timestamptz, kind text, organisation text, content_type text, details bytea, body bytea, kek text,
               details_key bytea, body_key bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  -- Taking on a role is for its members only, so that this says what the caller may be.
  v_role text := current_setting('role');
  e gateway.entry;
BEGIN
  SELECT * INTO e FROM gateway.entry f WHERE f.index = p_index;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  IF NOT coalesce(
    v_role = 'gateway_verify'
    OR EXISTS (SELECT FROM gateway.exchange x
                WHERE x.id = e.exchange_id
                  AND ((x.request_index = p_index AND gateway.is_at_work(x.id))
                       OR (x.reply_index = p_index AND (gateway.is_at_work(x.id) OR gateway.is_at_work(x.parent_id)))
                       -- The desk shows what was answered, to whoever may see the exchange.
                       OR (x.reply_index = p_index AND v_role = 'gateway_accept')))
    -- It shows a second person what they are asked to approve, and a centre what it was told about those it helps.
    OR (v_role = 'gateway_accept'
        AND (EXISTS (SELECT FROM gateway.approval a WHERE a.request_index = p_index)
             OR EXISTS (SELECT FROM gateway.mutation m WHERE m.organisation = e.organisation AND m.entry_index = p_index))),
    false) THEN
    RETURN;
  END IF;
  RETURN QUERY
    SELECT e.id, e.at, e.kind, e.organisation, e.content_type, e.details, e.body, k.kek, k.details_key, k.body_key
      FROM (VALUES (p_index)) AS asked (index) LEFT JOIN gateway.entry_key k ON k.entry_index = asked.index;
END $$;

-- What was allowed in spite of the table, for the report of a period: no content, and nobody.
CREATE FUNCTION gateway.list_exceptions(p_organisation text, p_since timestamptz, p_until timestamptz, p_after bigint, p_limit integer)
RETURNS TABLE (index bigint, at timestamptz, organisation text, exception text, flow text, client text, exchange uuid, policy text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT e.index, e.at, e.organisation, e.code, e.flow, e.client, e.exchange_id, e.policy
    FROM gateway.entry e
   WHERE e.kind = 'request' AND e.code IN ('bootstrap', 'break-glass') AND e.organisation = p_organisation
     AND e.at >= p_since AND e.at < p_until AND e.index > p_after
   ORDER BY e.index LIMIT p_limit;
$$;

-- The version of the authorisation table that allowed an exchange.
CREATE FUNCTION gateway.policy_of(p_exchange uuid) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT e.policy FROM gateway.exchange x JOIN gateway.entry e ON e.index = x.request_index WHERE x.id = p_exchange;
$$;

REVOKE ALL ON FUNCTION gateway.is_at_work, gateway.read_entry, gateway.list_exceptions, gateway.policy_of FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gateway.read_entry TO gateway_accept, gateway_worker, gateway_verify;
GRANT EXECUTE ON FUNCTION gateway.policy_of TO gateway_accept, gateway_worker;
GRANT EXECUTE ON FUNCTION gateway.list_exceptions TO gateway_accept;
