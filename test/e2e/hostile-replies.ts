import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { LIMITS } from '../../src/domain/constants.ts';
import type { SigningKey } from '../../src/signing/seal.ts';
import { escapeText } from '../../src/xml/characters.ts';
import { peer as castPeer } from '../signing/cast.ts';
import { EDITS, SIGNED_WRONGLY } from '../signing/hostile.ts';
import { daysFrom, type Identity } from '../signing/identities.ts';
import { signedEnvelope, type Wish } from '../signing/outside-signer.ts';
import { OTHER_PERSON } from '../support/people.ts';
import { accessReply, fileReply, unsigned } from '../support/replies.ts';
import type { Answer } from '../support/tls-peer.ts';

/** What a peer was asked, and the key that it answers with. */
export interface Question {
  readonly ssin: string;
  /** Our ticket, or our reference in SSDN. */
  readonly ticket: string;
  readonly transport: 'soap' | 'ssdn';
  readonly signer: SigningKey;
}

/** What it answers to that, and how the gateway must call it. */
export interface HostileReply {
  readonly code: string;
  readonly answer: (question: Question) => Answer;
  /** Only to the one or the other; to both when absent. */
  readonly transport?: Question['transport'];
  /** How much of the body is evidence; all of it when absent. */
  readonly kept?: 'its beginning' | 'nothing';
}

/** A code that the answer gives; the tricks change it. */
const CODE = 'NO_DATA';
/** Five minutes. */
const LIFETIME_DAYS = 5 / (24 * 60);

interface Change {
  readonly ticket?: string | undefined;
  readonly ssin?: string;
  /** Of a question about a person: that nothing was found discloses nothing. */
  readonly value?: string;
}

/** What would be answered honestly, with something changed. */
function contentOf(question: Question, change: Change = {}): string {
  const { ticket, ssin, value = `${CODE}_FOUND` } = { ...question, ...change };
  return question.transport === 'soap'
    ? fileReply({ ticket, ssin, value })
    : accessReply({ reference: ticket, ssin, codes: [CODE] });
}

function seal({ signer }: Pick<Question, 'signer'>, content: string, wish: Partial<Wish> = {}): string {
  const created = new Date();
  const by: Identity = { ...castPeer, ...signer };
  return signedEnvelope({ signer: by, created, expires: daysFrom(created, LIFETIME_DAYS), content, ...wish });
}

/** Signed now, as a peer does. */
export function sealedNow(signer: SigningKey, content: string): string {
  return seal({ signer }, content);
}

const whole = (question: Question): string => seal(question, contentOf(question));

const says =
  (change: Change): HostileReply['answer'] =>
  (question) => ({ body: seal(question, contentOf(question, change)) });

/** A change of the SSDN document inside the envelope, signed with it. */
const inside =
  (edit: (document: string) => string): HostileReply['answer'] =>
  (question) => ({
    body: seal(
      question,
      contentOf(question).replace(/>(&lt;SSDNReply.*)</, (_all, text: string) => `>${edit(text)}<`),
    ),
  });

/** What is not hostile: it must be believed, or the refusal of the others would show nothing. */
export const soundReply: HostileReply['answer'] = (question) => ({ body: whole(question) });

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const MULTIPART = { 'content-type': 'multipart/related; type="application/xop+xml"; boundary=x' };
const BOMB = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));

/** Where one certificate is pinned, as here, a message need not name it. */
const { 'no token': _honestHere, ...signedWrongly } = SIGNED_WRONGLY;

const FOLDER = new URL('../../fixtures/hostile/replies/', import.meta.url);
const FIXTURES: Readonly<Record<string, Buffer>> = Object.fromEntries(
  readdirSync(FOLDER)
    .filter((file) => file !== 'sound.xml')
    .map((file) => [file, readFileSync(new URL(file, FOLDER))]),
);

/** What the verdict of the rooms below is called towards a user. */
function codeOf(verdict: string): string {
  if (!verdict.startsWith('signature: ')) return 'reply-malformed';
  if (verdict === 'signature: missing') return 'reply-signature-missing';
  return verdict === 'signature: timestamp-out-of-time' ? 'reply-expired' : 'reply-signature-invalid';
}

function entries<Value>(
  from: Readonly<Record<string, Value>>,
  prefix: string,
  make: (value: Value) => HostileReply,
): Record<string, HostileReply> {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [prefix + name, make(value)]));
}

/** What is tried, by name. */
export const HOSTILE_REPLIES: Readonly<Record<string, HostileReply>> = {
  ...entries(EDITS, 'edited: ', ({ verdict, make }) => ({
    code: codeOf(verdict),
    answer: (question) => ({ body: make(whole(question)) }),
  })),
  ...entries(signedWrongly, 'signed wrongly: ', ({ verdict, ...wish }) => ({
    code: codeOf(verdict),
    answer: (question) => {
      const token = wish.token === castPeer && { token: { ...castPeer, ...question.signer } };
      return { body: seal(question, contentOf(question), { ...wish, ...token }) };
    },
  })),
  ...entries(FIXTURES, 'fixture: ', (bytes) => ({ code: 'reply-malformed', answer: () => ({ body: bytes }) })),

  unsigned: {
    code: 'reply-signature-missing',
    answer: (question) => ({ body: unsigned(contentOf(question)) }),
  },
  'another ticket': { code: 'reply-not-ours', answer: says({ ticket: '01a2076e-2eba-7d0f-ae5d-000000000000' }) },
  'no ticket': { code: 'reply-not-ours', answer: says({ ticket: undefined }) },
  'another person': { code: 'reply-not-ours', answer: says({ ssin: OTHER_PERSON, value: 'DATA_FOUND' }) },
  'the answer of another service': {
    code: 'reply-malformed',
    answer: (question) => ({ body: seal(question, '<x:reply xmlns:x="urn:other"></x:reply>') }),
  },
  'DOCTYPE inside the SSDN document': {
    code: 'reply-malformed',
    transport: 'ssdn',
    answer: inside((text) => `${escapeText('<!DOCTYPE SSDNReply [<!ENTITY e "x">]>')}${text}`),
  },
  'processing instruction inside the SSDN document': {
    code: 'reply-malformed',
    transport: 'ssdn',
    answer: inside((text) => text.replace(CODE, escapeText('NO_<?p not-?>DATA'))),
  },
  'comment inside the SSDN document': {
    code: 'reply-malformed',
    transport: 'ssdn',
    answer: inside((text) => text.replace(CODE, escapeText('NO_<!-- -->DATA'))),
  },
  'SSDN document cut': {
    code: 'reply-malformed',
    transport: 'ssdn',
    answer: inside((text) => text.slice(0, text.indexOf(CODE))),
  },
  'two SSDN documents': { code: 'reply-malformed', transport: 'ssdn', answer: inside((text) => text + text) },
  'elements 5,000 deep': {
    code: 'reply-malformed',
    answer: () => ({ body: `${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}` }),
  },
  'a million elements': {
    code: 'reply-malformed',
    answer: () => ({ body: `<a>${'<b/>'.repeat(1_000_000)}</a>` }),
  },

  ...entries({ 200: 200, 303: 303, 500: 500 }, 'HTML with status ', (status) => ({
    code: 'reply-malformed',
    answer: () => ({ status, headers: HTML, body: '<html><body>Service window</body></html>' }),
  })),
  'HTML with status 503': {
    code: 'bcss-overloaded',
    answer: () => ({ status: 503, headers: HTML, body: '<html>no</html>' }),
  },
  'a sound answer said to be HTML': {
    code: 'reply-malformed',
    answer: (question) => ({ headers: HTML, body: whole(question) }),
  },
  'a sound answer said to be UTF-7': {
    code: 'reply-malformed',
    answer: (question) => ({ headers: { 'content-type': 'text/xml; charset=utf-7' }, body: whole(question) }),
  },
  'a sound answer with an attachment': {
    code: 'reply-malformed',
    answer: (question) => ({ headers: MULTIPART, body: `--x\r\n\r\n${whole(question)}\r\n--x--` }),
  },
  'nothing at all': { code: 'reply-malformed', answer: () => ({ body: '' }) },
  'a sound answer, half of it': {
    code: 'reply-malformed',
    answer: (question) => ({ body: whole(question).slice(0, -40) }),
  },
  'a sound answer, and then more': {
    code: 'reply-malformed',
    answer: (question) => ({ body: `${whole(question)}<more/>` }),
  },
  'a sound answer, twice': {
    code: 'reply-malformed',
    answer: (question) => ({ body: whole(question).repeat(2) }),
  },
  'a line cut in the middle of the answer': {
    code: 'bcss-connection-lost',
    kept: 'its beginning',
    answer: (question) => ({ headers: { 'content-length': '1000000' }, body: whole(question) }),
  },
  'more than may be': {
    code: 'reply-too-large',
    kept: 'its beginning',
    answer: () => ({ body: `<a>${' '.repeat(LIMITS.replyBytesMax)}</a>` }),
  },
  'a bomb of gzip': {
    code: 'reply-malformed',
    kept: 'nothing',
    answer: () => ({ headers: { 'content-encoding': 'gzip' }, body: BOMB }),
  },
  'a bomb of gzip in gzip': {
    code: 'reply-malformed',
    kept: 'nothing',
    answer: () => ({ headers: { 'content-encoding': 'gzip, gzip' }, body: gzipSync(BOMB) }),
  },
};
