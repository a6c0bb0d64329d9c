import { NS } from '../xml/names.ts';
import type { QNameText } from './qname.ts';

/** Whether a fault says that the message was refused before anything was done with it. */
export type Processing =
  /** It was not processed: something is wrong with what it says. */
  | 'message-refused'
  /** It was not processed: signature, header, version or address are not what the peer takes. Every other message would fare the same. */
  | 'protocol-refused'
  /** It was not processed, and may be in a moment. */
  | 'not-now'
  /** It may have been processed in part or as a whole. */
  | 'unknown';

/**
 * What the codes of a fault say together, from the general to the particular (SOAP 1.2 nests them as subcodes). Codes are known by
 * namespace and local name; one that stands for nothing here leaves the more general one its word.
 */
export function processingOf(codes: readonly QNameText[]): Processing {
  return codes.reduce<Processing>((known, code) => meaningOf(code) ?? known, 'unknown');
}

function meaningOf({ namespace, local }: QNameText): Processing | undefined {
  // Many write the words of SOAP 1.1 without a prefix; whose they are is clear where no other namespace is in scope.
  if (namespace === '' || namespace === NS.soap || namespace === NS.soap12) return soapMeaning(local);
  if (namespace === undefined) return undefined;
  if (WS_SECURITY.has(namespace)) return SECURITY_FAULTS.has(local) ? 'protocol-refused' : undefined;
  return WS_ADDRESSING.has(namespace) ? addressingMeaning(local) : undefined;
}

/** "Client.Authentication" and the like are refinements of what stands before the dot (SOAP 1.1, 4.4.1). */
function soapMeaning(local: string): Processing | undefined {
  const [general = ''] = local.split('.');
  if (general === 'Client' || general === 'Sender') return 'message-refused';
  return SOAP_FAULTS.has(general) ? 'protocol-refused' : undefined;
}

/** SOAP 1.1, 4.4.1, and SOAP 1.2 part 1, 5.4.6; `Server` and `Receiver` leave open how far the message came. */
const SOAP_FAULTS = new Set(['MustUnderstand', 'VersionMismatch', 'DataEncodingUnknown']);

function addressingMeaning(local: string): Processing | undefined {
  if (local === 'EndpointUnavailable') return 'not-now';
  // What came first under that number may have been processed.
  if (local === 'DuplicateMessageID') return 'unknown';
  return ADDRESSING_FAULTS.has(local) ? 'protocol-refused' : undefined;
}

/** WS-Security 1.0 and 1.1, and the drafts that products went on speaking. */
const WS_SECURITY = new Set<string>([
  NS.wsse,
  NS.wsu,
  'http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd',
  'http://schemas.xmlsoap.org/ws/2002/04/secext',
  'http://schemas.xmlsoap.org/ws/2002/07/secext',
  'http://schemas.xmlsoap.org/ws/2002/07/utility',
  'http://schemas.xmlsoap.org/ws/2002/12/secext',
  'http://schemas.xmlsoap.org/ws/2003/06/secext',
  'http://schemas.xmlsoap.org/ws/2003/06/utility',
]);

/** WS-Security 1.1, 12: the security header is judged before the message is handed on. */
const SECURITY_FAULTS = new Set([
  'UnsupportedSecurityToken',
  'UnsupportedAlgorithm',
  'InvalidSecurity',
  'InvalidSecurityToken',
  'FailedAuthentication',
  'FailedCheck',
  'SecurityTokenUnavailable',
  'MessageExpired',
]);

/** WS-Addressing 1.0, and its two submissions. */
const WS_ADDRESSING = new Set([
  'http://www.w3.org/2005/08/addressing',
  'http://schemas.xmlsoap.org/ws/2004/08/addressing',
  'http://schemas.xmlsoap.org/ws/2004/03/addressing',
]);

/** WS-Addressing 1.0 SOAP binding, 6.4, and the names of the submissions. */
const ADDRESSING_FAULTS = new Set([
  'InvalidAddressingHeader',
  'InvalidAddress',
  'InvalidEPR',
  'InvalidCardinality',
  'MissingAddressInEPR',
  'ActionMismatch',
  'OnlyAnonymousAddressSupported',
  'OnlyNonAnonymousAddressSupported',
  'MessageAddressingHeaderRequired',
  'DestinationUnreachable',
  'ActionNotSupported',
  'InvalidMessageInformationHeader',
  'MessageInformationHeaderRequired',
]);
