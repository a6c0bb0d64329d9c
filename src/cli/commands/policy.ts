import type { Command } from 'commander';
import { loadConfig } from '../../config.ts';
import type { Language } from '../../domain/language.ts';
import { GatewayError } from '../../domain/problems/gateway-error.ts';
import { loadCatalogue, OWN_FLOWS_DIR } from '../../flows/catalogue.ts';
import { readOrganisationsFile } from '../../organisations/organisations-file.ts';
import { decideSituation, readCases, runCases, type Situation } from '../../policy/cases.ts';
import { closedToPersons } from '../../policy/closed-to-persons.ts';
import type { CompiledPolicy } from '../../policy/compile.ts';
import type { Decision } from '../../policy/decide.ts';
import { differences, differenceText } from '../../policy/differences.ts';
import { listExceptions } from '../../policy/exceptions.ts';
import { reasonOf } from '../../policy/failure.ts';
import { askableFlows, DEFAULT_POLICY_FILE, loadPolicy } from '../../policy/policy.ts';
import { table, terminalLanguage } from '../terminal.ts';
import { withFoundation } from '../with-foundation.ts';

/** `gateway policy`: everything about the table that needs no running gateway, and the report of what was done in spite of it. */
export function addPolicy(program: Command): void {
  const policy = program.command('policy').description('the authorisation table: who may ask what, and why');
  addCheck(policy);
  addExplain(policy);
  addTest(policy);
  addDiff(policy);
  addExceptions(policy);
}

const FILE_OPTION = [
  '--policy <file>',
  'the table; POLICY_FILE, or the one that comes with the program, when absent',
] as const;

function addCheck(policy: Command): void {
  policy
    .command('check')
    .description('check a table before it is put in force; ends with 1 when it would be refused')
    .argument('[file]', FILE_OPTION[1])
    .action((file?: string) => {
      const policy = open(file);
      const { version, document } = policy;
      const count = (part: object, what: string): string => `${Object.keys(part).length} ${what}`;
      const parts = [
        count(document.rules, 'rules'),
        count(document.roles, 'roles'),
        count(document.purposes, 'purposes'),
      ];
      console.log(`${version}  ${parts.join(', ')}`);
      const { closed } = WORDS[terminalLanguage(process.env)];
      const naming = catalogue()
        .all()
        .filter((flow) => flow.alwaysNamesByNumber);
      for (const { flow, rule } of closedToPersons(
        policy,
        naming.map(({ id }) => id),
      ))
        console.log(`! ${rule} (${flow}): ${closed}`);
    });
}

interface ExplainOptions extends Pick<
  Situation,
  'role' | 'purpose' | 'client' | 'organisation' | 'at' | 'legalContext'
> {
  readonly policy?: string;
  readonly file?: true;
  readonly emergency?: true;
  readonly own?: string;
  readonly household?: string;
  readonly byName?: true;
}

function addExplain(policy: Command): void {
  policy
    .command('explain')
    .description('say what would be decided, and why; in French, Dutch, German or English by LANG')
    .argument('<flow>', 'id or alias')
    .option('--role <role>')
    .option('--purpose <purpose>')
    .option('--file', 'a file reference is given')
    .option('--own <codes>', 'quality codes of the person’s own integrations, comma-separated')
    .option('--household <codes>', 'quality codes of the household')
    .option('--no-person', 'the message is about nobody')
    .option('--by-name', 'the message tells a person by name, birth date or card, without a number')
    .option('--at <moment>', 'RFC 3339, with its offset; now when absent')
    .option('--client <id>')
    .option('--organisation <id>')
    .option('--legal-context <context>')
    .option('--emergency', 'an emergency is claimed')
    .option(...FILE_OPTION)
    .action((flow: string, options: ExplainOptions & { readonly person: boolean }) => {
      const { policy: file, own, household, person, byName, file: fileReference, ...rest } = options;
      const found = catalogue().get(flow);
      if (rest.at !== undefined && Number.isNaN(Date.parse(rest.at)))
        throw new GatewayError('config-invalid', { detail: '--at: 2026-11-23T10:00:00+01:00' });
      const isNamed = person && (found.namesByNumber || own !== undefined || household !== undefined);
      const named = isNamed ? [{ own: codes(own), household: codes(household) }] : [];
      const decision = decideSituation(open(file), {
        ...rest,
        flow: found.id,
        ...(found.kind !== 'consultation' && { kind: found.kind }),
        fileReference: fileReference === true,
        persons: byName === true ? [{ withoutNumber: true }] : named,
      });
      console.log(decisionLines(decision, terminalLanguage(process.env)).join('\n'));
      if (!decision.allowed) process.exitCode = 1;
    });
}

const WORDS: Readonly<Record<Language, Readonly<Record<'allowed' | 'denied' | 'approval' | 'closed', string>>>> = {
  fr: {
    allowed: 'PERMIS',
    denied: 'REFUSÉ',
    approval: 'après approbation par',
    closed:
      'chaque message désigne une personne, et aucune règle n’en laisse passer : `own`, `household` ou `numbered`',
  },
  de: {
    allowed: 'ERLAUBT',
    denied: 'ABGELEHNT',
    approval: 'nach Zustimmung durch',
    closed: 'jede Nachricht nennt eine Person, und keine Regel lässt eine durch: `own`, `household` oder `numbered`',
  },
  nl: {
    allowed: 'TOEGELATEN',
    denied: 'GEWEIGERD',
    approval: 'na goedkeuring door',
    closed: 'elk bericht vermeldt een persoon, en geen regel laat er een door: `own`, `household` of `numbered`',
  },
  en: {
    allowed: 'ALLOWED',
    denied: 'DENIED',
    approval: 'after approval by',
    closed: 'every message names a person, and no rule lets one through: `own`, `household` or `numbered`',
  },
};

function decisionLines(decision: Decision, language: Language): string[] {
  const { allowed, denied, approval } = WORDS[language];
  const version = `  ${decision.policy}`;
  const rule = decision.rule === undefined ? '' : ` (${decision.rule})`;
  if (!decision.allowed) {
    const reasons = decision.failures
      .map(reasonOf)
      .flatMap(({ code, reason, remedy }) => [`  ${reason[language]} [${code}]`, `    → ${remedy[language]}`]);
    return [`${denied}${rule}`, ...reasons, version];
  }
  const { exception, fourEyes } = decision;
  const needs =
    fourEyes === undefined ? [] : [`  ${approval} ${[...fourEyes.approvers].join(', ')} (${fourEyes.withinHours} h)`];
  return [`${allowed}${rule}${exception === undefined ? '' : ` [${exception}]`}`, ...needs, version];
}

function addTest(policy: Command): void {
  policy
    .command('test')
    .description('run a file of cases against a table; ends with 1 when one of them is decided otherwise')
    .argument('<cases>', 'YAML or JSON (docs/policy.md)')
    .option(...FILE_OPTION)
    .action((file: string, options: { readonly policy?: string }) => {
      const ends = runCases(open(options.policy), readCases(file));
      for (const { name, passed, decided } of ends) console.log(`${passed ? '✓' : '✗'} ${name}  (${decided})`);
      const failed = ends.filter(({ passed }) => !passed).length;
      console.log(`${ends.length - failed} of ${ends.length} as expected.`);
      if (failed > 0) process.exitCode = 1;
    });
}

function addDiff(policy: Command): void {
  policy
    .command('diff')
    .description('say what changes from one table to another')
    .argument('<before>')
    .argument('<after>')
    .action((before: string, after: string) => {
      const [were, are] = [open(before), open(after)];
      const language = terminalLanguage(process.env);
      const lines = differences(were.document, are.document).map((difference) => differenceText(difference, language));
      console.log(lines.length === 0 ? `= ${are.version}` : lines.join('\n'));
    });
}

const EXCEPTIONS_MAX = 100_000;

function addExceptions(policy: Command): void {
  policy
    .command('exceptions')
    .description('what was allowed in spite of the table in a period, without personal data')
    .requiredOption('--organisation <id>', 'the centre')
    .requiredOption('--since <date>', 'first day, YYYY-MM-DD')
    .option('--until <date>', 'last day; today when absent')
    .action(async (options: { organisation: string; since: string; until?: string }) => {
      const since = day(options.since, '--since');
      const until =
        options.until === undefined ? new Date() : new Date(day(options.until, '--until').getTime() + 86_400_000);
      await withFoundation(async ({ pool }) => {
        const { organisation } = options;
        const found = await listExceptions(pool('accept', 1), { organisation, since, until, limit: EXCEPTIONS_MAX });
        const rows = found.map(({ index, at, exception, flow, client }) => [
          String(index),
          at.toISOString(),
          exception,
          flow,
          client,
        ]);
        console.log(table([['entry', 'at', 'exception', 'flow', 'client'], ...rows]));
      });
    });
}

function open(file: string | undefined): CompiledPolicy {
  const { policyFile, organisationsFile } = loadConfig(process.env);
  const organisations =
    organisationsFile === undefined
      ? undefined
      : readOrganisationsFile(organisationsFile)
          .all()
          .map(({ id }) => id);
  const world = { flows: askableFlows(catalogue().all()), ...(organisations !== undefined && { organisations }) };
  return loadPolicy(file ?? policyFile ?? DEFAULT_POLICY_FILE, world);
}

function catalogue(): ReturnType<typeof loadCatalogue> {
  const { flowsDir } = loadConfig(process.env);
  return loadCatalogue([OWN_FLOWS_DIR, ...(flowsDir === undefined ? [] : [flowsDir])]);
}

function codes(text: string | undefined): number[] {
  const given = (text ?? '').split(',').filter((code) => code.trim() !== '');
  if (given.some((code) => !/^\s*\d{1,3}\s*$/.test(code)))
    throw new GatewayError('config-invalid', { detail: '--own, --household: 1,2,5' });
  return given.map(Number);
}

function day(text: string, option: string): Date {
  const date = new Date(`${text}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(date.getTime()))
    throw new GatewayError('config-invalid', { detail: `${option}: YYYY-MM-DD` });
  return date;
}
