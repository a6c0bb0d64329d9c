/**
 * Each flow has a folder in `fixtures/`, and each folder is a test: the payload is valid, it leaves as `request.xml`, that is
 * valid by the official schema, and `reply.xml` gives `outcome.json`.
 *
 *     WRITE_FIXTURES=all npx vitest run test/flows/fixtures.test.ts
 *
 * writes the three files of each folder from its `request.json`: request and outcome by the gateway, the reply by the simulator.
 * Names of flows with commas between them, instead of `all`, write those only. Read what has changed before committing it.
 */
import { describe, expect, it } from 'vitest';
import { acknowledgement } from '../../src/mutations/notification.ts';
import { loadContracts } from '../../src/simulator/contracts/load-contracts.ts';
import type { JsonObject } from '../../src/simulator/json.ts';
import { writeMessage } from '../../src/simulator/message/write-message.ts';
import { writeXml } from '../../src/simulator/xml/write-xml.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { contractsPresent } from '../contracts/official.ts';
import { officialXsd } from '../contracts/xsd.ts';
import {
  catalogue,
  endingOfReply,
  fileOf,
  type Fixture,
  type FixtureOutcome,
  fixtureOf,
  folders,
  outcomeOf,
  requestXml,
  writeFile,
} from './fixture.ts';
import { simulatedReply } from './simulated-reply.ts';

const fixtures = folders.map(fixtureOf);
const inbound = fixtures.filter(({ flow }) => flow.kind === 'notification');
const asked = fixtures.filter(({ flow }) => flow.kind !== 'notification');

const wanted = process.env.WRITE_FIXTURES?.split(',');
if (wanted !== undefined) {
  const isWanted = ({ flow }: Fixture): boolean => wanted.includes('all') || wanted.includes(flow.id);
  for (const fixture of asked.filter(isWanted)) writeAsked(fixture);
  for (const fixture of inbound.filter(isWanted)) writeInbound(fixture);
}

describe.each(asked.map((fixture) => [fixture.flow.id, fixture] as const))('%s', (_id, fixture) => {
  const { flow, request } = fixture;

  it('has a payload that is valid', () => {
    expect(flow.check(request.payload)).toEqual([]);
  });

  it('leaves as request.xml', () => {
    expect(requestXml(fixture)).toBe(fileOf(fixture, 'request.xml'));
  });

  it.skipIf(!contractsPresent || flow.status !== 'official')('is valid by the official schema, there and back', () => {
    const defect = officialXsd(flow.service, flow.version);
    expect(defect(fileOf(fixture, 'request.xml'))).toBeUndefined();
    expect(defect(fileOf(fixture, 'reply.xml'))).toBeUndefined();
  });

  it('makes outcome.json of reply.xml', () => {
    expect(outcomeFrom(fixture)).toEqual(outcomeOf(fixture));
  });

  it('is answered by the simulator with reply.xml', () => {
    expect(simulatedReply(flow, fileOf(fixture, 'request.xml'))).toBe(fileOf(fixture, 'reply.xml'));
  });
});

describe.each(inbound.map((fixture) => [fixture.flow.id, fixture] as const))('%s, which comes in', (_id, fixture) => {
  const { flow, request } = fixture;

  it('has a payload that is valid, and is what the simulator pushes', () => {
    expect(flow.check(request.payload)).toEqual([]);
    expect(pushed(fixture)).toBe(fileOf(fixture, 'request.xml'));
  });

  it('is read from request.xml as request.json', () => {
    const { value, deviations } = flow.readRequest(parseXml(fileOf(fixture, 'request.xml')));
    expect(deviations).toEqual([]);
    expect(value).toEqual(request.payload);
  });

  it('is answered with reply.xml, which says what outcome.json says', () => {
    const { reply } = outcomeOf(fixture);
    expect(flow.writeReply(reply)).toBe(fileOf(fixture, 'reply.xml'));
    expect(flow.readReply(parseXml(fileOf(fixture, 'reply.xml')))).toEqual({ value: reply, deviations: [] });
  });
});

describe('every flow', () => {
  it('that has a folder is in the catalogue', () => {
    for (const folder of folders) expect(catalogue.find(folder)?.id).toBe(folder);
  });

  it('are there for every flow', () => {
    const missing = catalogue.all().filter(({ id }) => !folders.includes(id));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });
});

/** What the gateway makes of `reply.xml`, as `outcome.json` has it. */
function outcomeFrom(fixture: Fixture): FixtureOutcome {
  const { outcome, answer } = endingOfReply(fixture, fileOf(fixture, 'reply.xml'));
  const { kind, status } = answer?.result ?? {};
  return { outcome, result: { kind, status } as FixtureOutcome['result'], reply: answer?.reply ?? null };
}

/** A notification as BCSS would send it. */
function pushed({ flow, request }: Fixture): string {
  const contract = loadContracts().find(({ id }) => id === flow.id)!;
  return writeXml(writeMessage(request.payload as JsonObject, contract.request), { declaration: false });
}

function writeAsked(fixture: Fixture): void {
  writeFile(fixture, 'request.xml', requestXml(fixture));
  writeFile(fixture, 'reply.xml', simulatedReply(fixture.flow, fileOf(fixture, 'request.xml')));
  writeFile(fixture, 'outcome.json', JSON.stringify(outcomeFrom(fixture), null, 2));
}

function writeInbound(fixture: Fixture): void {
  const { flow, request } = fixture;
  const { informationCBSS, mutation } = request.payload as unknown as {
    readonly informationCBSS: { readonly ticketCBSS: string };
    readonly mutation: readonly { readonly mutationNumber: string }[];
  };
  const receipts = mutation.map(({ mutationNumber }) => ({ mutationNumber, value: 'ACCEPTED' }) as const);
  const reply = acknowledgement(informationCBSS.ticketCBSS, receipts);
  const outcome: FixtureOutcome = { outcome: 'answered', result: { kind: 'found', status: 'OK' }, reply };
  writeFile(fixture, 'request.xml', pushed(fixture));
  writeFile(fixture, 'reply.xml', flow.writeReply(reply));
  writeFile(fixture, 'outcome.json', JSON.stringify(outcome, null, 2));
}
