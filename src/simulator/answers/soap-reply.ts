import type { Contract } from '../contracts/contract.ts';
import type { Root } from '../contracts/model.ts';
import type { JsonObject } from '../json.ts';
import { completeMessage } from '../message/complete.ts';
import { echoOf } from '../message/echo.ts';
import type { Suggestions } from '../message/example.ts';
import { writeMessage } from '../message/write-message.ts';
import { knownRemark, type Remark } from '../services/remarks.ts';
import type { Answer } from '../services/service.ts';
import type { XmlNode } from '../xml/node.ts';

/** What BCSS adds to a reply. */
export interface Stamp {
  /** Its ticket, a UUID. */
  readonly ticketCbss: string;
  readonly received: Date;
  readonly replied: Date;
}

/**
 * The reply of a SOAP service: what it repeats of the request, what BCSS says about it, and the parts of the answer. Anything else
 * that the contract demands is made up, so that a refusal is as valid as an answer.
 */
export function soapReply(
  contract: Contract,
  payload: JsonObject,
  answer: Answer,
  stamp: Stamp,
  suggestions: Suggestions,
  status: JsonObject | undefined,
): JsonObject {
  const type = contract.reply.type();
  const given: JsonObject = {
    ...echoOf(payload, type),
    informationCBSS: informationCbss(stamp),
    ...(status !== undefined && { status }),
    ...answer.parts,
  };
  return completeMessage(known(given, contract.reply), contract.reply, suggestions);
}

/** The detail of a fault, in the form its service declares; undefined where it declares none. */
export function faultDetail(
  contract: Contract | undefined,
  payload: JsonObject,
  remark: Remark,
  stamp: Stamp,
  suggestions: Suggestions,
): XmlNode | undefined {
  const root = contract?.fault;
  if (root === undefined) return undefined;
  const { text, author } = knownRemark(remark.code);
  const anomaly = { severity: 'FATAL', reasonCode: remark.code, diagnostic: text, authorCode: author };
  const given = {
    ...echoOf(payload, root.type()),
    informationCBSS: informationCbss(stamp),
    // The common form calls the list `detail`, older services call it `error`.
    detail: [anomaly],
    error: [anomaly],
  };
  return writeMessage(completeMessage(known(given, root), root, suggestions), root);
}

function informationCbss({ ticketCbss, received, replied }: Stamp): JsonObject {
  return {
    ticketCBSS: ticketCbss,
    timestampReceive: received.toISOString(),
    timestampReply: replied.toISOString(),
  };
}

/** Only the parts that this root has. */
function known(given: JsonObject, root: Root): JsonObject {
  const type = root.type();
  const keys = new Set(type.kind === 'complex' ? type.parts.map(({ key }) => key) : []);
  return Object.fromEntries(Object.entries(given).filter(([key]) => keys.has(key)));
}
