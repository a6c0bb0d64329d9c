import { expect, it } from 'vitest';
import { openEntry, type RawEntry } from '../../src/audit/open-entry.ts';
import { CENTRE } from '../support/ledger.ts';
import { testArchive } from '../support/archive.ts';

it('an entry sealed under a key that is not here stands on its page without its details', () => {
  const sealed: Pick<RawEntry, 'details' | 'details_key' | 'kek'> = {
    details: Buffer.alloc(64, 7),
    details_key: Buffer.alloc(60, 9),
    kek: `${CENTRE}/2026-11`,
  };
  const row: RawEntry = {
    index: '7',
    id: '00000000-0000-4000-8000-000000000007',
    at: new Date(0),
    kind: 'request',
    organisation: CENTRE,
    exchange_id: null,
    flow: null,
    ticket: null,
    attempt: null,
    client: null,
    legal_context: null,
    quality_code: null,
    policy: null,
    outcome: null,
    code: null,
    content_type: null,
    body_bytes: null,
    content_hash: Buffer.alloc(32),
    body_destroyed: false,
    role: null,
    ...sealed,
  };
  expect(openEntry(row, testArchive().vault)).toMatchObject({ index: 7, details: { unreadable: true } });
});
