import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { newFolder, usedDataDir } from '../support/data-dir.ts';
import { type CommandEnd, gateway, startGateway } from '../support/gateway-process.ts';
import { type Exchange, RestClient } from '../support/rest-client.ts';

const COMMON = 'http://kszbcss.fgov.be/types/common/v3';
const TYPES = 'http://kszbcss.fgov.be/types/TramPass/v2';
const INTERFACE = 'http://kszbcss.fgov.be/intf/TramPassService/v2';

/** What every service of BCSS shares, as far as this one needs it. */
const commonXsd = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${COMMON}" targetNamespace="${COMMON}">
  <xs:complexType name="CustomerIdentificationType">
    <xs:sequence><xs:element name="cbeNumber" type="xs:string"/></xs:sequence>
  </xs:complexType>
  <xs:complexType name="InformationCustomerType">
    <xs:sequence>
      <xs:element name="ticket" type="xs:string" minOccurs="0"/>
      <xs:element name="timestampSent" type="xs:dateTime"/>
      <xs:element name="customerIdentification" type="CustomerIdentificationType"/>
    </xs:sequence>
  </xs:complexType>
  <xs:complexType name="InformationCBSSType">
    <xs:sequence>
      <xs:element name="ticketCBSS" type="xs:string" minOccurs="0"/>
      <xs:element name="timestampReceive" type="xs:dateTime"/>
      <xs:element name="timestampReply" type="xs:dateTime" minOccurs="0"/>
    </xs:sequence>
  </xs:complexType>
  <xs:complexType name="StatusType">
    <xs:sequence>
      <xs:element name="value">
        <xs:simpleType>
          <xs:restriction base="xs:string">
            <xs:enumeration value="DATA_FOUND"/>
            <xs:enumeration value="NO_DATA_FOUND"/>
            <xs:enumeration value="NO_RESULT"/>
          </xs:restriction>
        </xs:simpleType>
      </xs:element>
      <xs:element name="code" type="xs:string"/>
      <xs:element name="description" type="xs:string" minOccurs="0"/>
    </xs:sequence>
  </xs:complexType>
  <xs:simpleType name="SsinType">
    <xs:restriction base="xs:string"><xs:pattern value="\\d{11}"/></xs:restriction>
  </xs:simpleType>
</xs:schema>
`;

/** A service that nobody has: \`zone\` is the name of one field, \`longest\` the length of its value. */
const tramPassXsd = (zone = 'zone', longest = 4): string => `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${TYPES}" xmlns:c="${COMMON}" targetNamespace="${TYPES}">
  <xs:import namespace="${COMMON}" schemaLocation="Common.xsd"/>
  <xs:simpleType name="ZoneType">
    <xs:restriction base="xs:string"><xs:maxLength value="${longest}"/></xs:restriction>
  </xs:simpleType>
  <xs:complexType name="CriteriaType">
    <xs:sequence>
      <xs:element name="ssin" type="c:SsinType"/>
      <xs:element name="${zone}" type="ZoneType" minOccurs="0"/>
    </xs:sequence>
  </xs:complexType>
  <xs:complexType name="PassType">
    <xs:sequence>
      <xs:element name="validUntil" type="xs:date"/>
    </xs:sequence>
  </xs:complexType>
  <xs:complexType name="FindPassesRequest">
    <xs:sequence>
      <xs:element name="informationCustomer" type="c:InformationCustomerType"/>
      <xs:element name="informationCBSS" type="c:InformationCBSSType" minOccurs="0"/>
      <xs:element name="legalContext" type="xs:string"/>
      <xs:element name="criteria" type="CriteriaType"/>
    </xs:sequence>
  </xs:complexType>
  <xs:complexType name="FindPassesResponse">
    <xs:sequence>
      <xs:element name="informationCustomer" type="c:InformationCustomerType"/>
      <xs:element name="informationCBSS" type="c:InformationCBSSType"/>
      <xs:element name="legalContext" type="xs:string"/>
      <xs:element name="criteria" type="CriteriaType"/>
      <xs:element name="status" type="c:StatusType"/>
      <xs:element name="pass" type="PassType" minOccurs="0" maxOccurs="20"/>
    </xs:sequence>
  </xs:complexType>
</xs:schema>
`;

const tramPassWsdl = `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="${INTERFACE}" targetNamespace="${INTERFACE}">
  <wsdl:types>
    <xs:schema xmlns:t="${TYPES}" targetNamespace="${INTERFACE}">
      <xs:import namespace="${TYPES}" schemaLocation="TramPassV2.xsd"/>
      <xs:element name="findPassesRequest" type="t:FindPassesRequest"/>
      <xs:element name="findPassesResponse" type="t:FindPassesResponse"/>
    </xs:schema>
  </wsdl:types>
  <wsdl:message name="ask"><wsdl:part name="parameters" element="tns:findPassesRequest"/></wsdl:message>
  <wsdl:message name="tell"><wsdl:part name="parameters" element="tns:findPassesResponse"/></wsdl:message>
  <wsdl:portType name="TramPassPortType">
    <wsdl:operation name="findPasses">
      <wsdl:input message="tns:ask"/>
      <wsdl:output message="tns:tell"/>
    </wsdl:operation>
  </wsdl:portType>
  <wsdl:binding name="TramPassBinding" type="tns:TramPassPortType">
    <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
    <wsdl:operation name="findPasses">
      <soap:operation soapAction="${INTERFACE}/findPasses"/>
      <wsdl:input><soap:body use="literal"/></wsdl:input>
      <wsdl:output><soap:body use="literal"/></wsdl:output>
    </wsdl:operation>
  </wsdl:binding>
  <wsdl:service name="TramPassService">
    <wsdl:port name="TramPassPort" binding="tns:TramPassBinding">
      <soap:address location="https://services.example:443/SOA4520/TramPassService/v2/consult"/>
    </wsdl:port>
  </wsdl:service>
</wsdl:definitions>
`;

/** A folder with the contract, as a vendor gets it. @returns the path of the WSDL */
function contractFolder(types = tramPassXsd()): string {
  const folder = newFolder();
  writeFileSync(join(folder, 'Common.xsd'), commonXsd);
  writeFileSync(join(folder, 'TramPassV2.xsd'), types);
  writeFileSync(join(folder, 'TramPassService.wsdl'), tramPassWsdl);
  return join(folder, 'TramPassService.wsdl');
}

describe('a contract of BCSS’s style that nobody here has seen', () => {
  let flows: string;
  let imported: CommandEnd;
  beforeAll(async () => {
    flows = join(newFolder(), 'flows');
    imported = await gateway(['contracts', 'import', contractFolder(), '--out', flows]);
  });

  it('is imported, and says which flow it became and that a person has a descriptor to complete', () => {
    expect({ code: imported.code, stderr: imported.stderr }).toEqual({ code: 0, stderr: '' });
    expect(imported.stdout).toMatch(/^tram-pass .*findPasses.*\(descriptor to complete\)$/m);
  });

  it('is exchanged by a gateway that is only told where it is, and refused like any other when wrong', async () => {
    const started = await startGateway({ dataDir: await usedDataDir(), env: { FLOWS_DIR: flows } });
    try {
      const client = new RestClient(started);
      const send = (criteria: object, key: string) =>
        client.call<Exchange>(
          'POST',
          '/v1/flows/tram-pass/exchanges',
          {
            context: { user: { ssin: '01010100194' }, purpose: 'social enquiry', legalContext: 'TRAM:PASS' },
            payload: { criteria },
          },
          { 'idempotency-key': key, prefer: 'wait=20' },
        );
      const { body } = await send({ ssin: '01031210166', zone: 'A' }, 'first');
      expect(body).toMatchObject({ state: 'done', outcome: 'answered', result: { kind: 'nothing-found' } });
      expect(body.reply).toMatchObject({ criteria: { ssin: '01031210166', zone: 'A' } });
      const refused = await send({ ssin: '01031210166', zone: 'too long' }, 'second');
      expect(refused.status).toBe(400);
      expect(refused.text).toContain('/payload/criteria/zone');
    } finally {
      await started.stop();
    }
  });

  it('is compared with its next version in words', async () => {
    const before = contractFolder();
    const diff = (after: string): Promise<CommandEnd> => gateway(['contracts', 'diff', before, after]);
    const [same, changed] = await Promise.all([diff(contractFolder()), diff(contractFolder(tramPassXsd('area', 6)))]);
    expect(same).toEqual({ code: 0, stdout: 'No difference.\n', stderr: '' });
    expect(changed.code).toBe(0);
    expect(changed.stdout).toMatch(/zone.*area/);
    expect(changed.stdout).toMatch(/6.*before: 4/);
  });
});
