/** Namespaces that the protocols of this house are made of. */
export const NS = {
  soap: 'http://schemas.xmlsoap.org/soap/envelope/',
  soap12: 'http://www.w3.org/2003/05/soap-envelope',
  addressing: 'http://www.w3.org/2005/08/addressing',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
  wsse: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd',
  wsu: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd',
  ds: 'http://www.w3.org/2000/09/xmldsig#',
  exclusiveC14n: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  connector: 'http://ksz-bcss.fgov.be/connectors/WebServiceConnector',
  ssdnService: 'http://www.ksz-bcss.fgov.be/XSD/SSDN/Service',
  ssdnCommon: 'http://www.ksz-bcss.fgov.be/XSD/SSDN/Common',
} as const;
