import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../../src/domain/language.ts';
import { fieldProblemText } from '../../src/domain/problems/field-problem.ts';
import { XSD_FORMATS } from '../../src/flows/xsd-values.ts';

describe('what a field asks for is said in words', () => {
  it.each([...XSD_FORMATS])('%s is no word in a sentence for people', (expected) => {
    const text = fieldProblemText({ pointer: '/x', rule: 'format', expected });
    for (const language of LANGUAGES) expect(text[language]).not.toMatch(/xsd|gYear|base64Binary/);
  });

  it.each([
    ['format', 'xsd-date', 'format attendu\u00a0: une date au format AAAA-MM-JJ'],
    ['type', 'string | integer', 'type attendu\u00a0: texte | nombre entier'],
    ['pattern', '^(?:[0-9]{11})$', 'forme attendue\u00a0: 11 chiffres'],
    ['pattern', '^[0-9]{10}$', 'forme attendue\u00a0: 10 chiffres'],
    ['pattern', '^(?:(?:ACCEPTED)|(?:REFUSED))$', 'forme attendue\u00a0: ACCEPTED | REFUSED'],
    ['pattern', '^IT[0-9]{3}$', 'forme attendue\u00a0: `^IT[0-9]{3}$`'],
    ['pattern', 'yyyy-mm-dd', 'forme attendue\u00a0: yyyy-mm-dd'],
    ['max-length', '11', 'longueur maximale\u00a0: 11'],
  ] as const)('%s %s', (rule, expected, french) => {
    expect(fieldProblemText({ pointer: '/x', rule, expected }).fr).toBe(french);
  });

  it('a duration is not an abbreviation of a standard', () => {
    const { fr, de } = fieldProblemText({ pointer: '/x', rule: 'period-too-long', expected: 'P2M, 2026-12-31' });
    expect(fr).toMatch(/2 mois, 2026-12-31$/);
    expect(de).not.toContain('P2M');
  });
});
