-- Answers in pages: an exchange whose further pages are being asked for, each by an exchange of its own.

ALTER TABLE gateway.exchange DROP CONSTRAINT exchange_state_check;
ALTER TABLE gateway.exchange ADD CONSTRAINT exchange_state_check
  CHECK (state IN ('queued', 'sending', 'waiting', 'reconciling', 'paging', 'undecided', 'done', 'dead-letter', 'cancelled'));

DROP INDEX gateway.exchange_due;
CREATE INDEX exchange_due ON gateway.exchange (not_before)
  WHERE state IN ('queued', 'waiting', 'reconciling', 'paging', 'sending');
