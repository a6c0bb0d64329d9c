import type { Bcss } from '../bcss.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { RequestRecords } from '../request-records.ts';
import { sendHttpFault, sendReply } from './send-reply.ts';
import type { Visit } from './server.ts';

/** One message: understood, perhaps struck by a fault, answered, remembered. */
export async function converse(
  visit: Visit,
  bcss: Bcss,
  faults: FaultList,
  records: RequestRecords,
  clock: () => Date,
): Promise<void> {
  const { path, certificate, response } = visit;
  if (visit.method !== 'POST') {
    response.writeHead(405, { allow: 'POST' }).end();
    return;
  }
  const understood = bcss.hear({ path, body: visit.body.toString(), at: clock(), certificate });
  const fault = faults.take({ flow: understood.flow, path, subjects: understood.subjects });
  const known = (ssin: string): boolean => bcss.world.town.find(ssin) !== undefined;
  if (fault?.kind === 'http') {
    records.add(understood, known, fault, fault.status);
    sendHttpFault(response, fault);
    return;
  }
  if (fault?.kind === 'lose-before-effect') {
    records.add(understood, known, fault, undefined);
    response.destroy();
    return;
  }
  const reply = bcss.reply(understood, fault);
  records.add(understood, known, fault, reply.status);
  await sendReply(visit, reply, fault);
}
