import { describe, expect, it } from 'vitest';
import { compileCheck } from '../../src/flows/validate.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { compare, report } from './agreement.ts';
import { difference } from './infoset.ts';
import { messageRoots } from './message-roots.ts';
import { naiveXml } from './naive-xml.ts';
import { contractsPresent } from './official.ts';
import { PayloadMaker } from './payloads.ts';
import { officialXsd } from './xsd.ts';

/** Payloads per root element. `CONTRACTS_CAMPAIGN=1000` compares a million messages, in some minutes. */
const PAYLOADS = Number(process.env.CONTRACTS_CAMPAIGN ?? 5);
const MUTANTS_EACH = 5;
const TIMEOUT_MS = 30_000 + PAYLOADS * 1000;

const roots = (contractsPresent ? messageRoots() : []).map((root) => [root.id, root] as const);

describe.skipIf(!contractsPresent)('a message of a flow (skipped without the contracts folder)', () => {
  it.each(roots)(
    '%s: our validator and the official XSD agree about every message',
    (_, { schema, facts }) => {
      const judges = {
        json: compileCheck(schema, { identifiers: false }),
        xsd: officialXsd(facts.service, facts.version),
      };
      const { checked, unexplained } = compare(schema, judges, { payloads: PAYLOADS, mutantsEach: MUTANTS_EACH });
      expect(report(unexplained)).toEqual([]);
      expect(checked).toBeGreaterThan(PAYLOADS);
    },
    TIMEOUT_MS,
  );

  it.each(roots)(
    '%s: what is written is valid, reads back as it was, and is what a plain writer writes',
    (_, { schema, facts, read, write }) => {
      const maker = new PayloadMaker(schema);
      const xsd = officialXsd(facts.service, facts.version);
      for (let seed = 1; seed <= PAYLOADS; seed += 1) {
        const payload = maker.make(seed * 104_729);
        const written = write(payload);
        const element = parseXml(written);
        expect(xsd(written)).toBeUndefined();
        expect(read(element)).toEqual({ value: payload, deviations: [] });
        expect(difference(parseXml(naiveXml(schema, payload)), element)).toBeUndefined();
      }
    },
    TIMEOUT_MS,
  );
});
