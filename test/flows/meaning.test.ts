/**
 * What an answer means where status, code and content do not say the same thing, or where a code says less than a reader needs. Read
 * with the eyes of a social worker: nobody may take a refusal for success, or a silence for "nothing there".
 */
import { describe, expect, it } from 'vitest';
import { resultOfFault, resultOfReply, resultOfSsdn } from '../../src/delivery/result.ts';
import { LANGUAGES } from '../../src/domain/language.ts';
import { COMMON_CODES } from '../../src/domain/reason-codes/common.ts';
import { REMARKS } from '../../src/domain/reason-codes/remarks.ts';
import { SERVICE_CODES } from '../../src/domain/reason-codes/services.ts';
import { SSDN_CODES } from '../../src/domain/reason-codes/ssdn.ts';
import { meaningIn } from '../../src/domain/reason-codes.ts';
import { RESULT_KINDS, type Result } from '../../src/domain/result.ts';
import type { JsonValue } from '../../src/flows/codec/write.ts';
import type { SsdnReply } from '../../src/soap/ssdn.ts';
import { PERSON } from '../support/people.ts';
import { catalogue } from './fixture.ts';

const OLD_NUMBER = '01010100194';
const SUCCESS = /[Cc]ompleted successfully|Traitement réussi|Verwerking geslaagd|Erfolgreich verarbeitet/;

const told = (flow: string, value: JsonValue): Result => resultOfReply(catalogue.get(flow), { value, deviations: [] });
const codes = ({ messages }: Result): string[] => messages.map(({ code }) => code);
const saysSuccess = ({ messages }: Result): boolean =>
  messages.some(({ explanation }) => LANGUAGES.some((language) => SUCCESS.test(explanation?.[language] ?? '')));

const summary = (ok: 'YES' | 'NO', ...details: SsdnReply['context']['summary']['details']) => ({
  ok,
  returnCode: ok === 'YES' ? 0 : 10_000,
  details,
});
const detail = (reasonCode: string, diagnostic = 'text') => ({
  severity: 'ERROR' as const,
  reasonCode,
  diagnostic,
  author: 'CBSS',
  information: [],
});

/** An SSDN reply with the same summary, or an error of the context above an error of the service. */
function toldBySsdn(id: string, own: ReturnType<typeof summary>, value?: JsonValue): Result {
  const flow = catalogue.get(id);
  const context = { summary: own.ok === 'NO' ? summary('NO', detail('30000001')) : summary('YES') };
  const services = [{ summary: own, serviceId: flow.serviceId, version: flow.version, payload: undefined }];
  return resultOfSsdn(flow, { context, services } as unknown as SsdnReply, { value, deviations: [] });
}

describe('a refused motivation of an alert', () => {
  const reply = {
    status: { value: 'OK', code: 'MSG00000' },
    motivationResponses: { motivationResponse: [{ alertId: 1, status: 'ERROR' }] },
  };

  it('is not explained as "completed successfully"', () => {
    const result = told('alert-reaction', reply);
    expect(result.kind).toBe('refused');
    expect(saysSuccess(result)).toBe(false);
  });

  it('says, for the alert at fault, that no reason was given where none was', () => {
    expect(told('alert-reaction', reply).messages.at(-1)).toMatchObject({
      item: '1',
      severity: 'ERROR',
      code: 'no-reason-given',
      author: 'gateway',
    });
  });

  it('is not explained as success either where the whole is NOK with the code of success', () => {
    const result = told('alert-reaction', { status: { value: 'NOK', code: 'MSG00000' } });
    expect(result.kind).toBe('refused');
    expect(saysSuccess(result)).toBe(false);
  });
});

describe('data and status that contradict each other', () => {
  it.each([{}, { career: {} }])('are called neither found nor nothing where data are announced: %j', (content) => {
    const result = told('self-employed.consult-career', {
      status: { value: 'DATA_FOUND', code: 'MSG00000' },
      ...content,
    });
    expect(result.kind).toBe('partial');
    expect(codes(result)).toContain('data-announced-missing');
    expect(saysSuccess(result)).toBe(false);
  });

  it.each(['NO_DATA_FOUND', 'NO_RESULT'])('are said to do so where %s stands above data', (value) => {
    const result = told('unemployment.consult-paid-sums', {
      status: { value, code: 'MSG00000' },
      paidSums: { paidSum: [{ month: '2026-01' }] },
    });
    expect(result.kind).toBe('partial');
    expect(codes(result)).toContain('data-despite-status');
  });

  it('are told by a status that no contract has, which is neither success nor refusal', () => {
    const result = told('self-employed.consult-career', { status: { value: 'SOMETHING_NEW', code: 'MSG00000' } });
    expect(result.kind).toBe('partial');
    expect(codes(result)).toContain('unknown-status');
    expect(saysSuccess(result)).toBe(false);
  });

  it('are told where a success has a fatal remark beside it', () => {
    const result = told('ecarmed-pswc.stop-carmed', {
      status: { value: 'DATA_FOUND', code: 'MSG00000' },
      backendMessages: { backendMessage: [{ severity: 'ERROR', code: 'X1' }] },
    });
    expect(result.kind).toBe('partial');
    expect(saysSuccess(result)).toBe(false);
  });
});

describe('a code that says more than the status word', () => {
  it.each(['MSG00005', 'MSG00008', 'MSG00012', 'MSG00002', 'DOLS0024'])(
    '%s beside NO_DATA_FOUND is a refusal: the question was not answered',
    (code) => {
      const { kind, messages } = told('dolsis.get-employer-detail', { status: { value: 'NO_DATA_FOUND', code } });
      expect(kind).toBe('refused');
      expect(messages[0]).toMatchObject({ code });
    },
  );

  it('a person who is unknown at the source is nothing found, though the status says NO_RESULT', () => {
    const result = told('handi.consult-files-by-date', { status: { value: 'NO_RESULT', code: 'MSG00021' } });
    expect(result.kind).toBe('nothing-found');
  });
});

describe('the pension register', () => {
  it.each([[{ PensionItem: [{}] }], [{}]])('that cannot identify the person says so, with what to do: %j', (items) => {
    const result = toldBySsdn('pension-register', summary('YES'), { IdentificationProblem: true, ...items });
    expect(result.kind).toBe('partial');
    const remark = result.messages.find(({ code }) => code === 'identification-problem');
    for (const language of LANGUAGES) expect(remark?.remedy?.[language]).toContain('identify-person');
  });
});

describe('a plain search without a match', () => {
  const result = toldBySsdn('identify-person', summary('NO', detail('32007004')));

  it('is nothing found, and no sentence speaks of a refusal', () => {
    expect(result.kind).toBe('nothing-found');
    const sentences = result.messages.flatMap(({ explanation }) =>
      LANGUAGES.map((language) => explanation?.[language]),
    );
    expect(sentences.join(' ')).not.toMatch(/refus|weiger|abgelehnt/i);
  });

  it('still says that a service refused where one did', () => {
    const refused = toldBySsdn('identify-person', summary('NO', detail('31000007')));
    expect(refused.messages[0]?.explanation?.en).toContain('refused');
  });
});

describe('a refusal', () => {
  it.each([[{ value: 'NO_RESULT' }], ['NO_RESULT']])('without a reason says that there is none: %j', (status) => {
    expect(codes(told('self-employed.consult-career', { status }))).toEqual(['no-reason-given']);
  });

  it('in SSDN without a detail says that there is none', () => {
    const flow = catalogue.get('reference-manager');
    const reply = { context: { summary: summary('NO') }, services: [] } as unknown as SsdnReply;
    expect(codes(resultOfSsdn(flow, reply, { value: undefined, deviations: [] }))).toEqual(['no-reason-given']);
  });

  it('with a code that nobody documents is shown as it came, and called unknown', () => {
    const [message] = told('unemployment.consult-rights', {
      status: { value: 'NO_RESULT', code: 'XYZ1', description: 'as it came' },
    }).messages;
    expect(message).toMatchObject({ severity: 'ERROR', code: 'XYZ1', text: 'as it came' });
    expect(message?.explanation?.en).toMatch(/does not know this code/);
    expect(meaningIn('refused', 'UDS0042')?.explanation.de).toMatch(/Arbeitslosigkeit/);
  });
});

describe('a replaced number that stands in the text only', () => {
  const DOTTED = PERSON.replace(/^(..)(..)(..)(...)(..)$/, '$1.$2.$3-$4.$5');

  it.each([
    [`SSIN replaced by ${PERSON}`],
    [`Le NISS ${OLD_NUMBER} a été remplacé par le NISS ${PERSON}.`],
    [`Het INSZ ${OLD_NUMBER} is vervangen door ${DOTTED}`],
    [`Die Nummer wurde durch ${PERSON} ersetzt`],
  ])('is surfaced: %s', (description) => {
    const status = { value: 'NO_RESULT', code: 'MSG00006', description };
    expect(told('self-employed.consult-career', { status }).ssinChange).toEqual({
      kind: 'replaced',
      replacedBy: PERSON,
    });
  });

  it('is surfaced from the information of the old cadastre', () => {
    const informationMessage = [{ code: 'SSIN_REPLACED', description: `remplacé par ${PERSON}` }];
    const { ssinChange } = told('patrimony-cpas.find-properties', {
      status: { code: 'SSIN_PROBLEM', informationMessage },
    });
    expect(ssinChange).toEqual({ kind: 'replaced', replacedBy: PERSON });
  });

  it('is surfaced from a fault', () => {
    const fault = { code: 'soap:Server', reason: 'refused', by: undefined, detail: [], processing: undefined };
    const said = [{ severity: 'FATAL', reasonCode: 'MSG00006', diagnostic: `remplacé par ${PERSON}` }];
    const flow = catalogue.get('self-employed.consult-career');
    const { ssinChange } = resultOfFault(flow, fault as never, { detail: said });
    expect(ssinChange).toEqual({ kind: 'replaced', replacedBy: PERSON });
  });

  it.each([`${OLD_NUMBER} / ${PERSON}`, 'replaced by 12345678901', 'replaced, ticket 20261123101500123'])(
    'is not guessed: %s',
    (description) => {
      const status = { value: 'NO_RESULT', code: 'MSG00006', description };
      expect(told('self-employed.consult-career', { status }).ssinChange).toEqual({ kind: 'replaced' });
    },
  );
});

describe('every code that is documented anywhere', () => {
  const documented = [
    ...Object.keys(COMMON_CODES),
    ...Object.keys(SERVICE_CODES),
    ...Object.keys(SSDN_CODES),
    ...Object.keys(REMARKS),
    'UDS0001',
  ];

  it.each(documented)('%s has an explanation and a remedy in four languages, whatever the answer came to', (code) => {
    for (const kind of RESULT_KINDS) {
      const meaning = meaningIn(kind, code);
      for (const language of LANGUAGES) {
        expect(meaning?.explanation[language]).toMatch(/\S[.]$/);
        expect(meaning?.remedy[language]).toMatch(/\S[.]$/);
      }
      if (kind !== 'found') expect(meaning?.explanation.en).not.toMatch(SUCCESS);
    }
  });

  it('stands in every word that a status may say', () => {
    const words = catalogue.all().flatMap(({ descriptor }) => Object.keys(descriptor.results?.values ?? {}));
    for (const word of words.filter((one) =>
      /^(?:INSZ|SSIN|ERROR|INVALID|INTERNAL|VALIDATION|PERSON_UNKNOWN)/.test(one),
    ))
      expect(meaningIn('refused', word)?.explanation.en).not.toMatch(/does not know this code/);
  });
});
