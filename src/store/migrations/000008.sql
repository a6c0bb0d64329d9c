-- Services that do not let our messages in: shared by all processes, so that what is due waits instead of being refused one by one.

CREATE TABLE gateway.service_state (
  organisation  text        NOT NULL,
  -- Where the messages go. Per centre, since each may have a certificate of its own.
  address       text        NOT NULL,
  -- What stands there answers, as an HTTP status.
  http_status   integer     NOT NULL,
  -- The first refusal of the row.
  since         timestamptz NOT NULL DEFAULT clock_timestamp(),
  refusals      integer     NOT NULL DEFAULT 1,
  -- When one message may try again; null while messages still go out.
  next_probe_at timestamptz,
  -- Until when the message that tries has the word.
  probe_until   timestamptz,
  probes        integer     NOT NULL DEFAULT 0,
  PRIMARY KEY (organisation, address)
);

-- Where an exchange was not let in, or waits to be.
ALTER TABLE gateway.exchange ADD COLUMN address text;
CREATE INDEX exchange_held ON gateway.exchange (organisation, address) WHERE state = 'waiting' AND address IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON gateway.service_state TO gateway_worker;
-- A person who requeues lets the next message try at once.
GRANT SELECT, UPDATE ON gateway.service_state TO gateway_accept;
GRANT SELECT ON gateway.service_state TO gateway_ops;
