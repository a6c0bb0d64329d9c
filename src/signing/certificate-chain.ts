import type { X509Certificate } from 'node:crypto';
import { dayOf, issuerName, subjectName, validityOf } from './certificate-facts.ts';
import { IDENTITY_DEFECTS, KeystoreDefect } from './keystore-defects.ts';

/** The way from a certificate up to an authority, and what about it deserves a remark. */
export interface Chain {
  /** The issuer of the certificate first, the root, if there, last. */
  readonly chain: readonly X509Certificate[];
  readonly warnings: readonly string[];
}

/** Public authorities use three or four. */
const CHAIN_MAX = 8;

/**
 * Follows the issuers of a certificate through the other certificates of its file.
 *
 * What contradicts itself is refused: an issuer of the right name whose key did not sign, an issuer that is no authority. What is
 * only incomplete gets a warning: a peer that already has the intermediate certificates accepts it, and a root is rightly left out.
 *
 * @throws {@link KeystoreDefect}
 */
export function chainOf(certificate: X509Certificate, others: readonly X509Certificate[], now: Date): Chain {
  const chain: X509Certificate[] = [];
  const unused = new Set(others);
  for (let top = certificate; !isSelfIssued(top);) {
    const issuer = issuerAmong(top, [...unused]);
    if (issuer === undefined) break;
    unused.delete(issuer);
    chain.push(issuer);
    if (chain.length > CHAIN_MAX) throw new KeystoreDefect(IDENTITY_DEFECTS.chainTooLong(CHAIN_MAX));
    top = issuer;
  }
  return { chain, warnings: [...incomplete(certificate, chain, unused.size), ...outOfDate(chain, now)] };
}

function issuerAmong(certificate: X509Certificate, others: readonly X509Certificate[]): X509Certificate | undefined {
  // By name, not by `checkIssued`: that one also looks at the key usage, and an issuer that is no authority must be named as such.
  const namesakes = others.filter(({ subject }) => subject === certificate.issuer);
  const [namesake] = namesakes;
  if (namesake === undefined) return undefined;
  // An authority that renewed its key has two certificates of one name.
  const issuer = namesakes.find((candidate) => isSignedBy(certificate, candidate));
  if (issuer === undefined)
    throw new KeystoreDefect(IDENTITY_DEFECTS.chainBroken(subjectName(certificate), subjectName(namesake)));
  if (!issuer.ca)
    throw new KeystoreDefect(IDENTITY_DEFECTS.issuerNotAuthority(subjectName(certificate), subjectName(issuer)));
  return issuer;
}

export function isSelfIssued(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && isSignedBy(certificate, certificate);
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  try {
    return certificate.verify(issuer.publicKey);
  } catch {
    return false;
  }
}

function incomplete(certificate: X509Certificate, chain: readonly X509Certificate[], unused: number): string[] {
  const warnings: string[] = [];
  if (chain.length === 0 && !isSelfIssued(certificate))
    warnings.push(
      `the file has no certificate of the issuer "${issuerName(certificate)}"; if a peer refuses ours, export it with its chain`,
    );
  if (unused > 0) warnings.push(`${unused} certificate(s) of the file do not belong to the chain and are ignored`);
  return warnings;
}

function outOfDate(chain: readonly X509Certificate[], now: Date): string[] {
  return chain.flatMap((certificate) => {
    const { notBefore, notAfter } = validityOf(certificate);
    if (now > notAfter) return [`"${subjectName(certificate)}" of the chain expired on ${dayOf(notAfter)}`];
    if (now < notBefore) return [`"${subjectName(certificate)}" of the chain is valid from ${dayOf(notBefore)}`];
    return [];
  });
}
