import type { Integration } from './integrations.ts';

/** Forms of what an order for an integration says; `end` may be left out. */
const FORMS = { ssin: /^\d{11}$/, nisCode: /^\d{5}$/, start: /^\d{4}-\d\d-\d\d$/, end: /^\d{4}-\d\d-\d\d$/ } as const;

/**
 * An integration ordered over the control door, of any centre: so that a gateway meets a collision, or a period it has not made.
 *
 *     { "ssin": "07070720374", "nisCode": "99902", "qualityCode": 2, "start": "2026-01-01", "end": "2026-12-31" }
 *
 * @throws Error saying what is wrong with the order.
 */
export function plantedIntegration(order: unknown): Integration {
  if (typeof order !== 'object' || order === null) throw new Error('an integration is an object');
  const given = order as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(given).find((name) => name !== 'qualityCode' && !Object.hasOwn(FORMS, name));
  if (unknown !== undefined) throw new Error(`${unknown} is not known here`);
  const { qualityCode } = given;
  if (typeof qualityCode !== 'number' || !Number.isInteger(qualityCode)) throw new Error('qualityCode is a number');
  const end = given.end === undefined ? undefined : text(given, 'end');
  return {
    ssin: text(given, 'ssin'),
    nisCode: text(given, 'nisCode'),
    qualityCode,
    period: { start: text(given, 'start'), ...(end !== undefined && { end }) },
  };
}

function text(given: Readonly<Record<string, unknown>>, name: keyof typeof FORMS): string {
  const value = given[name];
  if (typeof value !== 'string' || !FORMS[name].test(value)) throw new Error(`${name} is not ${FORMS[name].source}`);
  return value;
}
