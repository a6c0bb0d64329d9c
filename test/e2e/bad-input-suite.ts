import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type ExampleRequest, example, type Subject } from './subject.ts';

interface BadInput {
  readonly name: string;
  readonly flow?: string;
  readonly body: (request: ExampleRequest) => unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly withoutKey?: true;
  readonly status: number;
  readonly code: string;
  /** Where the document says that the fault is. */
  readonly pointer?: string;
  /** What must not come back. */
  readonly value?: string;
}

const person = (ssin: unknown) => (request: ExampleRequest) => ({
  ...request,
  payload: { SearchCriteria: { SSIN: ssin } },
});

const BAD_INPUTS: readonly BadInput[] = [
  {
    name: 'JSON that stops in the middle',
    body: () => '{"context": {"user": {"ssin": "85073003328"',
    status: 400,
    code: 'malformed-json',
    value: '85073003328',
  },
  {
    name: 'a name twice in one object',
    body: () => '{"context": {}, "payload": {"SSIN": "85073003328", "SSIN": "17073003384"}}',
    status: 400,
    code: 'malformed-json',
    value: '17073003384',
  },
  {
    name: 'a field that the contract does not have',
    body: (request) => ({ ...request, payload: { ...request.payload, Naem: 'FANTOCHE' } }),
    status: 400,
    code: 'invalid-payload',
    pointer: '/payload/Naem',
    value: 'FANTOCHE',
  },
  {
    name: 'a national number written as a number',
    body: person(85_073_003_328),
    status: 400,
    code: 'invalid-payload',
    pointer: '/payload/SearchCriteria/SSIN',
    value: '85073003328',
  },
  {
    name: 'a national number with a wrong check digit',
    body: person('85073003329'),
    status: 400,
    code: 'invalid-payload',
    pointer: '/payload/SearchCriteria/SSIN',
    value: '85073003329',
  },
  {
    name: 'a user with a wrong check digit',
    body: (request) => ({ ...request, context: { user: { ssin: '85073003329' } } }),
    status: 400,
    code: 'invalid-request',
    pointer: '/context/user/ssin',
    value: '85073003329',
  },
  {
    name: 'a flow that does not exist',
    flow: 'nonsense',
    body: (request) => request,
    status: 404,
    code: 'unknown-flow',
  },
  {
    name: 'a declaration without a key',
    flow: 'manage-access',
    body: (request) => request,
    withoutKey: true,
    status: 400,
    code: 'idempotency-key-missing',
  },
  {
    name: 'a body in another format',
    body: () => '<xml/>',
    headers: { 'content-type': 'text/xml' },
    status: 415,
    code: 'unsupported-media-type',
  },
  {
    name: 'a centre that is not theirs',
    body: (request) => ({ ...request, context: { ...request.context, organisation: 'cpas-elsewhere' } }),
    status: 403,
    code: 'other-organisation',
  },
];

/** Titles in the four languages differ, and each call gets the one it asked for. */
const LANGUAGES = ['fr', 'nl', 'de', 'en'] as const;

/** Every wrong request is answered with whose fault it is, where, and what to do; never with what was wrong itself. */
export function badInputSuite(subject: () => Subject): void {
  describe('a wrong request', () => {
    it.each(BAD_INPUTS)('with $name is explained in four languages', async (input) => {
      const { client } = subject();
      const flow = input.flow ?? 'identify-person';
      const request = example(input.flow === 'nonsense' ? 'identify-person' : flow);
      const titles = new Set<unknown>();
      for (const language of LANGUAGES) {
        const answer = await client.call('POST', `/v1/flows/${flow}/exchanges`, input.body(request), {
          ...(input.withoutKey === undefined && { 'idempotency-key': randomUUID() }),
          'accept-language': `${language}-BE, *;q=0.1`,
          ...input.headers,
        });
        expect(answer.status).toBe(input.status);
        expect(answer.headers.get('content-type')).toContain('application/problem+json');
        expect(answer.headers.get('content-language')).toBe(language);
        expect(answer.body).toMatchObject({ code: input.code, status: input.status, responsible: 'caller' });
        for (const field of ['title', 'happens', 'remedy']) expect(answer.body[field]).not.toBe('');
        if (input.pointer !== undefined)
          expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer: input.pointer }));
        if (input.value !== undefined) expect(answer.text).not.toContain(input.value);
        titles.add(answer.body.title);
      }
      expect(titles.size).toBe(LANGUAGES.length);
    });

    it('without an API key, or with a wrong one, gets one and the same answer', async () => {
      const { client } = subject();
      const none = await client.get('/v1/flows', { authorization: '' });
      const wrong = await client.get('/v1/flows', { authorization: 'Bearer nobody' });
      for (const { status, body } of [none, wrong]) {
        expect(status).toBe(401);
        expect(body).toMatchObject({ code: 'unauthenticated', title: none.body.title });
      }
    });
  });
}
