// How long documents of strangers hold the event loop: the largest that a door takes, each of another worst kind, four at a time, as the
// network's door reads them. `npm run bench -- hold`. The longest hold should stay below 50 ms on a machine that is idle.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { verifyingPushed } from '../dist/delivery/verify-reply.js';
import { inTurns } from '../dist/domain/in-turns.js';
import { readingImportFile } from '../dist/integration/import/read-file.js';

const BYTES = 7_900_000;
const AT_ONCE = 4;

const envelope = (body) =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><a>${body}</a></s:Body></s:Envelope>`;
const filled = (piece, bytes = BYTES) => piece.repeat(Math.floor(bytes / Buffer.byteLength(piece)));
const list = (count, write) => Array.from({ length: count }, (_, n) => write(n)).join('');

const DOCUMENTS = {
  'nothing but >': filled('>'),
  'a text of >': envelope(filled('>')),
  'texts of >': envelope(filled(`<b>${'>'.repeat(60_000)}</b>`)),
  'line ends of old': envelope(filled('\r')),
  'references to >': envelope(filled('&gt;', 1_900_000)),
  'numeric references': envelope(filled('&#65;')),
  'empty elements': envelope('<b/>'.repeat(199_990)),
  'elements with texts': envelope('<b>x</b>'.repeat(99_990)),
  'names of their own': envelope(list(190_000, (n) => `<é${n}/>`)),
  attributes: envelope(`<b ${list(120, (n) => `a${n}="x" `)}/>`.repeat(1_600)),
  declarations: envelope(`<b ${list(60, (n) => `xmlns:a${n}="u" `)}/>`.repeat(300)),
  'ninety thousand declarations': envelope(`<b ${list(90_000, (n) => `xmlns:a${n}="u" `)}/>`),
  'values of line ends': envelope(filled(`<b a="${'\n'.repeat(60_000)}"/>`)),
  comments: filled('<!---->') + envelope(''),
  'a name': `<${filled('a')}/>`,
  'closings of CDATA that are none': envelope(filled(']')),
};

const PEER = { trust: () => ({ pinned: [], authorities: [] }), clockSkewMs: 300_000 };

async function held(work) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  await new Promise((resolve) => setTimeout(resolve, 50));
  delay.enable();
  const start = performance.now();
  await Promise.allSettled(Array.from({ length: AT_ONCE }, () => inTurns(work())));
  const total = performance.now() - start;
  delay.disable();
  return `${(delay.max / 1e6).toFixed(0).padStart(6)} ms held at most, ${total.toFixed(0).padStart(6)} ms in all`;
}

const HEADER = 'ssin;quality_code;start_date;end_date;last_name;birth_date\n';
const FILES = {
  'a file of line ends': filled('\n'),
  'a file of separators': HEADER + filled(';;;;;\n'),
  'a file of fifty thousand lines':
    HEADER + '01010100128;2;2026-01-01;2026-12-31;FANTASQUE;1901-01-01\n'.repeat(50_000),
  'a file of one line': HEADER + filled(';"'),
};
/** Prints the longest hold of each kind of document. */
export async function benchHold() {
  console.log(`\nhold: documents of ${BYTES / 1e6} MB, ${AT_ONCE} at once`);
  for (const [name, text] of Object.entries(DOCUMENTS)) {
    const body = Buffer.from(text);
    const message = { body, contentType: 'text/xml', peerCertificate: '' };
    console.log(name.padEnd(36), await held(() => verifyingPushed(message, PEER, new Date())));
  }
  for (const [name, text] of Object.entries(FILES))
    console.log(name.padEnd(36), await held(() => readingImportFile(Buffer.from(text))));
}
