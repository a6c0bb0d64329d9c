import { makeSealer, type SigningKey } from '../../src/signing/seal.ts';
import { BODY_ID, bodyElement, envelope } from '../../src/soap/write-envelope.ts';
import { NS } from '../../src/xml/names.ts';
import { escapeText } from '../../src/xml/characters.ts';
import { cast, NOW } from '../signing/cast.ts';
import { ORGANISATION } from './organisations.ts';
import { PERSON } from './people.ts';

/** Replies of BCSS, as its contracts have them, put together from text: nothing here is written by what reads it. */

/** Seals a Body as BCSS would. */
export async function signed(content: string, by: SigningKey = cast.peer, at: Date = NOW): Promise<Buffer> {
  const body = bodyElement(content);
  return Buffer.from(envelope(body, await makeSealer(by).seal(body, BODY_ID, at)));
}

/** The same without a signature. */
export function unsigned(content: string): Buffer {
  return Buffer.from(envelope(bodyElement(content)));
}

/** A SOAP 1.1 fault; `detail` is the content of its detail element. */
export function fault(code: string, detail = '', reason = 'something went wrong'): string {
  const parts = `<faultcode>${code}</faultcode><faultstring>${reason}</faultstring>`;
  return `<soapenv:Fault xmlns:soapenv="${NS.soap}">${parts}<detail>${detail}</detail></soapenv:Fault>`;
}

const TI = 'http://kszbcss.fgov.be/intf/RetrieveTIGroupsService/v2';

const information = (ticket: string | undefined): string =>
  `<informationCustomer>${ticket === undefined ? '' : `<ticket>${ticket}</ticket>`}` +
  `<customerIdentification><cbeNumber>${ORGANISATION.cbeNumber}</cbeNumber></customerIdentification></informationCustomer>` +
  '<informationCBSS><ticketCBSS>00000000-0000-4000-8000-000000000007</ticketCBSS>' +
  '<timestampReceive>2026-11-23T10:15:00Z</timestampReceive><timestampReply>2026-11-23T10:15:00Z</timestampReply></informationCBSS>';

/** A file with next to nothing in it: what stands in a file does not matter to how an attempt ends. */
const FILE =
  '<rrn_it_implicit><CivilStates xmlns="http://www.ibz.rrn.fgov.be/XSD/xm25/rn25Schema"><CivilState><CivilState><Code>10</Code></CivilState></CivilState></CivilStates></rrn_it_implicit>';

/** What RetrieveTIGroups answers. */
export interface FileReply {
  readonly ticket: string | undefined;
  readonly value?: string;
  readonly code?: string;
  readonly ssin?: string;
}

export function fileReply({ ticket, value = 'DATA_FOUND', code = 'MSG00000', ssin = PERSON }: FileReply): string {
  return (
    `<svc:retrieveTIGroupsResponse xmlns:svc="${TI}">${information(ticket)}<legalContext>PCSA:SOCIAL_INQUIRY</legalContext>` +
    `<searchInformation><ssin>${ssin}</ssin></searchInformation>` +
    `<status><value>${value}</value><code>${code}</code></status>` +
    `${value === 'DATA_FOUND' ? FILE : ''}</svc:retrieveTIGroupsResponse>`
  );
}

/** The fault element of that service, with reason codes. */
export function fileFault(ticket: string | undefined, ...codes: readonly string[]): string {
  const details = codes.map((code) => `<detail><severity>FATAL</severity><reasonCode>${code}</reasonCode></detail>`);
  return `<svc:retrieveTIGroupsFault xmlns:svc="${TI}">${information(ticket)}${details.join('')}</svc:retrieveTIGroupsFault>`;
}

/** A row of the register of integrations. */
export interface Registration {
  readonly purpose?: number;
  readonly start?: string;
  readonly nisCode?: string;
  readonly register?: string;
}

/** What ManageAccess answers, and what SSDN says around it. */
export interface AccessReply {
  readonly reference: string | undefined;
  readonly action?: string;
  readonly ssin?: string;
  readonly registrations?: readonly Registration[];
  /** `YES`, `WARNING` or `NO`, with reason codes. */
  readonly ok?: string;
  readonly codes?: readonly string[];
  /** Left out, as BCSS does on an error. */
  readonly payload?: 'none';
}

const MA = 'http://www.ksz-bcss.fgov.be/XSD/SSDN/OCMW_CPAS/ManageAccess';
const SEVERITY: Readonly<Record<string, string>> = { YES: 'INFORMATION', WARNING: 'WARNING', NO: 'ERROR' };
const RETURN_CODE: Readonly<Record<string, number>> = { YES: 0, WARNING: 1, NO: 10_000 };

export function accessReply(wish: AccessReply): string {
  const { reference, action = 'REGISTER', ssin = PERSON, registrations = [{}], ok = 'YES', codes = [], payload } = wish;
  const period = (start: string): string => `<m:Period><c:StartDate>${start}</c:StartDate></m:Period>`;
  const original = `<m:SSIN>${ssin}</m:SSIN><m:Purpose>2</m:Purpose>${period('2026-01-05+01:00')}<m:Action>${action}</m:Action>`;
  const rows = registrations.map(
    ({ purpose = 2, start = '2026-01-05+01:00', nisCode = ORGANISATION.nisCode, register = 'SECONDARY' }) =>
      `<m:Registrations><m:Purpose>${purpose}</m:Purpose>${period(start)}` +
      `<m:OrgUnit>${nisCode}</m:OrgUnit><m:Register>${register}</m:Register></m:Registrations>`,
  );
  const reply =
    `<m:ManageAccessReply xmlns:m="${MA}" xmlns:c="${NS.ssdnCommon}">` +
    `<m:OriginalRequest>${original}</m:OriginalRequest>${rows.join('')}</m:ManageAccessReply>`;
  return ssdnReply({ reference, ok, codes, service: payload === 'none' ? '' : reply });
}

interface SsdnWish {
  readonly reference: string | undefined;
  readonly ok: string;
  readonly codes: readonly string[];
  readonly service: string;
}

/** An SSDNReply inside the connector's `xmlString`. */
function ssdnReply({ reference, ok, codes, service }: SsdnWish): string {
  const details = codes.map(
    (code) =>
      `<c:Detail><c:Severity>${SEVERITY[ok] ?? ''}</c:Severity><c:ReasonCode>${code}</c:ReasonCode>` +
      '<c:Diagnostic>a remark</c:Diagnostic><c:AuthorCodeList>CBSS</c:AuthorCodeList></c:Detail>',
  );
  const summary =
    `<c:ResultSummary xmlns:c="${NS.ssdnCommon}" ok="${ok}">` +
    `<c:ReturnCode>${RETURN_CODE[ok] ?? 0}</c:ReturnCode>${details.join('')}</c:ResultSummary>`;
  const referenceElement = reference === undefined ? '' : `<Reference>${reference}</Reference>`;
  const document =
    `<SSDNReply xmlns="${NS.ssdnService}"><ReplyContext>` +
    `<c:ResultSummary xmlns:c="${NS.ssdnCommon}" ok="YES"><c:ReturnCode>0</c:ReturnCode></c:ResultSummary>` +
    `<Message>${referenceElement}<Ticket>THEIRS-1</Ticket></Message></ReplyContext>` +
    `<ServiceReply>${summary}<ServiceId>OCMWCPASManageAccess</ServiceId><Version>20050930</Version>${service}</ServiceReply></SSDNReply>`;
  return `<wsc:xmlString xmlns:wsc="${NS.connector}">${escapeText(document)}</wsc:xmlString>`;
}

const L036 = 'http://www.ksz-bcss.fgov.be/XSD/SSDN/OCMW_CPAS/L036';

/** A page of attestations A036, by their numbers; `next` leads to a further one. */
export function attestationsReply(reference: string | undefined, ids: readonly string[], next?: string): string {
  const items = ids.map(
    (id) =>
      '<l:A036><l:OcmwCpas>99901</l:OcmwCpas><l:Attestation><l:AttestationIdentification>' +
      `<l:AttestationID>${id}</l:AttestationID></l:AttestationIdentification></l:Attestation></l:A036>`,
  );
  const nextElement = next === undefined ? '' : `<l:NextAnswerReference>${next}</l:NextAnswerReference>`;
  const service =
    `<l:L036RequestReply xmlns:l="${L036}"><l:L036 processType="L"><l:AnswerOK>${nextElement}${items.join('')}` +
    '</l:AnswerOK></l:L036></l:L036RequestReply>';
  return ssdnReply({ reference, ok: 'YES', codes: [], service });
}
