import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { flowIdsOf } from '../../src/contracts/manifest.ts';
import { compileCheck } from '../../src/flows/validate.ts';
import { messageRoots } from '../contracts/message-roots.ts';
import { CONTRACTS, contractsPresent, manifest } from '../contracts/official.ts';
import { officialXsd } from '../contracts/xsd.ts';
import { complaintAbout } from './taken.ts';
import { Tally } from './tally.ts';
import { XsdDocuments } from './xsd-documents.ts';
import { XsdInstances } from './xsd-instances.ts';

/** Messages per root element, at most: enough for every listed value of all but the longest lists. */
const MESSAGES_MAX = Number(process.env.CONTRACTS_CAMPAIGN ?? 5) * 8;
const TIMEOUT_MS = 60_000 + MESSAGES_MAX * 500;

const tally = new Tally('from-xsd');
const roots = (contractsPresent ? messageRoots() : []).map((root) => [root.id, root] as const);

describe.skipIf(!contractsPresent)('a message that the XSD allows (skipped without the contracts folder)', () => {
  it.each(roots)(
    '%s: is read whole, found right and written as it stood',
    (_, { flow, schema, facts, shape, read, write }) => {
      const entry = manifest.contracts.find((one) => flowIdsOf(one).includes(flow));
      const files = (entry?.files ?? []).map((file) => join(CONTRACTS, entry?.folder ?? '', file));
      const instances = new XsdInstances(new XsdDocuments(files));
      const allows = officialXsd(facts.service, facts.version);
      const ours = { read, write, check: compileCheck(schema, { identifiers: false }) };
      const complaints = new Set<string>();
      let allowed = 0;
      for (const xml of instances.of(shape.namespace, shape.local, MESSAGES_MAX)) {
        if (allows(xml) !== undefined) continue;
        allowed += 1;
        const complaint = complaintAbout(xml, ours);
        tally.one(flow, 'fromXsd', complaint === undefined);
        if (complaint !== undefined) complaints.add(complaint);
      }
      expect([...complaints].slice(0, 5)).toEqual([]);
      expect(allowed).toBeGreaterThan(0);
    },
    TIMEOUT_MS,
  );
});
