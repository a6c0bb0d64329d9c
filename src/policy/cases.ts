import { readFileSync } from 'node:fs';
import { FLOW_KINDS, type FlowKind } from '../domain/flow.ts';
import { fieldProblemText } from '../domain/problems/field-problem.ts';
import { GatewayError } from '../domain/problems/gateway-error.ts';
import type { AnnotatedSchema } from '../flows/annotated-schema.ts';
import { compileCheck } from '../flows/validate.ts';
import type { CompiledPolicy } from './compile.ts';
import { type Decision, decide } from './decide.ts';
import { defectText } from './document/defect.ts';
import { readYaml } from './document/read-yaml.ts';
import { type AssumedPerson, assumedStandings, withoutNumber } from './explain.ts';

/** A situation in a few words: what a decision looks at, with made-up persons. */
export interface Situation {
  readonly flow: string;
  readonly kind?: FlowKind;
  readonly role?: string;
  readonly purpose?: string;
  readonly legalContext?: string;
  readonly fileReference?: boolean;
  readonly emergency?: boolean;
  readonly client?: string;
  readonly organisation?: string;
  /** With an offset; now when absent. */
  readonly at?: string;
  readonly persons?: readonly AssumedPerson[];
}

const ENDS = ['allowed', 'denied', 'break-glass', 'after-approval'] as const;
type End = (typeof ENDS)[number];

/** A situation, and what the table is expected to say. */
export interface PolicyCase extends Situation {
  readonly name: string;
  readonly expect: End;
  /** The rule that decides. */
  readonly rule?: string;
  /** Codes of everything that is missing, in any order. */
  readonly reasons?: readonly string[];
}

export interface CaseEnd {
  readonly name: string;
  readonly passed: boolean;
  /** What was decided, in one line. */
  readonly decided: string;
}

/** Decides about a situation as the gateway would. */
export function decideSituation(policy: CompiledPolicy, situation: Situation): Decision {
  const { flow, kind, role, purpose, legalContext, client, organisation, persons = [] } = situation;
  const at = situation.at === undefined ? new Date() : new Date(situation.at);
  return decide(policy, {
    client: { id: client ?? 'software', rights: ['send'], bootstrap: false },
    organisation: organisation ?? '',
    flow,
    kind: kind ?? 'consultation',
    role,
    purpose,
    legalContext,
    hasFileReference: situation.fileReference ?? false,
    isEmergency: situation.emergency ?? false,
    persons: assumedStandings(persons, at),
    identified: withoutNumber(persons),
    at,
  });
}

/** Runs cases against a table. */
export function runCases(policy: CompiledPolicy, cases: readonly PolicyCase[]): CaseEnd[] {
  return cases.map((each) => {
    const decision = decideSituation(policy, each);
    const reasons = decision.allowed ? [] : decision.failures.map(({ code }) => code);
    const passed =
      endOf(decision) === each.expect &&
      (each.rule === undefined || each.rule === decision.rule) &&
      (each.reasons === undefined || sameSet(each.reasons, reasons));
    const decided = [endOf(decision), decision.rule, reasons.join(', ')].filter(
      (part) => part !== undefined && part !== '',
    );
    return { name: each.name, passed, decided: decided.join(' · ') };
  });
}

function endOf(decision: Decision): End {
  if (!decision.allowed) return 'denied';
  if (decision.exception === 'break-glass') return 'break-glass';
  return decision.fourEyes === undefined ? 'allowed' : 'after-approval';
}

function sameSet(some: readonly string[], others: readonly string[]): boolean {
  return JSON.stringify([...new Set(some)].sort()) === JSON.stringify([...new Set(others)].sort());
}

const TEXT: AnnotatedSchema = { type: 'string', minLength: 1, maxLength: 200 };
const CODES: AnnotatedSchema = { type: 'array', items: { type: 'integer' } };
const CASES: AnnotatedSchema = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'flow', 'expect'],
    properties: {
      name: TEXT,
      flow: TEXT,
      kind: { type: 'string', enum: FLOW_KINDS },
      role: TEXT,
      purpose: TEXT,
      legalContext: TEXT,
      fileReference: { type: 'boolean' },
      emergency: { type: 'boolean' },
      client: TEXT,
      organisation: TEXT,
      at: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2})?(Z|[+-]\\d{2}:\\d{2})$' },
      persons: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          properties: { own: CODES, household: CODES, withoutNumber: { type: 'boolean' } },
        },
      },
      expect: { type: 'string', enum: ENDS },
      rule: TEXT,
      reasons: { type: 'array', items: TEXT },
    },
  },
};

/** Reads a file of cases, YAML or JSON. @throws GatewayError `config-invalid`, with the place of each fault */
export function readCases(path: string): PolicyCase[] {
  const reading = readYaml(readFileSync(path));
  if (!reading.ok)
    throw refused(
      path,
      reading.defects.map((defect) => defectText(defect).en),
    );
  const { value, position } = reading.file;
  const problems = compileCheck(CASES)(value).map((problem) => {
    const { line, column } = position(problem.pointer.split('/').slice(1));
    return `line ${line}, column ${column} (${problem.pointer}): ${fieldProblemText(problem).en}`;
  });
  if (problems.length > 0) throw refused(path, problems);
  return value as PolicyCase[];
}

function refused(path: string, problems: readonly string[]): GatewayError {
  return new GatewayError('config-invalid', { detail: `${path}: ${problems.join('; ')}` });
}
