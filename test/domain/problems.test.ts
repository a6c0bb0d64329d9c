import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Localised } from '../../src/domain/language.ts';
import { problemKind, PROBLEMS, type ProblemCode } from '../../src/domain/problems/catalogue.ts';
import { fieldProblemText, pointerOf } from '../../src/domain/problems/field-problem.ts';
import { GatewayError } from '../../src/domain/problems/gateway-error.ts';
import { BCSS_PROBLEMS } from '../../src/domain/problems/bcss.ts';
import { CALLER_PROBLEMS } from '../../src/domain/problems/caller.ts';
import { GATEWAY_PROBLEMS } from '../../src/domain/problems/gateway.ts';
import { OPERATOR_PROBLEMS } from '../../src/domain/problems/operator.ts';
import type { ProblemKind } from '../../src/domain/problems/problem.ts';
import { REGISTER_PROBLEMS } from '../../src/domain/problems/register.ts';
import { SUBSCRIBER_PROBLEMS } from '../../src/domain/problems/subscriber.ts';

const ALL = Object.entries(PROBLEMS) as [ProblemCode, ProblemKind][];

/** A sentence as people read it: something, trimmed, with no template left open. */
const SENTENCE = /^\S(?:.*\S)?$/u;

describe.each(ALL)('the problem %s', (code, kind) => {
  it('has a code in kebab-case', () => {
    expect(code).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
  });

  it('says what it is, what happens by itself and what to do, in four languages that differ', () => {
    for (const text of [kind.title, kind.itself, kind.remedy] as Localised[]) {
      expect(Object.keys(text).sort()).toEqual([...LANGUAGES].sort());
      for (const language of LANGUAGES) {
        expect(text[language]).toMatch(SENTENCE);
        expect(text[language]).not.toMatch(/undefined|\$\{|TODO| {2}/);
      }
      expect(new Set(LANGUAGES.map((language) => text[language])).size).toBe(LANGUAGES.length);
    }
  });

  it('tells in whole sentences what happens and what to do', () => {
    for (const language of LANGUAGES)
      for (const text of [kind.itself, kind.remedy]) expect(text[language]).toMatch(/[.!?]$/);
  });
});

describe('the catalogue of problems', () => {
  it.each(LANGUAGES)('has no title twice (%s)', (language) => {
    const titles = ALL.map(([, kind]) => kind.title[language]);
    expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
  });

  it('lost no problem to another of the same code', () => {
    const parts = [
      CALLER_PROBLEMS,
      REGISTER_PROBLEMS,
      GATEWAY_PROBLEMS,
      BCSS_PROBLEMS,
      SUBSCRIBER_PROBLEMS,
      OPERATOR_PROBLEMS,
    ];
    expect(ALL).toHaveLength(parts.reduce((sum, part) => sum + Object.keys(part).length, 0));
  });

  it.each(['', 'no-such-code', 'constructor', '__proto__', 'toString'])('knows no code %j', (code) => {
    expect(problemKind(code)).toBeUndefined();
  });
});

describe('a problem with a field', () => {
  it('is told in four languages, with what the rule asks for', () => {
    expect(fieldProblemText({ pointer: '/ssin', rule: 'max-length', expected: '11' })).toEqual({
      fr: 'longueur maximale : 11',
      de: 'Höchstlänge: 11',
      nl: 'maximale lengte: 11',
      en: 'longest length: 11',
    });
    expect(fieldProblemText({ pointer: '', rule: 'required' }).nl).toBe('verplicht veld');
  });

  it('points with a JSON Pointer', () => {
    expect(pointerOf(['a', 0, 'b/c~d', ''])).toBe('/a/0/b~1c~0d/');
    expect(pointerOf([])).toBe('');
  });
});

describe('the one exception of this program', () => {
  it('says its title, its detail and its fields, for a log of one line', () => {
    const error = new GatewayError('invalid-payload', {
      detail: 'ask.json',
      fields: [
        { pointer: '/ssin', rule: 'ssin-format' },
        { pointer: '', rule: 'type', expected: 'object' },
      ],
    });
    expect(error.message).toBe(
      `${PROBLEMS['invalid-payload'].title.en}; ask.json; /ssin: identification number: 11 digits, as text; /: expected type: object`,
    );
    expect(error).toMatchObject({
      name: 'GatewayError',
      code: 'invalid-payload',
      detail: { fr: 'ask.json', nl: 'ask.json' },
    });
  });

  it('keeps its cause, and what it was not told is absent', () => {
    const cause = new Error('inner');
    const error = new GatewayError('unsendable', { cause });
    expect(error.cause).toBe(cause);
    expect(error).toMatchObject({ detail: undefined, fields: [], retryAfterSeconds: undefined });
    expect(error.message).toBe(PROBLEMS.unsendable.title.en);
  });
});
