import { readFileSync } from 'node:fs';
import { type FieldProblem, fieldProblemText } from '../../domain/problems/field-problem.ts';
import type { AnnotatedSchema } from '../../flows/annotated-schema.ts';
import { compileCheck, type PayloadCheck } from '../../flows/validate.ts';
import type { PolicyDefect } from './defect.ts';
import type { ReadFile } from './read-yaml.ts';

const SCHEMA = new URL('../../../schemas/policy.schema.json', import.meta.url);

let check: PayloadCheck | undefined;

/** Compares a file with `schemas/policy.schema.json`, the one that editors use too. */
export function formDefects({ value, position }: ReadFile): PolicyDefect[] {
  check ??= compileCheck(JSON.parse(readFileSync(SCHEMA, 'utf8')) as AnnotatedSchema);
  return check(value).map((problem) => {
    const steps = stepsOf(problem.pointer);
    const isAboutKey = problem.rule === 'unknown-field';
    return {
      ...position(steps, isAboutKey),
      code: problem.rule,
      pointer: problem.pointer,
      what: fieldProblemText(problem),
      remedy: remedyOf(problem),
    };
  });
}

function remedyOf({ rule }: FieldProblem): PolicyDefect['remedy'] {
  if (rule === 'unknown-field')
    return {
      fr: 'corrigez le nom : minuscules, chiffres et tirets ; les champs possibles sont dans docs/policy.md',
      nl: 'verbeter de naam: kleine letters, cijfers en streepjes; docs/policy.md noemt de mogelijke velden',
      en: 'correct the name: lower case, digits and dashes; docs/policy.md lists the fields there are',
      de: 'berichtigen Sie den Namen: Kleinbuchstaben, Ziffern und Bindestriche; docs/policy.md nennt die möglichen Felder',
    };
  if (rule === 'required')
    return {
      fr: 'ajoutez-le : rien n’est sous-entendu dans une table d’autorisations',
      nl: 'voeg het toe: in een autorisatietabel is niets vanzelfsprekend',
      en: 'add it: nothing is taken for granted in an authorisation table',
      de: 'fügen Sie es hinzu: in einer Berechtigungstabelle versteht sich nichts von selbst',
    };
  return {
    fr: 'suivez la forme de docs/policy.md',
    nl: 'volg de vorm in docs/policy.md',
    en: 'follow the form in docs/policy.md',
    de: 'halten Sie sich an die Form in docs/policy.md',
  };
}

function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}
