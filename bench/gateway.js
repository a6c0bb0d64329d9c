// The whole way: accepting, and accepted → delivered → logged, beside npm soap calling the same peer directly.
import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClientAsync, WSSecurityCert } from 'soap';
import { Pool } from 'undici';
import { loadConfig } from '../dist/config.js';
import { serve } from '../dist/app/serve.js';
import { makeLogger } from '../dist/telemetry/logger.js';
import { readKeystore } from '../dist/signing/keystore.js';

const EXCHANGES = 600;
const CONNECTIONS = 32;
const SSIN = '01031210166';

export async function benchGateway() {
  const folder = mkdtempSync(join(tmpdir(), 'gateway-bench-'));
  const peer = fork(fileURLToPath(new URL('./peer.js', import.meta.url)), [folder]);
  const { port, keys } = await new Promise((resolve) => peer.once('message', resolve));
  const base = `https://127.0.0.1:${port}/`;
  const gateway = await serve(
    loadConfig({
      DATA_DIR: folder,
      PORT: '0',
      NETWORK_PORT: '0',
      RATE_LIMIT_PER_MINUTE: '10000000',
      BCSS_SSDN_URL: base,
      BCSS_SOAP_BASE_URL: base,
      BCSS_CA: keys.caFile,
      BCSS_SIGNING_CERT: keys.bcssSigningCertFile,
      ...(process.env.QUEUE_URL && { QUEUE_URL: process.env.QUEUE_URL }),
    }),
    makeLogger('error'),
    { deliver: true },
  );
  try {
    const through = await throughGateway(gateway);
    const direct = await directly(base, keys, folder);
    console.log(
      `\nthe whole way, ${EXCHANGES} signed consultations, a signed reply of about 12 kB, queue on ${gateway.queueBackend}`,
    );
    console.log(
      `  accepted (202, durable), ${CONNECTIONS} connections      ${Math.round(through.acceptedPerSecond)} /s   p50 ${through.p50.toFixed(1)} ms   p99 ${through.p99.toFixed(1)} ms`,
    );
    console.log(
      `  accepted → delivered → logged              ${Math.round(through.donePerSecond)} /s   gateway process ${through.cpuMs.toFixed(2)} ms CPU each`,
    );
    for (const { inFlight, perSecond, cpuMs } of direct) {
      console.log(
        `  npm soap + WSSecurityCert, ${String(inFlight).padStart(2)} in flight         ${Math.round(perSecond)} /s   ${cpuMs.toFixed(2)} ms CPU each`,
      );
    }
    const best = Math.max(...direct.map(({ perSecond }) => perSecond));
    const cheapest = Math.min(...direct.map(({ cpuMs }) => cpuMs));
    console.log(
      `  ours is ${(through.donePerSecond / best).toFixed(1)} × the best of npm soap, with ${(through.cpuMs / cheapest).toFixed(2)} × its CPU, and durable`,
    );
  } finally {
    await gateway.stop();
    peer.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function throughGateway(gateway) {
  const pool = new Pool(gateway.url, { connections: CONNECTIONS });
  const request = {
    method: 'POST',
    path: '/v1/flows/retrieve-ti-groups/exchanges',
    headers: { authorization: `Bearer ${gateway.foundation.bootstrapApiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      context: { user: { ssin: '01010100194' }, purpose: 'bench' },
      payload: { searchInformation: { ssin: SSIN } },
    }),
  };
  const send = async () => {
    const { statusCode, body } = await pool.request(request);
    const text = await body.text();
    if (statusCode !== 202) throw new Error(`${statusCode} ${text}`);
  };
  for (let i = 0; i < 50; i += 1) await send();
  await drained(gateway, 50);
  const times = [];
  let left = EXCHANGES;
  const cpu = process.cpuUsage();
  const started = performance.now();
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      const before = performance.now();
      await send();
      times.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
  const accepted = performance.now() - started;
  await drained(gateway, 50 + EXCHANGES);
  const done = performance.now() - started;
  const used = process.cpuUsage(cpu);
  await pool.close();
  times.sort((a, b) => a - b);
  return {
    acceptedPerSecond: (EXCHANGES / accepted) * 1000,
    donePerSecond: (EXCHANGES / done) * 1000,
    p50: times[Math.floor(times.length * 0.5)],
    p99: times[Math.floor(times.length * 0.99)],
    cpuMs: (used.user + used.system) / 1000 / EXCHANGES,
  };
}

/** Waits until as many exchanges as were sent are answered and logged. */
async function drained({ foundation }, count) {
  const pool = (foundation.benchPool ??= foundation.pool('ops', 1));
  for (;;) {
    const [{ done, dead }] = await pool.query(
      "SELECT count(*) FILTER (WHERE state = 'done' AND outcome = 'answered')::int AS done, count(*) FILTER (WHERE state = 'dead-letter')::int AS dead FROM gateway.exchange",
    );
    if (dead > 0) throw new Error(`${dead} exchanges failed`);
    if (done >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function directly(base, keys, folder) {
  const open = (keystore, purpose) =>
    readKeystore(
      { label: 'bench', path: keystore.p12, passphrase: readFileSync(keystore.passphraseFile, 'utf8').trim(), purpose },
      new Date(),
    );
  const tls = await open(keys.client, 'tls-client');
  const signing = await open(keys.signing, 'signing');
  const wsdl = join(folder, 'bench.wsdl');
  writeFileSync(wsdl, WSDL(base));
  const results = [];
  for (const inFlight of [1, 16, 32]) {
    const agent = new Agent({ ...tls.pem, ca: readFileSync(keys.caFile), keepAlive: true, maxSockets: inFlight });
    const client = await createClientAsync(wsdl, { endpoint: base, httpsAgent: agent, wsdl_options: {} });
    client.setSecurity(
      new WSSecurityCert(signing.pem.key, signing.pem.cert, '', {
        signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
        digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
        hasTimeStamp: true,
      }),
    );
    const call = () =>
      client.retrieveTIAsync(
        {
          informationCustomer: { ticket: 'bench', customerIdentification: { cbeNumber: '0999999031' } },
          legalContext: 'PCSA:SOCIAL_INQUIRY',
          searchInformation: { ssin: SSIN },
        },
        { httpsAgent: agent },
      );
    await call();
    const count = inFlight === 1 ? 60 : 200;
    let left = count;
    const cpu = process.cpuUsage();
    const started = performance.now();
    const lane = async () => {
      while (left > 0) {
        left -= 1;
        await call();
      }
    };
    await Promise.all(Array.from({ length: inFlight }, lane));
    const used = process.cpuUsage(cpu);
    results.push({
      inFlight,
      perSecond: (count / (performance.now() - started)) * 1000,
      cpuMs: (used.user + used.system) / 1000 / count,
    });
    agent.destroy();
  }
  return results;
}

/** As little of a description as npm soap needs to call the operation. */
const WSDL = (
  address,
) => `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="http://kszbcss.fgov.be/intf/RetrieveTIGroupsService/v2" targetNamespace="http://kszbcss.fgov.be/intf/RetrieveTIGroupsService/v2">
<types><schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="http://kszbcss.fgov.be/intf/RetrieveTIGroupsService/v2"><element name="retrieveTIGroupsRequest" type="anyType"/><element name="retrieveTIGroupsResponse" type="anyType"/></schema></types>
<message name="in"><part name="body" element="t:retrieveTIGroupsRequest"/></message><message name="out"><part name="body" element="t:retrieveTIGroupsResponse"/></message>
<portType name="p"><operation name="retrieveTI"><input message="t:in"/><output message="t:out"/></operation></portType>
<binding name="b" type="t:p"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/><operation name="retrieveTI"><soap:operation soapAction="http://kszbcss.fgov.be/RetrieveTIGroupsService/retrieveTI"/><input><soap:body use="literal"/></input><output><soap:body use="literal"/></output></operation></binding>
<service name="s"><port name="p" binding="t:b"><soap:address location="${address}"/></port></service></definitions>`;
