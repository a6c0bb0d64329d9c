import { Bcss } from '../../src/simulator/bcss.ts';
import type { Contract } from '../../src/simulator/contracts/contract.ts';
import { loadContracts } from '../../src/simulator/contracts/load-contracts.ts';
import { SOAP_PREFIX, SSDN_PATH } from '../../src/simulator/conversation/understand.ts';
import type { Fault } from '../../src/simulator/faults/fault.ts';
import type { JsonObject } from '../../src/simulator/json.ts';
import { completeMessage } from '../../src/simulator/message/complete.ts';
import { writeMessage } from '../../src/simulator/message/write-message.ts';
import { FICTIVILLE } from '../../src/simulator/town/places.ts';
import { openEnvelope } from '../../src/simulator/wire/envelope.ts';
import { element, NS, textOf, type XmlNode } from '../../src/simulator/xml/node.ts';
import { readXml } from '../../src/simulator/xml/read-xml.ts';
import { writeXml } from '../../src/simulator/xml/write-xml.ts';

export const contracts = loadContracts();

/** A Tuesday in January. */
const NOW = new Date('2026-01-06T09:30:00Z');

/** BCSS without network or signatures, at a fixed time. */
export function bcssAlone(now = NOW): Bcss {
  let uuids = 0;
  return new Bcss({
    contracts,
    clock: () => now,
    uuid: () => `00000000-0000-4000-8000-${String(++uuids).padStart(12, '0')}`,
    signer: undefined,
    otherSigner: undefined,
    acceptedSigners: [],
    municipalities: {},
  });
}

/** A request of an operation, about a person; what is not given is made up. */
export function requestElement(contract: Contract, ssin: string, given: JsonObject = {}): XmlNode {
  const suggestions = { ssin, cbeNumber: FICTIVILLE.cpas, today: NOW.toISOString().slice(0, 10) };
  return writeMessage(completeMessage(given, contract.request, suggestions), contract.request);
}

/** The envelope that carries a request, and where it goes. */
export function requestMessage(contract: Contract, request: XmlNode): { path: string; body: string } {
  const inBody = (content: XmlNode): string =>
    writeXml(element(NS.soap, 'Envelope', [element(NS.soap, 'Body', [content])]));
  if (contract.transport === 'soap') return { path: `${SOAP_PREFIX}${contract.path}`, body: inBody(request) };
  const document = writeXml(ssdnDocument(contract, request));
  return { path: SSDN_PATH, body: inBody(element(NS.connector, 'xmlString', [document])) };
}

function ssdnDocument({ serviceId, version }: Contract, request: XmlNode): XmlNode {
  const own = (name: string, ...children: (XmlNode | string)[]): XmlNode => element(NS.ssdn, name, children);
  const user = own(
    'AuthorizedUser',
    own('UserID', '01010100194'),
    own('Email', 'somebody@cpas-fictiville.example'),
    own('OrgUnit', FICTIVILLE.cpas),
    own('MatrixID', '17'),
    own('MatrixSubID', '1'),
  );
  return own(
    'SSDNRequest',
    own('RequestContext', user, own('Message', own('Reference', 'REF-1'), own('TimeRequest', '20260106T103000'))),
    own('ServiceRequest', own('ServiceId', serviceId), own('Version', version), request),
  );
}

/** What BCSS answers: the reply document of an SSDN service, or the Body's content of a SOAP service. */
export function replyDocument(bcss: Bcss, contract: Contract, request: XmlNode, fault?: Fault): XmlNode {
  const understood = bcss.hear({ ...requestMessage(contract, request), at: NOW, certificate: 'CN=test' });
  const content = openEnvelope(readXml(bcss.reply(understood, fault).xml))?.content;
  if (content === undefined) throw new Error('the reply is no envelope');
  return content.local === 'xmlString' ? readXml(textOf(content)) : content;
}
