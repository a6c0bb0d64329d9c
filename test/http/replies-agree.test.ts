import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { readAnswer } from '../../src/delivery/read-answer.ts';
import { ReplyRefused } from '../../src/delivery/verify-reply.ts';
import type { Flow } from '../../src/flows/flow.ts';
import { openApiDocument } from '../../src/http/openapi/document.ts';
import { flowName } from '../../src/http/openapi/names.ts';
import { presentExchange } from '../../src/http/present.ts';
import { readReplyEnvelope } from '../../src/soap/read-envelope.ts';
import { answerFields, type ExchangeView, summaryOf } from '../../src/status/view.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { samples } from '../conformance/samples.ts';
import { contractsPresent } from '../contracts/official.ts';
import { row } from '../delivery/fakes.ts';
import { catalogue, fileOf, fixtureOf, folders, inEnvelope } from '../flows/fixture.ts';

/**
 * What is shown of a reply agrees with our own document, whatever BCSS writes: replies of the fixtures, and the same as others write
 * them.
 */
const about = { version: '0.1.0', title: { fr: 'P', nl: 'G', de: 'Das Gateway', en: 'The gateway' } };
const { components } = openApiDocument({ flows: catalogue, about, examples: { of: () => undefined } }) as {
  components: object;
};
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema({ $id: 'doc', components });

/** The whole exchange as a client sees it after this reply; undefined where the reply is none. */
function shown(flow: Flow, xml: string): Record<string, unknown> | undefined {
  try {
    const answer = readAnswer(flow, readReplyEnvelope(parseXml(inEnvelope(flow, xml))));
    const exchange = row({ flow: flow.id, state: 'done', outcome: 'answered', finishedAt: new Date(0) });
    const view: ExchangeView = { ...summaryOf(exchange), attempts: [], ...answerFields(answer) };
    return JSON.parse(JSON.stringify(presentExchange(view, 'fr'))) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof ReplyRefused) return undefined;
    throw error;
  }
}

function disagreements(flow: Flow, body: object): string[] {
  const validate = ajv.getSchema(`doc#/components/schemas/${flowName(flow)}Exchange`);
  if (validate === undefined) throw new Error(`no component for ${flow.id}`);
  const agrees = validate(body) === true;
  return agrees ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
}

const LEAF = /<([\w:.-]+)((?:\s[^<>]*[^<>/])?)>([^<>]*)<\/\1>/g;
type Rewrite = (name: string, attributes: string, text: string) => string;
const written = (name: string, attributes: string, text: string): string => `<${name}${attributes}>${text}</${name}>`;
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** The same message as others would write it. */
const SPELLINGS: Readonly<Record<string, Rewrite>> = {
  'xsi:nil': (name, attributes) => `<${name}${attributes} xmlns:xsi="${XSI}" xsi:nil="true"/>`,
  'xsi:nil spelled 1': (name, attributes) => `<${name}${attributes} xmlns:xsi="${XSI}" xsi:nil=" 1 "></${name}>`,
  'leading zeros': (name, attributes, text) => written(name, attributes, text.replace(/^(?=\d+$)/, '00')),
  'a plus sign': (name, attributes, text) => written(name, attributes, text.replace(/^(?=\d+$)/, '+')),
  'more digits than a number holds': (name, attributes, text) =>
    written(name, attributes, text.replace(/^\d+$/, '98765432109876543210')),
  'a decimal with an exponent': (name, attributes, text) => written(name, attributes, text.replace(/^\d+$/, '1.5E3')),
  'booleans as digits': (name, attributes, text) =>
    written(name, attributes, text.replace(/^true$/, '1').replace(/^false$/, '0')),
  'booleans in capitals': (name, attributes, text) =>
    written(name, attributes, /^(?:true|false)$/.test(text) ? text.toUpperCase() : text),
  'white space around': (name, attributes, text) => written(name, attributes, `\n  ${text}\t`),
  'a word that nobody knows': (name, attributes) => written(name, attributes, 'UNHEARD_OF'),
  nothing: (name, attributes) => written(name, attributes, ''),
  'an element that nobody knows': (name, attributes, text) =>
    `${written(name, attributes, text)}<new xmlns="urn:new">x</new>`,
  'an attribute that nobody knows': (name, attributes, text) => written(name, `${attributes} novel="x"`, text),
  'an element inside': (name, attributes, text) => written(name, attributes, `${text}<new xmlns="urn:new"/>`),
  absence: () => '',
};

const asked = folders.map(fixtureOf).filter(({ flow }) => flow.kind !== 'notification');

describe.each(asked.map((fixture) => [fixture.flow.id, fixture] as const))('what is shown of %s', (_id, fixture) => {
  const { flow } = fixture;
  const reply = fileOf(fixture, 'reply.xml');

  it('agrees with the document', () => {
    expect(disagreements(flow, shown(flow, reply) ?? {})).toEqual([]);
  });

  it.each(Object.entries(SPELLINGS))(
    'agrees with the document where every value is written with %s',
    (_how, rewrite) => {
      const body = shown(
        flow,
        reply.replace(LEAF, (_all, name: string, attributes: string, text: string) => rewrite(name, attributes, text)),
      );
      if (body !== undefined) expect(disagreements(flow, body)).toEqual([]);
    },
  );

  it('agrees with the document where one value is written otherwise, whichever', () => {
    const leaves = [...reply.matchAll(LEAF)];
    const rewrites = Object.values(SPELLINGS);
    const found = leaves.flatMap(({ index, 0: all, 1: name = '', 2: attributes = '', 3: text = '' }, at) => {
      const other = rewrites[at % rewrites.length]?.(name, attributes, text) ?? '';
      const body = shown(flow, reply.slice(0, index) + other + reply.slice(index + all.length));
      return body === undefined ? [] : disagreements(flow, body);
    });
    expect(found).toEqual([]);
  });

  it.skipIf(flow.fault === undefined)('agrees with the document where the service answers with its own fault', () => {
    const { namespace = '', element = '' } = flow.fault ?? {};
    const messages = ['detail', 'error'].map(
      (list) =>
        `<${list}><severity>FATAL</severity><reasonCode>MSG00005</reasonCode><diagnostic>x</diagnostic></${list}>`,
    );
    const own =
      `<f:${element} xmlns:f="${namespace}"><informationCustomer><ticket>x</ticket></informationCustomer>` +
      `<informationCBSS><ticketCBSS>y</ticketCBSS></informationCBSS>${messages.join('')}</f:${element}>`;
    const fault =
      '<s:Fault xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><faultcode>s:Client</faultcode>' +
      `<faultstring>x</faultstring><detail>${own}</detail></s:Fault>`;
    const body = shown(flow, fault);
    expect(body?.['fault']).toBeDefined();
    expect(disagreements(flow, body ?? {})).toEqual([]);
  });
});

describe.skipIf(!contractsPresent)('what is shown of the replies beside the official contracts', () => {
  it('agrees with the document', () => {
    const found = samples().flatMap(({ file, element, root }) => {
      if (root?.kind !== 'reply' || element === undefined) return [];
      const flow = catalogue.get(root.flow);
      const body = { ...summaryOf(row({ flow: flow.id })), attempts: [], reply: flow.readReply(element).value };
      return disagreements(flow, body).map((problem) => `${file}: ${problem}`);
    });
    expect(found).toEqual([]);
  });
});

describe('a number that identifies', () => {
  it('is text, with the zero at its front: the enterprise number of a centre in a reply about the law of 1965', () => {
    const fixture = fixtureOf('law65-ab');
    const reply = fileOf(fixture, 'reply.xml');
    expect(reply).toContain('KBOBCE>0999999031<');
    expect(shown(fixture.flow, reply)).toMatchObject({ reply: { FileIdentification: { KBOBCE: '0999999031' } } });
    const shorter = shown(fixture.flow, reply.replace('KBOBCE>0999999031<', 'KBOBCE>999999031<'));
    expect(shorter).toMatchObject({ reply: { FileIdentification: { KBOBCE: '999999031' } } });
  });
});

describe('an amount that BCSS leaves out with xsi:nil', () => {
  it('is absent, and not an empty text', () => {
    const fixture = fixtureOf('handi.consult-payments');
    const reply = fileOf(fixture, 'reply.xml');
    const nil = reply.replace(/<((?:\w+:)?amount)>[^<]*<\/\1>/, `<$1 xmlns:xsi="${XSI}" xsi:nil="true"/>`);
    expect(nil).not.toBe(reply);
    const text = JSON.stringify(shown(fixture.flow, nil));
    expect(text).not.toContain('"amount":""');
    expect(disagreements(fixture.flow, JSON.parse(text) as object)).toEqual([]);
  });
});
