import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeCbeNumber } from '../../src/domain/cbe-number.ts';
import { completeSsin } from '../../src/domain/ssin.ts';
import { readSsdnReply, type SsdnRequest, writeSsdnRequest } from '../../src/soap/ssdn.ts';
import { bodyElement, envelope, xmlStringElement } from '../../src/soap/write-envelope.ts';
import { readEnvelope } from '../../src/soap/read-envelope.ts';
import { canonicalise } from '../../src/xml/canonical.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { childElements, descendants, textOf } from '../../src/xml/tree.ts';
import { anyText, plainDocument } from '../xml/random-xml.ts';

const SERVICE = 'http://www.ksz-bcss.fgov.be/XSD/SSDN/Service';
const COMMON = 'http://www.ksz-bcss.fgov.be/XSD/SSDN/Common';

const REQUEST: SsdnRequest = {
  organisation: {
    id: 'cpas-fictiville',
    cbeNumber: completeCbeNumber('09999901'),
    nisCode: '99999',
    name: 'CPAS de Fictiville',
    email: 'cpas@fictiville.example',
    sector: 17,
    institution: 1,
  },
  user: { ssin: completeSsin('040210001'), email: 'rené&co@fictiville.example' },
  reference: '0a1b2c3d-0000-7000-8000-000000000001',
  sentAt: new Date('2026-11-23T10:15:00Z'),
  serviceId: 'OCMWCPASManageAccess',
  version: '20050930',
  payload: '<m:request xmlns:m="urn:m"><m:name>a &amp; b</m:name></m:request>',
};

describe('an SSDN request', () => {
  it('says who asks, with which reference, and of which service, in the order of the schema', () => {
    const told = [...descendants(parseXml(writeSsdnRequest(REQUEST)))]
      .filter((element) => element.namespace === SERVICE && childElements(element).length === 0)
      .map((element) => `${element.local}: ${textOf(element)}`);
    expect(told).toEqual([
      'UserID: 04021000188',
      'Email: rené&co@fictiville.example',
      `OrgUnit: ${REQUEST.organisation.cbeNumber}`,
      'MatrixID: 17',
      'MatrixSubID: 1',
      'Reference: 0a1b2c3d-0000-7000-8000-000000000001',
      'TimeRequest: 20261123T111500',
      'ServiceId: OCMWCPASManageAccess',
      'Version: 20050930',
    ]);
  });

  it('is canonical as it is written', () => {
    const text = writeSsdnRequest(REQUEST);
    expect(`<?xml version="1.0" encoding="UTF-8"?>${canonicalise(parseXml(text))}`).toBe(text);
  });

  it('arrives inside xmlString as the text it was, whatever is in it', () => {
    const anything = fc.oneof(anyText, plainDocument, fc.constant(writeSsdnRequest(REQUEST)));
    fc.assert(
      fc.property(anything, (document) => {
        const { content } = readEnvelope(parseXml(envelope(bodyElement(xmlStringElement(document)))));
        expect(content.local).toBe('xmlString');
        expect(content.children).toHaveLength(document === '' ? 0 : 1);
        expect(textOf(content)).toBe(document);
      }),
    );
  });
});

describe('an SSDN reply', () => {
  const summary = (ok: string, more = '<c:ReturnCode>0</c:ReturnCode>'): string =>
    `<c:ResultSummary ok="${ok}">${more}</c:ResultSummary>`;
  const service = (inside = '<p:reply xmlns:p="urn:p"/>', ok = 'YES'): string =>
    `<ServiceReply>${summary(ok)}<ServiceId> X </ServiceId><Version>\n20050930</Version>${inside}</ServiceReply>`;
  const message = '<Message><Reference> ours </Reference><Ticket>theirs</Ticket></Message>';
  const context = (inside = summary('YES') + message): string => `<ReplyContext>${inside}</ReplyContext>`;
  const reply = (inside: string): string => `<SSDNReply xmlns="${SERVICE}" xmlns:c="${COMMON}">${inside}</SSDNReply>`;
  const read = (inside: string): ReturnType<typeof readSsdnReply> => readSsdnReply(parseXml(reply(inside)));

  it('has our reference, their ticket, and one part for each service', () => {
    const { context: about, services } = read(context() + service() + service(''));
    expect(about).toMatchObject({ reference: 'ours', ticket: 'theirs', timeReceive: undefined });
    expect(services.map(({ payload }) => payload?.local)).toEqual(['reply', undefined]);
    expect(services[0]).toMatchObject({ serviceId: 'X', version: '20050930', summary: { ok: 'YES', returnCode: 0 } });
  });

  it('is the same inside xmlString, escaped or as CDATA', () => {
    const document = reply(context() + service());
    const connector = 'http://ksz-bcss.fgov.be/connectors/WebServiceConnector';
    const inCdata = `<xmlString xmlns="${connector}"><![CDATA[<?xml version="1.0" encoding="UTF-8"?>\n${document}]]></xmlString>`;
    const [escaped, quoted] = [xmlStringElement(document), inCdata].map((element) =>
      readSsdnReply(parseXml(textOf(parseXml(element)))),
    );
    expect(quoted?.context).toEqual(escaped?.context);
    expect(quoted?.services).toHaveLength(1);
  });

  it('repeats who asked', () => {
    const user = '<AuthorizedUser><UserID> 04021000188 </UserID><MatrixID>17</MatrixID></AuthorizedUser>';
    expect(read(context(summary('YES') + user)).context.authorizedUser).toEqual({
      UserID: '04021000188',
      MatrixID: '17',
    });
    expect(read(context()).context.authorizedUser).toBeUndefined();
    expect(() => read(context(summary('YES') + user + user))).toThrow('more than one AuthorizedUser');
  });

  it('without a Message has neither reference nor ticket', () => {
    expect(read(context(summary('NO'))).context).toMatchObject({ reference: undefined, ticket: undefined });
  });

  it.each([
    ['of another namespace', () => readSsdnReply(parseXml('<SSDNReply/>')), 'the root is not an SSDNReply'],
    ['without a context', () => read(service()), 'not exactly one ReplyContext in SSDNReply'],
    ['with two contexts', () => read(context() + context()), 'not exactly one ReplyContext in SSDNReply'],
    [
      'with two Messages',
      () => read(context(summary('YES') + message + message)),
      'more than one Message in ReplyContext',
    ],
    ['with no summary', () => read(context(message)), 'not exactly one ResultSummary in ReplyContext'],
    ['with two summaries', () => read(context(summary('YES') + summary('NO'))), 'not exactly one ResultSummary'],
    [
      'with two references',
      () => read(context(`${summary('YES')}<Message><Reference>1</Reference><Reference>2</Reference></Message>`)),
      'more than one Reference in Message',
    ],
    ['with two payloads', () => read(context() + service('<a/><b/>')), 'a ServiceReply with two payloads'],
    ['with two ServiceIds', () => read(context() + service('<ServiceId>Y</ServiceId>')), 'not exactly one ServiceId'],
    ['with two Versions', () => read(context() + service('<Version>2</Version>')), 'not exactly one Version'],
    ['with a service that does not say how it went', () => read(`${context()}<ServiceReply/>`), 'not exactly one'],
  ])('%s is refused', (_what, make, why) => {
    expect(make).toThrow(`SSDN reply refused: ${why}`);
  });

  describe('its summary never turns into a success what is not one', () => {
    const summaryOf = (ok: string, more?: string): ReturnType<typeof read>['context']['summary'] =>
      read(context(summary(ok, more))).context.summary;

    it.each([
      ['YES', 'YES'],
      ['WARNING', 'WARNING'],
      ['NO', 'NO'],
      ['yes', 'NO'],
      ['', 'NO'],
      [' YES', 'NO'],
      ['TRUE', 'NO'],
    ])('ok="%s" counts as %s', (given, counts) => {
      expect(summaryOf(given).ok).toBe(counts);
    });

    it('no ok at all counts as NO', () => {
      expect(read(context('<c:ResultSummary/>')).context.summary.ok).toBe('NO');
    });

    it.each([
      ['0', 0],
      [' 10000\n', 10_000],
      ['', Number.NaN],
      [' ', Number.NaN],
      ['zero', Number.NaN],
      ['0x0', Number.NaN],
      ['-0', Number.NaN],
    ])('the return code %j is %d', (given, code) => {
      expect(summaryOf('YES', `<c:ReturnCode>${given}</c:ReturnCode>`).returnCode).toBe(code);
    });

    it('two return codes, or none, are no number', () => {
      const twice = '<c:ReturnCode>0</c:ReturnCode><c:ReturnCode>10000</c:ReturnCode>';
      expect(summaryOf('YES', twice).returnCode).toBeNaN();
      expect(summaryOf('YES', '').returnCode).toBeNaN();
    });

    it('reads each detail, and a severity that it does not know, or knows twice, as an error', () => {
      const detail = (severity: string): string =>
        `<c:Detail>${severity}<c:ReasonCode>MSG00012</c:ReasonCode><c:Diagnostic>d</c:Diagnostic>` +
        '<c:AuthorCodeList>KSZBCSS</c:AuthorCodeList>' +
        '<c:Information><c:FieldName>INSS</c:FieldName><c:FieldValue>1</c:FieldValue></c:Information></c:Detail>';
      const severity = (text: string): string => `<c:Severity>${text}</c:Severity>`;
      const given = ['INFORMATION', 'WARNING', 'ERROR', 'FATAL'].map(severity);
      const { details } = summaryOf(
        'NO',
        [...given, '', severity('WARNING') + severity('INFORMATION')].map(detail).join(''),
      );
      expect(details.map((one) => one.severity)).toEqual([
        'INFORMATION',
        'WARNING',
        'ERROR',
        'ERROR',
        'ERROR',
        'ERROR',
      ]);
      expect(details[0]).toEqual({
        severity: 'INFORMATION',
        reasonCode: 'MSG00012',
        diagnostic: 'd',
        author: 'KSZBCSS',
        information: [{ fieldName: 'INSS', fieldValue: '1' }],
      });
    });
  });
});
