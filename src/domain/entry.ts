import type { Brand } from './brand.ts';

/** Position of an entry in the log, from 1; given by the database, ascending, never reused. */
export type LogIndex = Brand<string, 'LogIndex'>;

/**
 * What an entry of the log records. Entries are facts: written once, never changed.
 *
 * - `request`: accepted from local software; `denied`: refused by policy, nothing was sent;
 * - `intent`: about to be sent, with the exact bytes, committed before the first of them leaves;
 * - `reply`: exactly what came back, trusted or not; `result`: how the attempt ended;
 * - `notification`: a mutation that BCSS pushed; `webhook`: one attempt to hand something to a subscriber;
 * - `read`: somebody read personal data, of the log or of a stored reply; `command`: a person cancelled, requeued or resolved;
 * - `admin`: configuration, keys, clients; `policy`: a version of the authorisation table; `integration`: a change of the register.
 */
export const ENTRY_KINDS = [
  'request',
  'denied',
  'intent',
  'reply',
  'result',
  'notification',
  'webhook',
  'read',
  'command',
  'admin',
  'policy',
  'integration',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** What a person is in an entry: asked about, or shown in an answer or a notification. */
export const PERSON_ROLES = ['asked', 'found'] as const;
export type PersonRole = (typeof PERSON_ROLES)[number];
