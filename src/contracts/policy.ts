import type { Notes } from './notes.ts';
import type { XmlNode } from './xml-node.ts';

/** Versions of WS-Policy that the world's contracts are written in. */
const POLICY_NAMESPACES = new Set([
  'http://schemas.xmlsoap.org/ws/2004/09/policy',
  'http://www.w3.org/ns/ws-policy',
  'http://schemas.xmlsoap.org/ws/2002/12/policy',
]);
/** Namespaces of `UsingAddressing` and `Addressing` assertions. */
const ADDRESSING_NAMESPACES = new Set([
  'http://www.w3.org/2006/05/addressing/wsdl',
  'http://www.w3.org/2006/02/addressing/wsdl',
  'http://www.w3.org/2007/05/addressing/metadata',
  'http://www.w3.org/2007/02/addressing/metadata',
]);

/** Assertions whose nested policy is what they ask for. */
const CONTAINERS = new Set([
  'TransportBinding',
  'AsymmetricBinding',
  'TransportToken',
  'InitiatorToken',
  'RecipientToken',
  'InitiatorSignatureToken',
  'RecipientSignatureToken',
  'SupportingTokens',
  'SignedSupportingTokens',
  'EndorsingSupportingTokens',
  'SignedEndorsingSupportingTokens',
  'X509Token',
  'SecurityToken',
  'Identity',
  'SupportedTokens',
  'Integrity',
]);

/**
 * What every message of ours does (`signing/seal.ts`, `transport/https-gate.ts`): TLS with a client certificate; a token of X.509
 * version 3; a timestamp; a signature over body, timestamp and token.
 */
const DONE = new Set([
  'HttpsToken',
  'RequireClientCertificate',
  'HttpBasicAuthentication',
  'WssX509V3Token10',
  'WssX509V3Token11',
  'IncludeTimestamp',
  'IncludeTimeStamp',
  'ProtectTokens',
  'OnlySignEntireHeadersAndBody',
  'Layout',
  'Wss10',
  'Wss11',
  'Trust10',
  'Trust13',
  'MessageAge',
  'SignatureAlgorithm',
  'CanonicalizationAlgorithm',
  'Target',
  'MustSupportRefKeyIdentifier',
  'MustSupportRefIssuerSerial',
  'MustSupportRefThumbprint',
  'RequireIssuerSerialReference',
  'RequireThumbprintReference',
  'UsingPolicy',
]);

/** Assertions of parts to sign: Body, and headers that are ours. */
const SIGNED_PARTS = new Set(['SignedParts']);

/** What a policy asks of a message, as far as the gateway has to know. */
export interface PolicyVerdict {
  /** Assertions that nothing here meets, by name. */
  readonly unmet: readonly string[];
  /** WS-Addressing headers are wanted. */
  readonly addressing: boolean;
}

const CONTENT: PolicyVerdict = { unmet: [], addressing: false };

/** Judges the policies that are attached to parts of a WSDL. */
export class Policies {
  private readonly byId = new Map<string, XmlNode>();
  private readonly notes: Notes;

  constructor(definitions: readonly XmlNode[], notes: Notes) {
    this.notes = notes;
    for (const node of definitions) this.collect(node);
  }

  /** What the policies attached to a part of a WSDL ask: inside it, or by reference. */
  attachedTo(node: XmlNode): PolicyVerdict {
    const uris = [...node.foreign].filter(([name]) => name.endsWith('}PolicyURIs') && isPolicy(name.slice(1, -11)));
    const byUri = uris.flatMap(([, value]) => value.trim().split(/\s+/)).map((uri) => this.referred(uri, node, []));
    const inside = node.children.filter(isExtension).map((child) => this.judge(child, []));
    return together([...byUri, ...inside]);
  }

  private collect(node: XmlNode): void {
    if (isPolicy(node.namespace) && node.local === 'Policy') {
      const id = idOf(node);
      if (id !== undefined) this.byId.set(id, node);
    }
    node.children.forEach((child) => this.collect(child));
  }

  /** @param inside the references that are being followed. */
  private judge(node: XmlNode, inside: readonly string[]): PolicyVerdict {
    if (isOptional(node)) return CONTENT;
    if (isPolicy(node.namespace)) return this.operator(node, inside);
    if (ADDRESSING_NAMESPACES.has(node.namespace)) return { unmet: [], addressing: true };
    const { local } = node;
    if (local === 'AlgorithmSuite') return this.algorithms(node);
    if (SIGNED_PARTS.has(local)) return CONTENT;
    if (CONTAINERS.has(local)) return together([this.token(node), this.all(node.children, inside)]);
    return DONE.has(local) ? CONTENT : { unmet: [local], addressing: false };
  }

  private operator(node: XmlNode, inside: readonly string[]): PolicyVerdict {
    if (node.local === 'PolicyReference') return this.referred(node.attributes.get('URI') ?? '', node, inside);
    if (node.local !== 'ExactlyOne') return this.all(node.children, inside);
    const alternatives = node.children.map((child) => this.judge(child, inside));
    const [first = CONTENT] = alternatives;
    return alternatives.find(({ unmet }) => unmet.length === 0) ?? first;
  }

  private all(nodes: readonly XmlNode[], inside: readonly string[]): PolicyVerdict {
    return together(
      nodes.filter((node) => !/^(?:Claims|TokenType)$/.test(node.local)).map((node) => this.judge(node, inside)),
    );
  }

  private referred(uri: string, from: XmlNode, inside: readonly string[]): PolicyVerdict {
    const policy = this.byId.get(uri.replace(/^#/, ''));
    if (policy === undefined)
      return { unmet: [`the policy ${uri}, which the contract does not hold`], addressing: false };
    if (inside.includes(uri)) return CONTENT;
    this.notes.add(from.place, `asks for the policy ${uri}`);
    return this.all(policy.children, [...inside, uri]);
  }

  /** A token whose kind stands in an attribute (the older policies of application servers), or as text that was left out. */
  private token(node: XmlNode): PolicyVerdict {
    const type = node.attributes.get('TokenType');
    return type === undefined || /x509/i.test(type) ? CONTENT : { unmet: [`a token ${type}`], addressing: false };
  }

  private algorithms(node: XmlNode): PolicyVerdict {
    const suite = leaves(node).map(({ local }) => local);
    if (!suite.some((name) => /Sha256/.test(name)))
      this.notes.add(node.place, `asks for the algorithms ${suite.join(', ')}; the gateway signs with RSA and SHA-256`);
    return CONTENT;
  }
}

function together(verdicts: readonly PolicyVerdict[]): PolicyVerdict {
  return {
    unmet: [...new Set(verdicts.flatMap(({ unmet }) => unmet))],
    addressing: verdicts.some(({ addressing }) => addressing),
  };
}

function isPolicy(namespace: string): boolean {
  return POLICY_NAMESPACES.has(namespace);
}

function isExtension({ namespace, local }: XmlNode): boolean {
  return (isPolicy(namespace) && local !== 'UsingPolicy') || ADDRESSING_NAMESPACES.has(namespace);
}

function idOf(node: XmlNode): string | undefined {
  const named = [...node.foreign].find(([name]) => /\}(?:Id|id|ID)$/.test(name));
  return named?.[1] ?? node.attributes.get('Id') ?? node.attributes.get('Name');
}

/** An assertion that may be left unmet: `wsp:Optional`, or an extension of WSDL that is not `required`. */
function isOptional(node: XmlNode): boolean {
  const said = (local: string): string | undefined =>
    [...node.foreign].find(([name]) => name.toLowerCase().endsWith(`}${local}`))?.[1]?.trim();
  if (said('optional') === 'true') return true;
  const isUsing = node.local === 'UsingAddressing';
  return isUsing && !/^(?:true|1)$/.test(said('required') ?? 'false');
}

function leaves(node: XmlNode): readonly XmlNode[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leaves);
}
