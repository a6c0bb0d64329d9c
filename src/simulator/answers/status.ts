import type { AnnotatedSchema } from '../../flows/annotated-schema.ts';
import type { Complex, Root, Type } from '../contracts/model.ts';
import type { JsonObject } from '../json.ts';
import { knownRemark, type Remark } from '../services/remarks.ts';
import type { Answer } from '../services/service.ts';

/** The words of the common status types, the preferred one first; a contract has one of them. */
const WORDS: Readonly<Record<Answer['outcome'], readonly string[]>> = {
  found: ['DATA_FOUND', 'OK'],
  nothing: ['NO_DATA_FOUND', 'OK'],
  partial: ['INCOMPLETE_DATA', 'DATA_FOUND', 'OK'],
  refused: ['NO_RESULT', 'NOK'],
};

/** What the one service with a code list of its own calls our codes (ConsultPatrimonyCPAS). */
const OWN_WORDS: Readonly<Record<string, string>> = {
  MSG00002: 'ERROR_FODFIN',
  MSG00005: 'SSIN_PROBLEM',
  MSG00006: 'SSIN_PROBLEM',
  MSG00007: 'SSIN_PROBLEM',
  MSG00008: 'VALIDATION_ERROR',
  MSG00011: 'SSIN_PROBLEM',
  MSG00012: 'INSZ_UNKNOW_IN_LEGAL_CONTEXT_CBSS',
};

/** What that service says besides, about a number that is not in order. */
const OWN_MESSAGES: Readonly<Record<string, string>> = {
  MSG00005: 'SSIN_NOT_FOUND',
  MSG00006: 'SSIN_REPLACED',
  MSG00007: 'SSIN_CANCELLED',
  MSG00011: 'SSIN_STRUCTURE_INVALID',
};

/** The `status` of a SOAP reply, in the words of its contract; undefined where the contract has none. */
export function statusOf({ outcome, remarks = [] }: Answer, reply: Root): JsonObject | undefined {
  const type = partOf(reply.type(), 'status');
  if (type === undefined) return undefined;
  const remark = remarks[0] ?? { code: 'MSG00000' };
  const words = valuesOf(type, 'value');
  if (words === undefined) return { code: ownWord(outcome, remark, type), ...ownMessage(remark, type) };
  return {
    value: WORDS[outcome].find((word) => words.includes(word)) ?? words[0] ?? '',
    code: remark.code,
    description: knownRemark(remark.code).text,
    ...(remark.fields !== undefined && {
      information: remark.fields.map(({ name, value }) => ({ fieldName: name, fieldValue: value })),
    }),
  };
}

function ownWord(outcome: Answer['outcome'], { code }: Remark, type: Complex): string {
  const words = valuesOf(type, 'code') ?? [];
  const done = outcome === 'found' ? 'PERSON_WITHOUT_PARTNER_WITH_PROPERTIES' : 'PERSON_WITHOUT_PARTNER_AND_PROPERTIES';
  const wanted = outcome === 'refused' ? (OWN_WORDS[code] ?? 'INTERNAL_SERVICE_ERROR') : done;
  return words.includes(wanted) ? wanted : (words[0] ?? '');
}

function ownMessage({ code, fields }: Remark, type: Complex): JsonObject {
  const word = OWN_MESSAGES[code];
  if (word === undefined || !type.parts.some(({ key }) => key === 'informationMessage')) return {};
  const current = code === 'MSG00006' ? fields?.[0]?.value : undefined;
  const { text } = knownRemark(code);
  return {
    informationMessage: [{ code: word, description: current === undefined ? text : `${text} ${current}` }],
  };
}

/** The values that a part may have; undefined when there is no such part, or no list. */
function valuesOf(type: Complex, key: string): readonly string[] | undefined {
  const own = type.parts.find((part) => part.key === key)?.type();
  const schema: AnnotatedSchema | undefined = own?.kind === 'leaf' ? own.schema : undefined;
  return schema?.enum?.map(String);
}

function partOf(type: Type, key: string): Complex | undefined {
  const own = type.kind === 'complex' ? type.parts.find((part) => part.key === key)?.type() : undefined;
  return own?.kind === 'complex' ? own : undefined;
}
