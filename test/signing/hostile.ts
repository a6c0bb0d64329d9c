import { NS } from '../../src/xml/names.ts';
import { cast, NOW, peer } from './cast.ts';
import { daysFrom } from './identities.ts';
import { EXCLUSIVE, signedEnvelope, type Wish } from './outside-signer.ts';

/**
 * Tricks, by name, on any envelope of the outside signer whose content says NO_DATA once. The first kind needs no key: a genuine envelope, edited. The second is signed by the peer's own key, but not
 * as it must be: what an attacker might bring a careless signer, or a careless verifier, to.
 */

export interface Trick {
  readonly verdict: string;
  readonly make: (genuine: string) => string;
}

/** Replaces exactly one occurrence; a trick that no longer bites its envelope must not pass for refused. */
function swap(text: string, from: string, to: string): string {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${parts.length - 1} times in the envelope: ${from}`);
  return parts.join(to);
}

function part(text: string, start: string, end: string): string {
  const from = text.indexOf(start);
  const to = text.indexOf(end, from);
  if (from === -1 || to === -1) throw new Error(`not in the envelope: ${start} … ${end}`);
  return text.slice(from, to + end.length);
}

const bodyOf = (text: string): string => part(text, '<soapenv:Body', '</soapenv:Body>');
const timestampOf = (text: string): string => part(text, '<wsu:Timestamp', '</wsu:Timestamp>');
/** What an attacker would like the Body to say. */
const forgedOf = (text: string): string =>
  bodyOf(text)
    .replace(/^<soapenv:Body[^>]*>/, '')
    .replace('</soapenv:Body>', '')
    .replace('NO_DATA', 'DATA_FOUND');
/** The same Timestamp of another time. */
const later = (timestamp: string): string => timestamp.replaceAll(/>\d{4}-/g, '>2099-');
const signatureOf = (text: string): string => part(text, '<ds:Signature ', '</ds:Signature>');
const securityOf = (text: string): string => part(text, '<wsse:Security ', '</wsse:Security>');

const intoHeader = (text: string, more: string): string => swap(text, '</soapenv:Header>', `${more}</soapenv:Header>`);
const instead = (text: string, body: string): string => swap(text, bodyOf(text), body);

/** Puts the genuine Body somewhere else, and a Body with other content in its place. */
function wrapped(text: string, attributes: string, hide: (text: string, genuine: string) => string): string {
  const genuine = bodyOf(text);
  const forged = `<soapenv:Body${attributes}>${forgedOf(text)}</soapenv:Body>`;
  return hide(instead(text, '<PLACE/>'), genuine).replace('<PLACE/>', forged);
}

const inWrapper = (text: string, genuine: string): string =>
  intoHeader(text, `<w:Wrapper xmlns:w="urn:w">${genuine}</w:Wrapper>`);
const inObject = (text: string, genuine: string): string =>
  swap(text, '</ds:Signature>', `<ds:Object>${genuine}</ds:Object></ds:Signature>`);

const ID = ' wsu:Id="body-1"';

/** Edits of a genuine envelope, made without any key. */
export const EDITS: Readonly<Record<string, Trick>> = {
  'processing instruction in a value': {
    verdict: 'xml: processing-instruction',
    make: (text) => swap(text, 'NO_DATA', 'NO_<?p?>DATA'),
  },
  'doctype in front': { verdict: 'xml: doctype', make: (text) => `<!DOCTYPE Envelope [<!ENTITY e "x">]>${text}` },
  'comment in a value': { verdict: 'xml: comment', make: (text) => swap(text, 'NO_DATA', 'NO_<!-- -->DATA') },
  'comment in the digest': {
    verdict: 'xml: comment',
    make: (text) => text.replace('<ds:DigestValue>', '$&<!-- x -->'),
  },
  'a changed value': { verdict: 'signature: digest', make: (text) => swap(text, 'NO_DATA', 'DATA_FOUND') },
  'a changed Timestamp': {
    verdict: 'signature: digest',
    make: (text) => swap(text, timestampOf(text), later(timestampOf(text))),
  },

  'wrapping 1: forged Body with the same Id, genuine one in the Header': {
    verdict: 'signature: duplicate-id',
    make: (text) => wrapped(text, ID, inWrapper),
  },
  'wrapping 2: forged Body without Id, genuine one in the Header': {
    verdict: 'signature: reference',
    make: (text) => wrapped(text, '', inWrapper),
  },
  'wrapping 3: forged Body with another Id, genuine one in the Header': {
    verdict: 'signature: reference',
    make: (text) => wrapped(text, ' wsu:Id="body-2"', inWrapper),
  },
  'wrapping 4: genuine Body as the content of a forged one': {
    verdict: 'signature: reference',
    make: (text) => instead(text, `<soapenv:Body>${bodyOf(text)}</soapenv:Body>`),
  },
  'wrapping 5: forged Body without Id, genuine one in an Object of the signature': {
    verdict: 'signature: structure',
    make: (text) => wrapped(text, '', inObject),
  },
  'wrapping 6: forged Body with the same Id, genuine one in an Object of the signature': {
    verdict: 'signature: duplicate-id',
    make: (text) => wrapped(text, ID, inObject),
  },
  'wrapping 7: forged Body with the same xml:id': {
    verdict: 'signature: duplicate-id',
    make: (text) => wrapped(text, ' xml:id="body-1"', inWrapper),
  },
  'wrapping 8: forged Body with the same Id in no namespace': {
    verdict: 'signature: duplicate-id',
    make: (text) => wrapped(text, ' Id="body-1"', inWrapper),
  },
  'forged Body beside the genuine one': {
    verdict: 'envelope refused: elements beside Header and Body',
    make: (text) => instead(text, bodyOf(text) + `<soapenv:Body>${forgedOf(text)}</soapenv:Body>`),
  },
  'forged Body before the genuine one': {
    verdict: 'envelope refused: elements beside Header and Body',
    make: (text) => instead(text, `<soapenv:Body>${forgedOf(text)}</soapenv:Body>` + bodyOf(text)),
  },
  'forged Body before the Header': {
    verdict: 'envelope refused: no Body where it belongs',
    make: (text) => swap(text, '<soapenv:Header>', `<soapenv:Body>${forgedOf(text)}</soapenv:Body><soapenv:Header>`),
  },
  'forged content beside the genuine one': {
    verdict: 'envelope refused: the Body does not hold exactly one element',
    make: (text) => swap(text, '</soapenv:Body>', `${forgedOf(text)}</soapenv:Body>`),
  },
  'the whole envelope as the content of a forged one': {
    verdict: 'signature: missing',
    make: (text) =>
      `<soapenv:Envelope xmlns:soapenv="${NS.soap}"><soapenv:Header/><soapenv:Body>${text}</soapenv:Body></soapenv:Envelope>`,
  },
  'a later Timestamp, the genuine one in the Header': {
    verdict: 'signature: reference',
    make: (text) => {
      const genuine = timestampOf(text);
      return intoHeader(swap(text, genuine, later(genuine).replace('ts-1', 'ts-2')), genuine);
    },
  },
  'a later Timestamp with the same Id, the genuine one in the Header': {
    verdict: 'signature: duplicate-id',
    make: (text) => {
      const genuine = timestampOf(text);
      return intoHeader(swap(text, genuine, later(genuine)), genuine);
    },
  },

  ...Object.fromEntries(
    ['wsu:Id', 'xml:id', 'idle:ID', 'idle:id', 'idle:AssertionID', 'Id', 'ID', 'id', 'AssertionID'].map((name) => [
      `the Id of the Body on a second element, as ${name}`,
      {
        verdict: 'signature: duplicate-id',
        make: (text: string) => intoHeader(text, `<w:Other xmlns:w="urn:w" ${name}="body-1"/>`),
      },
    ]),
  ),

  ...Object.fromEntries(
    ['soapenv:Header', 'wsse:Security', 'wsu:Timestamp', 'ds:Signature'].map((name) => [
      `a plain Id shared by ${name} and KeyInfo`,
      {
        verdict: 'signature: duplicate-id',
        make: (text: string) =>
          swap(text, '<ds:KeyInfo>', '<ds:KeyInfo Id="x">').replace(new RegExp(`<${name}(?=[ >])`), '$& Id="x"'),
      },
    ]),
  ),
  'a qualified Id shared by two elements of the Header': {
    verdict: 'signature: duplicate-id',
    make: (text) => intoHeader(text, '<a idle:Id="x"/><b idle:Id="x"/>'),
  },

  'no Timestamp': { verdict: 'signature: timestamp-missing', make: (text) => swap(text, timestampOf(text), '') },
  'two Timestamps': {
    verdict: 'signature: structure',
    make: (text) => {
      const genuine = timestampOf(text);
      return swap(text, genuine, genuine + later(genuine).replace('ts-1', 'ts-2'));
    },
  },

  'no signature': { verdict: 'signature: missing', make: (text) => swap(text, signatureOf(text), '') },
  'no Security header': { verdict: 'signature: missing', make: (text) => swap(text, securityOf(text), '') },
  'no Header': {
    verdict: 'signature: missing',
    make: (text) => swap(text, part(text, '<soapenv:Header>', '</soapenv:Header>'), ''),
  },
  'signature beside the Security header': {
    verdict: 'signature: missing',
    make: (text) => {
      const signature = signatureOf(text).replace('<ds:Signature ', `$&xmlns:wsse="${NS.wsse}" `);
      return intoHeader(swap(text, signatureOf(text), ''), signature);
    },
  },
  'signature in a second Security header': {
    verdict: 'signature: structure',
    make: (text) => {
      const second = `<wsse:Security xmlns:wsse="${NS.wsse}">${signatureOf(text)}</wsse:Security>`;
      return intoHeader(swap(text, signatureOf(text), ''), second);
    },
  },
  'an empty Security header beside the signed one': {
    verdict: 'signature: structure',
    make: (text) => intoHeader(text, `<wsse:Security xmlns:wsse="${NS.wsse}"/>`),
  },
  'Security header for another actor': {
    verdict: 'signature: structure',
    make: (text) => swap(text, 'soapenv:mustUnderstand="1"', 'soapenv:actor="urn:somebody-else"'),
  },
  'two signatures': {
    verdict: 'signature: structure',
    make: (text) => swap(text, '</wsse:Security>', `${signatureOf(text)}</wsse:Security>`),
  },
  'two SignedInfo': {
    verdict: 'signature: structure',
    make: (text) =>
      swap(text, '<ds:SignatureValue>', `${part(text, '<ds:SignedInfo>', '</ds:SignedInfo>')}<ds:SignatureValue>`),
  },
  'two SignatureValue': {
    verdict: 'signature: structure',
    make: (text) =>
      swap(text, '<ds:KeyInfo>', `${part(text, '<ds:SignatureValue>', '</ds:SignatureValue>')}<ds:KeyInfo>`),
  },
  'SignatureValue before SignedInfo': {
    verdict: 'signature: structure',
    make: (text) => {
      const value = part(text, '<ds:SignatureValue>', '</ds:SignatureValue>');
      return swap(swap(text, value, ''), '<ds:SignedInfo>', `${value}<ds:SignedInfo>`);
    },
  },
  'another element in place of CanonicalizationMethod': {
    verdict: 'signature: structure',
    make: (text) => text.replaceAll('ds:CanonicalizationMethod', 'ds:Other'),
  },
  'another element in place of SignatureMethod': {
    verdict: 'signature: structure',
    make: (text) => text.replaceAll('ds:SignatureMethod', 'ds:Other'),
  },
  'another element with the content of a Reference': {
    verdict: 'signature: structure',
    make: (text) => {
      const reference = part(text, '<ds:Reference URI="#token-1">', '</ds:Reference>');
      return swap(text, reference, reference.replaceAll('ds:Reference', 'ds:Manifest'));
    },
  },
  'something more in a Reference': {
    verdict: 'signature: structure',
    make: (text) => text.replace('</ds:Reference>', '<ds:More/>$&'),
  },
  'a shorter signature asked for': {
    verdict: 'signature: algorithm',
    make: (text) =>
      text.replace(
        /<ds:SignatureMethod (.*?)\/>/,
        '<ds:SignatureMethod $1><ds:HMACOutputLength>8</ds:HMACOutputLength></ds:SignatureMethod>',
      ),
  },
  'element in the digest': {
    verdict: 'signature: structure',
    make: (text) => text.replace('</ds:DigestValue>', '<x xmlns=""/>$&'),
  },
  'element in the SignatureValue': {
    verdict: 'signature: structure',
    make: (text) => swap(text, '</ds:SignatureValue>', '<x xmlns=""/></ds:SignatureValue>'),
  },
  'a harmless Object': {
    verdict: 'signature: structure',
    make: (text) => swap(text, '</ds:Signature>', '<ds:Object>x</ds:Object></ds:Signature>'),
  },
  'an empty SignatureValue': {
    verdict: 'signature: value',
    make: (text) => swap(text, part(text, '<ds:SignatureValue>', '</ds:SignatureValue>'), '<ds:SignatureValue/>'),
  },
  'another algorithm than was signed': {
    verdict: 'signature: value',
    make: (text) => swap(text, '#rsa-sha256', '#rsa-sha512'),
  },
  'two tokens': {
    verdict: 'signature: structure',
    make: (text) => {
      const token = part(text, '<wsse:BinarySecurityToken', '</wsse:BinarySecurityToken>');
      return swap(text, token, token + token.replace('token-1', 'token-2'));
    },
  },
  'a token that is no certificate': {
    verdict: 'signature: no-certificate',
    make: (text) => text.replace(/(<wsse:BinarySecurityToken [^>]*>)[^<]*/, '$1AAAA'),
  },
};

const without = ['body-1', 'ts-1'];
const transform = (algorithm: string): string => `<ds:Transform Algorithm="${algorithm}"/>`;
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';

/** Signed with a key, but not as it must be. */
export const SIGNED_WRONGLY: Readonly<
  Record<string, Omit<Wish, 'signer'> & { readonly verdict: string; readonly signer?: Wish['signer'] }>
> = {
  'zero references': { references: [], verdict: 'signature: reference' },
  'reference to the Timestamp only': { references: ['ts-1'], verdict: 'signature: reference' },
  'reference to the token only': { references: ['token-1'], verdict: 'signature: reference' },
  'reference to the Body only': { references: ['body-1'], verdict: 'signature: reference' },
  'Body and token, not the Timestamp': { references: ['body-1', 'token-1'], verdict: 'signature: reference' },
  'reference to the whole document': { references: ['', 'ts-1'], verdict: 'signature: reference' },
  'four references': { references: ['body-1', 'ts-1', 'token-1', 'body-1'], verdict: 'signature: reference' },
  'an element behind the references': {
    afterReferences: '<ds:Manifest/>',
    references: without,
    verdict: 'signature: structure',
  },

  ...Object.fromEntries(
    [
      'http://www.w3.org/TR/1999/REC-xslt-19991116',
      'http://www.w3.org/TR/1999/REC-xpath-19991116',
      'http://www.w3.org/2002/06/xmldsig-filter2',
      `${DSIG}enveloped-signature`,
      `${DSIG}base64`,
      'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
      'http://www.w3.org/2006/12/xml-c14n11',
      `${EXCLUSIVE}WithComments`,
      'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#STR-Transform',
    ].map((algorithm) => [
      `the transform ${algorithm}`,
      { transforms: () => transform(algorithm), verdict: 'signature: transform' },
    ]),
  ),
  'no transform': { transforms: () => '', verdict: 'signature: transform' },
  'two transforms': { transforms: (exclusive) => exclusive + exclusive, verdict: 'signature: transform' },
  'enveloped-signature before the right transform': {
    transforms: (exclusive) => transform(`${DSIG}enveloped-signature`) + exclusive,
    verdict: 'signature: transform',
  },
  'a transform with something else inside': {
    transforms: () => `<ds:Transform Algorithm="${EXCLUSIVE}"><ds:XPath>1</ds:XPath></ds:Transform>`,
    verdict: 'signature: transform',
  },
  'two lists of inclusive prefixes': {
    transforms: () => {
      const list = `<ec:InclusiveNamespaces xmlns:ec="${EXCLUSIVE}" PrefixList=""/>`;
      return `<ds:Transform Algorithm="${EXCLUSIVE}">${list}${list}</ds:Transform>`;
    },
    verdict: 'signature: transform',
  },
  'a list of a thousand inclusive prefixes': {
    inclusivePrefixes: Array.from({ length: 1_000 }, (_, n) => `p${n}`),
    verdict: 'signature: transform',
  },

  'inclusive canonicalisation of SignedInfo': {
    canonicalisation: 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
    verdict: 'signature: algorithm',
  },
  'canonicalisation with comments of SignedInfo': {
    canonicalisation: `${EXCLUSIVE}WithComments`,
    verdict: 'signature: algorithm',
  },
  'HMAC with the public key as secret': {
    signature: 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256',
    verdict: 'signature: algorithm',
  },
  'RSA with SHA-1': { signature: `${DSIG}rsa-sha1`, verdict: 'signature: algorithm' },
  'RSA with MD5': { signature: 'http://www.w3.org/2001/04/xmldsig-more#rsa-md5', verdict: 'signature: algorithm' },
  'no signature algorithm': { signature: '', verdict: 'signature: algorithm' },
  'SHA-1 digests': { digest: `${DSIG}sha1`, verdict: 'signature: algorithm' },

  'RSA of 1024 bits': { signer: cast.shortKey, verdict: 'signature: key-size' },
  'a key that is not RSA': { signer: cast.elliptic, verdict: 'signature: algorithm' },
  "the attacker's own certificate": { signer: cast.attacker, verdict: 'signature: other-certificate' },
  'a certificate that only says who issued it': { signer: cast.forged, verdict: 'signature: other-certificate' },
  "the attacker's signature under the peer's certificate": {
    signer: cast.attacker,
    token: peer,
    verdict: 'signature: value',
  },
  'a TLS server certificate of the same authority': { signer: cast.tlsServer, verdict: 'signature: tls-certificate' },
  'a TLS client certificate of the same authority': { signer: cast.tlsClient, verdict: 'signature: tls-certificate' },
  'the authority itself': { signer: cast.authority, verdict: 'signature: other-certificate' },
  'a subordinate authority': { signer: cast.subordinate, verdict: 'signature: other-certificate' },
  'an expired certificate': { signer: cast.expired, verdict: 'signature: certificate-out-of-date' },
  'a certificate of next year': { signer: cast.notYetValid, verdict: 'signature: certificate-out-of-date' },
  'a certificate of another environment': { signer: cast.otherEnvironment, verdict: 'signature: other-certificate' },
  'no token': { token: 'none', references: without, verdict: 'signature: no-certificate' },

  'no Timestamp content': { timestamp: '', verdict: 'signature: timestamp-missing' },
  'a Timestamp without Expires': {
    timestamp: '<wsu:Created>2026-11-23T10:14:59Z</wsu:Created>',
    verdict: 'signature: timestamp-missing',
  },
  'a Timestamp without Created': {
    timestamp: '<wsu:Expires>2026-11-23T10:19:59Z</wsu:Expires>',
    verdict: 'signature: timestamp-missing',
  },
  'a Timestamp with two Expires': {
    timestamp:
      '<wsu:Created>2026-11-23T10:14:59Z</wsu:Created><wsu:Expires>2026-11-23T10:19:59Z</wsu:Expires>' +
      '<wsu:Expires>2027-11-23T10:19:59Z</wsu:Expires>',
    verdict: 'signature: timestamp-missing',
  },
  'a Timestamp that says Until': {
    timestamp: '<wsu:Created>2026-11-23T10:14:59Z</wsu:Created><wsu:Until>2026-11-23T10:19:59Z</wsu:Until>',
    verdict: 'signature: timestamp-missing',
  },
  'a Timestamp that says Since': {
    timestamp: '<wsu:Since>2026-11-23T10:14:59Z</wsu:Since><wsu:Expires>2026-11-23T10:19:59Z</wsu:Expires>',
    verdict: 'signature: timestamp-missing',
  },
  'a Timestamp of yesterday': {
    created: daysFrom(NOW, -1),
    expires: daysFrom(NOW, -0.9),
    verdict: 'signature: timestamp-out-of-time',
  },
  'a Timestamp of tomorrow': {
    created: daysFrom(NOW, 1),
    expires: daysFrom(NOW, 1.1),
    verdict: 'signature: timestamp-out-of-time',
  },
  'a Timestamp that holds for ten years': {
    expires: daysFrom(NOW, 3_652),
    verdict: 'signature: timestamp-out-of-time',
  },
  'a Timestamp of yesterday that holds until tomorrow': {
    created: daysFrom(NOW, -1),
    expires: daysFrom(NOW, 1),
    verdict: 'signature: timestamp-out-of-time',
  },
  'a Timestamp that holds a second longer than ten minutes': {
    created: '2026-11-23T10:14:59Z',
    expires: '2026-11-23T10:25:00Z',
    verdict: 'signature: timestamp-out-of-time',
  },
  'a Timestamp whose long life hides behind an offset': {
    created: '2026-11-23T10:14:59Z',
    expires: '2026-11-23T10:15:00-06:00',
    verdict: 'signature: timestamp-out-of-time',
  },
  'a Timestamp with a leap second that no clock shows': {
    created: '2026-11-23T10:14:60Z',
    expires: '2026-11-23T10:19:59Z',
    verdict: 'signature: timestamp-missing',
  },
  'a Timestamp that ends before it begins': {
    created: '2026-11-23T10:15:01Z',
    expires: '2026-11-23T10:15:00Z',
    verdict: 'signature: timestamp-out-of-time',
  },
};

/** A genuine envelope, as the edits expect it. */
export function genuineEnvelope(): string {
  return signedEnvelope({ signer: peer });
}
