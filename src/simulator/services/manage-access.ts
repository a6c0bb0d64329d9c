import { dayOfDate, type Period, withZone } from '../integrations/day.ts';
import type { Integration } from '../integrations/integrations.ts';
import { type JsonObject, numberIn, textIn } from '../json.ts';
import { mismatches } from './proof.ts';
import { type Remark, remark } from './remarks.ts';
import type { Answer, Question, Service } from './service.ts';
import { standingRefusal } from './standing.ts';

/** Integrates a person, ends that, or tells who is integrated where (OCMWCPASManageAccess). */
export const manageAccess: Service = {
  service: 'ManageAccess',
  admission: 'anybody',
  answer(question) {
    const asked = askedOf(question);
    const standing = question.world.town.standing(asked.ssin);
    if (standing.kind !== 'known') return standingRefusal(standing);
    // LIST asks for a proof as well.
    const proof = mismatches(question.payload.ProofOfAuthentication, standing.person);
    if (proof === undefined) return refused(remark('31000007', 'ProofOfAuthentication'));
    if (proof.length > 0) return unproven(asked, { code: '22007007', fields: proof });
    if (asked.purpose === undefined && asked.action !== 'LIST') return refused(remark('31000007', 'Purpose'));
    return carryOut(asked, asked.purpose ?? ANY_PURPOSE, question);
  },
};

interface Asked {
  readonly ssin: string;
  readonly purpose: number | undefined;
  readonly period: Period;
  readonly action: string;
  readonly register: string | undefined;
}

/** What the reply says where LIST named no purpose: its contract demands one. */
const ANY_PURPOSE = 0;

function askedOf({ payload }: Question): Asked {
  const end = textIn(payload, 'Period', 'EndDate');
  return {
    ssin: textIn(payload, 'SSIN') ?? '',
    purpose: numberIn(payload, 'Purpose'),
    period: {
      start: dayOfDate(textIn(payload, 'Period', 'StartDate') ?? ''),
      ...(end !== undefined && { end: dayOfDate(end) }),
    },
    action: textIn(payload, 'Action') ?? '',
    register: textIn(payload, 'QueryRegister'),
  };
}

function carryOut(asked: Asked, qualityCode: number, question: Question): Answer {
  const { integrations } = question.world;
  const own = { ssin: asked.ssin, nisCode: question.caller.nisCode, qualityCode, period: asked.period };
  if (asked.action === 'REGISTER') integrations.register(own);
  if (asked.action === 'UNREGISTER' && !integrations.unregister(own)) return refused(remark('99990001', 'Period'));
  return { outcome: 'found', parts: { OriginalRequest: original(asked), Registrations: listed(asked, question) } };
}

/** No matching proof, no registration; the answer is a warning and names the fields that differ. */
function unproven(asked: Asked, warning: Remark): Answer {
  return { outcome: 'found', remarks: [warning], parts: { OriginalRequest: original(asked) } };
}

/** The integrations that overlap with the asked one, whoever made them: a collision shows here. */
function listed(asked: Asked, { world, payload }: Question): JsonObject[] {
  const overlapping = world.integrations.of(asked.ssin, asked.period);
  const ofPurpose =
    asked.action === 'LIST' && asked.purpose !== undefined
      ? overlapping.filter(({ qualityCode }) => qualityCode === asked.purpose)
      : overlapping;
  const sector = numberIn(payload, 'Sector') ?? CPAS_SECTOR;
  const secondary = sector === CPAS_SECTOR ? ofPurpose.map(secondaryRegistration) : [];
  const primary = primaryRegistration(overlapping, sector);
  // Changes happen in the directory of the CPAS; LIST chooses.
  const register = asked.action === 'LIST' ? (asked.register ?? 'ALL') : 'SECONDARY';
  return [...(register === 'PRIMARY' ? [] : secondary), ...(register === 'SECONDARY' ? [] : primary)];
}

const CPAS_SECTOR = 17;

function secondaryRegistration({ qualityCode, period, nisCode }: Integration): JsonObject {
  return { Purpose: qualityCode, Period: periodOf(period), OrgUnit: nisCode, Register: 'SECONDARY' };
}

/** In the directory of BCSS the whole sector is one: known to it from the first of its integrations to the end of the last. */
function primaryRegistration(integrations: readonly Integration[], sector: number): JsonObject[] {
  const [first] = integrations;
  if (first === undefined || sector !== CPAS_SECTOR) return [];
  const ends = integrations.map(({ period }) => period.end);
  const last = ends.includes(undefined) ? undefined : ends.sort().at(-1);
  const period = { start: first.period.start, ...(last !== undefined && { end: last }) };
  return [{ Purpose: 0, Period: periodOf(period), OrgUnit: String(CPAS_SECTOR), Register: 'PRIMARY' }];
}

function original({ ssin, purpose, period, action, register }: Asked): JsonObject {
  return {
    SSIN: ssin,
    Purpose: purpose ?? ANY_PURPOSE,
    Period: periodOf(period),
    Action: action,
    Register: register,
  };
}

function periodOf({ start, end }: Period): JsonObject {
  return { StartDate: withZone(start), EndDate: end === undefined ? undefined : withZone(end) };
}

function refused(...remarks: readonly Remark[]): Answer {
  return { outcome: 'refused', remarks };
}
