// A peer as fast as ours can be tested against: mutual TLS, answers each RetrieveTIGroups request with a signed reply that carries its
// ticket. It verifies nothing; the simulator does, and takes 15 ms for it.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { ensureDevelopmentKeys } from '../dist/embedded/development-keys.js';
import { readKeystore } from '../dist/signing/keystore.js';
import { makeSealer } from '../dist/signing/seal.js';
import { BODY_ID, bodyElement, envelope } from '../dist/soap/write-envelope.js';
import { flow, replyJson } from './material.js';

const [dataDir] = process.argv.slice(2);
const keys = await ensureDevelopmentKeys(dataDir);
const open = (keystore, purpose) =>
  readKeystore(
    { label: 'bench', path: keystore.p12, passphrase: readFileSync(keystore.passphraseFile, 'utf8').trim(), purpose },
    new Date(),
  );
const server = await open(keys.server, 'tls-server');
const sealer = makeSealer(await open(keys.bcssSigning, 'signing'));
const template = flow.writeReply(replyJson).replace(/<ticket>[^<]*<\/ticket>/, '<ticket>@</ticket>');

const https = createServer(
  { ...server.pem, ca: readFileSync(keys.caFile), requestCert: true, rejectUnauthorized: true },
  (request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => void answer(Buffer.concat(chunks).toString(), response));
  },
);

async function answer(text, response) {
  const ticket = /<ticket>([^<]*)</.exec(text)?.[1] ?? '';
  const body = bodyElement(template.replace('<ticket>@<', `<ticket>${ticket}<`));
  const security = await sealer.seal(body, BODY_ID, new Date());
  response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' }).end(envelope(body, security));
}

https.keepAliveTimeout = 60_000;
https.listen(0, '127.0.0.1', () => process.send?.({ port: https.address().port, keys }));
process.on('disconnect', () => process.exit(0));
