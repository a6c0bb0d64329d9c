import { beforeAll, describe, expect, it } from 'vitest';
import { samples } from '../conformance/samples.ts';
import { type JsonObject, unfilled } from '../conformance/unfilled.ts';
import { catalogue } from '../flows/fixture.ts';
import { usedDataDir } from '../support/data-dir.ts';
import { testDatabase } from '../support/database.ts';
import { startGateway } from '../support/gateway-process.ts';
import { type JudgeOptions, judgePresent, startJudge, type Verdict } from '../support/judge.ts';
import { type RefusalKind, RefusalSamples } from '../support/refusal-samples.ts';
import { type Exchange, RestClient } from '../support/rest-client.ts';
import { example, type ExampleRequest } from './subject.ts';

interface Case {
  readonly name: string;
  readonly flow: string;
  readonly request: ExampleRequest;
}

/** What the documentation shows of every flow. */
const EXAMPLES: readonly Case[] = catalogue
  .all()
  .filter(({ kind, status }) => kind !== 'notification' && status !== 'provisional')
  .map(({ id }) => ({ name: id, flow: id, request: example(id) }));

/** The requests that lie beside the contracts: about the same persons as the replies that the judge gives. */
const SAMPLES: readonly Case[] = (judgePresent ? samples() : []).flatMap(({ file, element, root }) => {
  if (root?.kind !== 'request' || element === undefined) return [];
  const flow = catalogue.get(root.flow);
  const payload = unfilled(flow, flow.readRequest(element).value as JsonObject);
  return [{ name: file, flow: flow.id, request: { context: example(flow.id).context, payload } }];
});

/** Here the judge answers another question than the sample asks: about another person, or REGISTER instead of LIST. */
const OTHER_QUESTIONS = /HealthCareInsurance|ManageAccess\/request-list/;

const FORMS = new RefusalSamples();
/** Those that a service can refuse in both ways. */
const REFUSABLE = SAMPLES.filter(({ name, flow }) => FORMS.add(name.replace('samples/soap/', ''), catalogue.get(flow)));

/** One judge, one gateway that takes it for BCSS, and what is sent. */
interface Hearing {
  readonly judge: JudgeOptions;
  readonly cases: readonly Case[];
}

/** Those that a service refuses in one way; a refusal about another person is no answer, a fault names nobody. */
const refusable = (kind: RefusalKind): readonly Case[] =>
  REFUSABLE.filter(({ name }) => kind === 'fault' || !OTHER_QUESTIONS.test(name));

const refusing = (kind: RefusalKind): Hearing => ({
  judge: { sign: false, kind, samples: FORMS.folder },
  cases: refusable(kind),
});

/**
 * Whether a reply is signed changes nothing in a request: one of them sees the examples. These come last: an answer about another person
 * is not believed, and asked for again half a minute later, when the judge's verdicts are no longer told apart by their order.
 */
const HEARINGS = {
  signs: { judge: { sign: true }, cases: [...SAMPLES, ...EXAMPLES] },
  doesNot: { judge: { sign: false }, cases: SAMPLES },
  refuses: refusing('response-negative'),
  faults: refusing('fault'),
} as const satisfies Record<string, Hearing>;

/** What came of one case. */
interface Finding {
  readonly status: number;
  readonly verdict: Verdict | undefined;
  readonly attempt: Exchange['attempts'][number] | undefined;
}

/** Sends the cases one after the other: the judge writes its verdicts in that order, and says no ticket. */
async function hear({ judge: options, cases }: Hearing): Promise<ReadonlyMap<Case, Finding>> {
  const [judge, database, dataDir] = await Promise.all([startJudge(options), testDatabase(), usedDataDir()]);
  const gateway = await startGateway({ dataDir, env: { ...judge.env(), DATABASE_URL: database.superuserUrl } });
  const client = new RestClient(gateway);
  const findings = new Map<Case, Finding>();
  for (const one of cases) {
    const before = judge.verdicts().length;
    const { status, body } = await client.send(one.flow, one.request);
    const attempt = status === 202 ? await client.attempted(body.id) : undefined;
    findings.set(one, { status, attempt, verdict: judge.verdicts()[before] });
  }
  await gateway.stop();
  await Promise.all([database.drop(), judge.stop()]);
  return findings;
}

describe.skipIf(!judgePresent)('an outside judge', () => {
  const heard: Record<string, ReadonlyMap<Case, Finding>> = {};
  beforeAll(async () => {
    // Side by side: each waits for other programs most of the time.
    await Promise.all(Object.entries(HEARINGS).map(async ([name, hearing]) => (heard[name] = await hear(hearing))));
  }, 240_000);

  const findingOf = (hearing: keyof typeof HEARINGS, one: Case): Finding => {
    const finding = heard[hearing]?.get(one);
    if (finding === undefined) throw new Error('not sent');
    expect(finding.status).toBe(202);
    expect(finding.verdict).toMatchObject({ ok: true, xsd: 'valid', clientCertificate: 'gateway tls' });
    expect(finding.verdict?.signature).toMatch(/^verified/);
    return finding;
  };

  it.each(EXAMPLES)('finds nothing wrong in a request of $name', (one) => {
    findingOf('signs', one);
  });

  describe.each(['signs', 'doesNot'] as const)('that %s', (hearing) => {
    it.each(SAMPLES)('is sent $name, and its answer is understood', (one) => {
      const { verdict, attempt } = findingOf(hearing, one);
      // Without a sample for it the judge answers a fault, which is a refusal; an answer to another question is not believed.
      const understood = OTHER_QUESTIONS.test(one.name) ? 'uncertain' : 'answered';
      expect(attempt?.outcome).toBe(verdict?.reply === undefined ? 'refused' : understood);
    });
  });

  describe.each([
    ['refuses', 'response-negative'],
    ['faults', 'fault'],
  ] as const)('that %s', (hearing, kind) => {
    it('has such an answer for most services', () => {
      expect(REFUSABLE.length).toBeGreaterThan(15);
    });

    it.each(refusable(kind))('to $name, is understood to have refused for good', (one) => {
      const { verdict, attempt } = findingOf(hearing, one);
      expect(verdict?.reply).toContain(kind);
      expect(attempt).toMatchObject({ outcome: 'refused', code: 'bcss-refused' });
    });
  });
});
