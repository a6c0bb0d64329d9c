import { describe, expect, it } from 'vitest';
import { isAuditPurpose } from '../../src/domain/audit-purpose.ts';
import type { AnnotatedSchema } from '../../src/flows/annotated-schema.ts';
import { compileCheck } from '../../src/flows/validate.ts';
import { DESCRIBED_ROUTES } from '../../src/http/routes/described-routes.ts';
import { FRAME_SCHEMA } from '../../src/intake/request-schema.ts';

/** Names of fields in which people write why they did something, or under which name they keep a file. */
const SAID =
  /^(reason|purpose|fileReference|file_reference|remarks?|notes?|motive|motivation|comments?|justification)$/i;

interface Found {
  readonly place: string;
  readonly schema: AnnotatedSchema;
}

/** Every text field of that name in a schema. Payloads are the contracts’, and are not looked into. */
function saidIn(place: string, schema: AnnotatedSchema | false | undefined): Found[] {
  if (schema === undefined || schema === false) return [];
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, inner]): Found[] =>
    inner !== false && inner.type === 'string' && SAID.test(name)
      ? [{ place: `${place}/${name}`, schema: inner }]
      : saidIn(`${place}/${name}`, inner),
  );
  const parts = [schema.items, ...(schema.oneOf ?? []), ...(schema.anyOf ?? []), ...(schema.allOf ?? [])];
  return [...own, ...parts.flatMap((part) => saidIn(place, part))];
}

const FOUND = [
  ...saidIn('exchanges', FRAME_SCHEMA),
  ...DESCRIBED_ROUTES.flatMap(({ method, url, body, query, headers }) =>
    [body?.schema, query, { properties: headers ?? {} }].flatMap((schema) => saidIn(`${method} ${url}`, schema)),
  ),
  // Why the log is read has a problem of its own, `purpose-missing`; see below.
].filter(({ place }) => !/ \/v1\/audit\/.*\/purpose$/.test(place));

describe('wherever a reason, a purpose or a reference is asked', () => {
  it('it is looked for', () => {
    expect(FOUND.length).toBeGreaterThan(12);
  });

  it.each(FOUND)('$place has to say something', ({ schema }) => {
    const check = compileCheck(schema);
    for (const nothing of [
      '          ',
      '\u200b'.repeat(12),
      '. '.repeat(10),
      '-'.repeat(12),
      '\u3164'.repeat(12),
      'n/a',
    ])
      expect(check(nothing), JSON.stringify(nothing)).toMatchObject([{ rule: 'says-nothing' }]);
    expect(check('help for a family, file 7')).toEqual([]);
  });
});

it.each([
  'n/a',
  '..........',
  '\u200b'.repeat(12),
  `why${' '.repeat(12)}`,
  `why${'\u3164'.repeat(12)}`,
  'aaaaaaaaaaaa',
])('the log is not read because of %j', (text) => {
  expect(isAuditPurpose(text)).toBe(false);
});

it('a reason is not made long enough by what cannot be seen', () => {
  const check = compileCheck({ type: 'string', 'x-says': 'reason', minLength: 10 });
  expect(check(`help${'\u200b'.repeat(20)}`)).toEqual([{ pointer: '', rule: 'min-length', expected: '10' }]);
  expect(check('help         ')).toEqual([{ pointer: '', rule: 'min-length', expected: '10' }]);
  expect(check('help a family')).toEqual([]);
});
