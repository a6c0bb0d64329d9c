import { expect, it } from 'vitest';
import { isUuid } from '../../src/domain/uuid.ts';
import { systemIds } from '../../src/telemetry/ids.ts';

it('a UUID is one in either case, and nothing around it', () => {
  const uuid = systemIds.uuid();
  expect([uuid, uuid.toUpperCase()].every(isUuid)).toBe(true);
  for (const other of [
    '',
    uuid.slice(1),
    `${uuid}0`,
    `${uuid}\n`,
    ` ${uuid}`,
    uuid.replaceAll('-', ''),
    uuid.replace(/.$/, 'g'),
  ])
    expect(isUuid(other)).toBe(false);
});
