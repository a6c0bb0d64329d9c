import type { Flow } from '../../src/flows/flow.ts';
import { Bcss } from '../../src/simulator/bcss.ts';
import { loadContracts } from '../../src/simulator/contracts/load-contracts.ts';
import { SOAP_PREFIX, SSDN_PATH } from '../../src/simulator/conversation/understand.ts';
import { textOf } from '../../src/simulator/xml/node.ts';
import { writeXml } from '../../src/simulator/xml/write-xml.ts';
import { inEnvelope, SENT_AT } from './fixture.ts';

const contracts = loadContracts();

/** A simulator freshly started, at the time of the fixtures. */
export function freshBcss(): Bcss {
  return new Bcss({
    contracts,
    clock: () => SENT_AT,
    uuid: () => '99999999-8888-4777-8666-555555555555',
    signer: undefined,
    otherSigner: undefined,
    acceptedSigners: [],
    municipalities: {},
  });
}

/** What the simulator answers to a request: Body content, or SSDN document. */
export function simulatedReply(flow: Flow, requestXml: string, bcss = freshBcss()): string {
  const path = flow.transport === 'soap' ? `${SOAP_PREFIX}${flow.path}` : SSDN_PATH;
  const body = inEnvelope(flow, requestXml).toString();
  const { element } = bcss.content(bcss.hear({ path, body, at: SENT_AT, certificate: 'CN=gateway' }));
  return flow.transport === 'soap' ? writeXml(element, { declaration: false }) : textOf(element);
}
