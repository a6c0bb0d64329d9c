import type { JsonObject } from '../../json.ts';
import { startEnd } from '../parts/asked-days.ts';
import { mismatches } from '../proof.ts';
import { type Remark, remark } from '../remarks.ts';
import type { Answer, Question, Service } from '../service.ts';
import { standingRefusal } from '../standing.ts';
import { type Asked, askedOf } from './asked.ts';
import { alreadyIntegrated, changeDefect } from './refusals.ts';
import { registrations } from './registrations.ts';

/** Integrates a person, ends that, or tells who is integrated where (OCMWCPASManageAccess). */
export const manageAccess: Service = {
  service: 'ManageAccess',
  admission: 'anybody',
  answer(question) {
    const asked = askedOf(question.payload);
    const standing = question.world.town.standing(asked.ssin);
    if (standing.kind !== 'known') return standingRefusal(standing);
    // LIST asks for a proof as well.
    const proof = mismatches(question.payload.ProofOfAuthentication, standing.person);
    if (proof === undefined) return refused(remark('31000007', 'ProofOfAuthentication'));
    const defect = changeDefect(asked);
    if (defect !== undefined) return refused(defect);
    if (proof.length > 0) return unproven(asked, { code: '22007007', fields: proof });
    return carryOut(asked, asked.purpose ?? ANY_PURPOSE, question);
  },
};

/** What the reply says where LIST named no purpose: its contract demands one. */
const ANY_PURPOSE = 0;

function carryOut(asked: Asked, qualityCode: number, { world: { integrations }, caller }: Question): Answer {
  const own = { ssin: asked.ssin, nisCode: caller.nisCode, qualityCode, period: asked.period };
  if (asked.action === 'REGISTER') {
    const already = alreadyIntegrated(own, integrations.of(asked.ssin, asked.period));
    if (already !== undefined) return refused(already);
    integrations.register(own);
  }
  if (asked.action === 'UNREGISTER' && !integrations.unregister(own)) {
    return refused(remark('99990001', 'Purpose', 'Period'));
  }
  const Registrations = registrations(asked, integrations.of(asked.ssin, asked.period));
  return { outcome: 'found', parts: { OriginalRequest: original(asked), Registrations } };
}

/** No matching proof, no registration; the answer is a warning and names the fields that differ. */
function unproven(asked: Asked, warning: Remark): Answer {
  return { outcome: 'found', remarks: [warning], parts: { OriginalRequest: original(asked) } };
}

function original({ ssin, purpose, period, action, register }: Asked): JsonObject {
  return {
    SSIN: ssin,
    Purpose: purpose ?? ANY_PURPOSE,
    Period: startEnd(period),
    Action: action,
    Register: register,
  };
}

function refused(defect: Remark): Answer {
  return { outcome: 'refused', remarks: [defect] };
}
