// `npm run bench`: each part of the way beside the usual library, in one run, as ratios.  `npm run bench -- codec` runs one part.
import { benchCodec } from './codec.js';
import { benchGateway } from './gateway.js';
import { benchHold } from './hold.js';
import { benchRegister } from './register.js';
import { benchIsolation } from './isolation.js';
import { benchPolicy } from './policy.js';
import { benchSigning } from './signing.js';

const PARTS = {
  codec: benchCodec,
  signing: benchSigning,
  policy: benchPolicy,
  gateway: benchGateway,
  register: benchRegister,
  isolation: benchIsolation,
  hold: benchHold,
};
const asked = process.argv.slice(2);
for (const [name, bench] of Object.entries(PARTS)) if (asked.length === 0 || asked.includes(name)) await bench();
