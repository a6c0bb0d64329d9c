import { createPrivateKey, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReplyRefused } from '../../src/delivery/verify-reply.ts';
import { makeSealer } from '../../src/signing/seal.ts';
import { verifyEnvelope } from '../../src/signing/verify.ts';
import { makeEnvelope } from '../../src/simulator/wire/envelope.ts';
import { checkSeal } from '../../src/simulator/wire/check-seal.ts';
import { openEnvelope } from '../../src/simulator/wire/envelope.ts';
import { sealedEnvelope, signerOf } from '../../src/simulator/wire/seal.ts';
import { attribute, element } from '../../src/simulator/xml/node.ts';
import { readXml } from '../../src/simulator/xml/read-xml.ts';
import { readEnvelope } from '../../src/soap/read-envelope.ts';
import { BODY_ID, bodyElement, envelope } from '../../src/soap/write-envelope.ts';
import { parseXml } from '../../src/xml/parse.ts';
import { type Harness, sharedKeys, startHarness } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness({ signed: true });
});
afterAll(() => harness.close());

const lastSeal = (): string | undefined => harness.simulator.requests().at(-1)?.seal;
const anselme = (): string => harness.simulator.town.person('mirage.anselme').ssin;

describe('between gateway and simulator', () => {
  it('each accepts what the other signed, SOAP and SSDN', async () => {
    const soap = await harness.ask('retrieve-ti-groups', { searchInformation: { ssin: anselme(), history: true } });
    expect(soap.result.kind).toBe('found');
    expect(lastSeal()).toBe('valid');
    const ssdn = await harness.ask('identify-person', { SearchCriteria: { SSIN: anselme() } });
    expect(ssdn.result.kind).toBe('found');
    expect(lastSeal()).toBe('valid');
  });

  it('characters that XML treats with care arrive as they left', async () => {
    const echo = 'a\r\nb\tc  d é 𝄞 <&>"\' ]]> x';
    const { reply } = await harness.ask('test-connection', { echo });
    expect(reply).toMatchObject({ echo });
  });

  it('faults are signed like everything else', async () => {
    harness.simulator.control.next({ fault: { kind: 'soap-fault', by: 'Client', code: 'MSG00008' } });
    const answer = await harness.ask('retrieve-ti-groups', { searchInformation: { ssin: anselme() } });
    expect(answer.fault).toMatchObject({ by: 'client' });
    expect(answer.result.messages).toMatchObject([{ code: 'MSG00008', severity: 'FATAL' }]);
  });
});

describe('a request', () => {
  const sent = async (change: (xml: string) => string): Promise<string> => {
    const message = await harness.message('test-connection', { echo: 'something long enough' });
    const raw = await harness.post(message.url, change(message.body.toString()), message.headers);
    return `${raw.status} ${/<faultstring>([^<]*)/.exec(raw.body.toString())?.[1] ?? ''}`;
  };

  it('without a signature is refused', async () => {
    const reason = await sent((xml) => xml.replace(/<soapenv:Header>[^]*<\/soapenv:Header>/, ''));
    expect(reason).toBe('500 the signature is not accepted: missing');
    expect(lastSeal()).toBe('missing');
  });

  it('that was changed on the way is refused', async () => {
    expect(await sent((xml) => xml.replace('long enough', 'long Enough'))).toContain('invalid');
    expect(lastSeal()).toBe('invalid');
  });

  it('whose signature was changed is refused', async () => {
    const spoil = (xml: string): string =>
      xml.replace(/(SignatureValue>)(.)/, (_all, open: string, first: string) => `${open}${first === 'A' ? 'B' : 'A'}`);
    expect(await sent(spoil)).toContain('invalid');
  });

  it('signed by somebody else is refused', async () => {
    const { key, certificate } = sharedKeys().client;
    const sealer = makeSealer({ privateKey: createPrivateKey(key), certificate: new X509Certificate(certificate) });
    const body = bodyElement('<a:b xmlns:a="urn:a"></a:b>');
    const xml = envelope(body, await sealer.seal(body, BODY_ID, new Date()));
    expect(await sent(() => xml)).toContain('other-signer');
  });

  it('of another hour is refused', async () => {
    const { key, certificate } = sharedKeys().gatewaySigning;
    const sealer = makeSealer({ privateKey: createPrivateKey(key), certificate: new X509Certificate(certificate) });
    const body = bodyElement('<a:b xmlns:a="urn:a"></a:b>');
    for (const hours of [-1, 1]) {
      const then = new Date(Date.now() + hours * 3_600_000);
      const xml = envelope(body, await sealer.seal(body, BODY_ID, then));
      expect(await sent(() => xml)).toContain('out-of-time');
    }
  });

  it('is read from the signed bytes: a second Body beside the signed one counts for nothing', async () => {
    const wrap = (xml: string): string => {
      const [body = ''] = /<soapenv:Body[^]*<\/soapenv:Body>/.exec(xml) ?? [];
      const forged = body.replace('something long enough', 'something forged').replace('"body"', '"forged"');
      return xml.replace(body, forged).replace('</soapenv:Header>', `<wrapper>${body}</wrapper></soapenv:Header>`);
    };
    const message = await harness.message('test-connection', { echo: 'something long enough' });
    const raw = await harness.post(message.url, wrap(message.body.toString()), message.headers);
    expect(raw.body.toString()).toContain('something long enough');
    expect(raw.body.toString()).not.toContain('something forged');
  });

  it('that was refused has done nothing', async () => {
    const before = harness.simulator.requests().length;
    const { ssin, lastName, birth } = harness.simulator.town.person('fantasque.ulysse');
    const message = await harness.message('manage-access', {
      SSIN: ssin,
      Purpose: 1,
      Period: { StartDate: '2026-01-01' },
      Action: 'REGISTER',
      ProofOfAuthentication: { PersonData: { LastName: lastName, BirthDate: birth.date } },
    });
    const tampered = message.body.toString().replace('2026-01-01', '2026-01-02');
    await harness.post(message.url, tampered, message.headers);
    expect(harness.simulator.requests().length).toBe(before + 1);
    expect(harness.simulator.integrations.of(ssin)).toEqual([]);
  });
});

describe('a seal', () => {
  it('covers Body, Timestamp and token, as the gateway demands', () => {
    const { bcssSigning } = sharedKeys();
    const certificate = new X509Certificate(bcssSigning.certificate);
    const now = new Date();
    const xml = sealedEnvelope(element('urn:a', 'a', ['x'], [attribute('Id', 'own')]), signerOf(bcssSigning), now);
    const trust = { pinned: [certificate], authorities: [] };
    const verified = verifyEnvelope(readEnvelope(parseXml(xml)), { trust, now, clockSkewMs: 0 });
    expect(verified.fingerprint256).toBe(certificate.fingerprint256);
    expect(xml.match(/<ds:Reference /g)).toHaveLength(3);
    expect(checkSeal(xml, openEnvelope(readXml(xml))!, [certificate], now).verdict).toBe('valid');
  });

  it('is not looked for where no signer was configured', () => {
    const root = makeEnvelope(element('urn:a', 'a'));
    expect(checkSeal('', openEnvelope(root)!, [], new Date()).verdict).toBe('unchecked');
  });
});

describe('a simulator told not to sign', () => {
  it('answers without a seal, which the gateway takes or not as its endpoint says', async () => {
    const { bcssSigning, gatewaySigning } = sharedKeys();
    const own = await startHarness({
      signed: true,
      signing: bcssSigning,
      signReplies: false,
      acceptedSigners: [gatewaySigning.certificate],
    });
    await expect(own.ask('test-connection', { echo: 'x' })).rejects.toThrow(ReplyRefused);
    await own.close();
  });
});
