import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import { compileCheck } from '../../src/flows/validate.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { compare, report } from '../contracts/agreement.ts';
import { difference } from '../contracts/infoset.ts';
import { messageRoots } from '../contracts/message-roots.ts';
import { naiveXml } from '../contracts/naive-xml.ts';
import { contractsPresent } from '../contracts/official.ts';
import { PayloadMaker } from '../contracts/payloads.ts';
import { officialXsd } from '../contracts/xsd.ts';
import { Tally } from './tally.ts';

/** Payloads per root element. `CONTRACTS_CAMPAIGN=1000` compares a million messages, in some minutes. */
const PAYLOADS = Number(process.env.CONTRACTS_CAMPAIGN ?? 5);
const MUTANTS_EACH = 5;
const TIMEOUT_MS = 30_000 + PAYLOADS * 1000;

const tally = new Tally('messages');
const roots = (contractsPresent ? messageRoots() : []).map((root) => [root.id, root] as const);

describe.skipIf(!contractsPresent)('a message of a flow (skipped without the contracts folder)', () => {
  it.each(roots)(
    '%s: our validator and the official XSD agree about every message',
    (_, { flow, schema, facts }) => {
      const judges = {
        json: compileCheck(schema, { identifiers: false }),
        xsd: officialXsd(facts.service, facts.version),
      };
      const comparison = compare(schema, judges, { payloads: PAYLOADS, mutantsEach: MUTANTS_EACH });
      const { checked, explained, unexplained } = comparison;
      const agreed = checked - explained - unexplained.length;
      tally.compared(flow, { agreed, explained, unexplained: unexplained.length });
      expect(report(unexplained)).toEqual([]);
      expect(checked).toBeGreaterThan(PAYLOADS);
    },
    TIMEOUT_MS,
  );

  it.each(roots)(
    '%s: what is written is valid, reads back as it was, and is what a plain writer writes',
    (_, { flow, schema, facts, read, write }) => {
      const maker = new PayloadMaker(schema);
      const xsd = officialXsd(facts.service, facts.version);
      for (let seed = 1; seed <= PAYLOADS; seed += 1) {
        const payload = maker.make(seed * 104_729);
        const written = write(payload);
        const element = parseXml(written);
        const told = {
          complaint: xsd(written),
          read: read(element),
          difference: difference(parseXml(naiveXml(schema, payload)), element),
        };
        const wanted = { complaint: undefined, read: { value: payload, deviations: [] }, difference: undefined };
        tally.one(flow, 'made', isDeepStrictEqual(told, wanted));
        expect(told).toEqual(wanted);
      }
    },
    TIMEOUT_MS,
  );
});
