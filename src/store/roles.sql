-- Roles and schemas, before any migration; safe to run again. Needs an account that may create roles.
-- Nobody logs in as these: the application's own login is granted them and takes one on per connection (SET ROLE), so that the code
-- which accepts requests cannot do what the code which reads the archive can, and neither can change an entry.

DO $$
DECLARE
  v_role text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('gateway.roles'));
  FOREACH v_role IN ARRAY ARRAY['gateway_owner', 'gateway_accept', 'gateway_worker', 'gateway_auditor', 'gateway_ops',
                                'gateway_retention', 'gateway_verify', 'gateway_queue'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = v_role) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', v_role);
    END IF;
  END LOOP;
  -- Whoever migrates must be able to act as the two owners.
  EXECUTE format('GRANT gateway_owner, gateway_queue TO %I', current_user);
END $$;

CREATE SCHEMA IF NOT EXISTS gateway AUTHORIZATION gateway_owner;
REVOKE ALL ON SCHEMA gateway FROM PUBLIC;
-- BullMQ makes a sequence per queue while it runs, so its role owns a schema of its own, far from the archive.
CREATE SCHEMA IF NOT EXISTS bullmq AUTHORIZATION gateway_queue;
REVOKE ALL ON SCHEMA bullmq FROM PUBLIC;
