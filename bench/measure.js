// Side by side, in one run: A B A B …, so that a machine whose speed drifts disturbs both alike. Ratios are to be trusted, absolute times
// are those of this machine today.

const ROUNDS = 7;
const ROUND_MS = 250;

/** @typedef {{ name: string, run: () => unknown | Promise<unknown>, inFlight?: number }} Contender */

/**
 * Operations per second of one contender over about a quarter of a second.
 * @param {Contender} contender
 */
async function round({ run, inFlight = 1 }) {
  const started = process.hrtime.bigint();
  const until = started + BigInt(ROUND_MS) * 1_000_000n;
  let count = 0;
  const lane = async () => {
    while (process.hrtime.bigint() < until) {
      const result = run();
      if (result instanceof Promise) await result;
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return count / (Number(process.hrtime.bigint() - started) / 1e9);
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * Runs contenders in turn and prints each beside the first: how many times faster (or slower) the first is.
 * @param {string} title
 * @param {Contender[]} contenders the first is ours
 */
export async function compare(title, contenders) {
  const rates = contenders.map(() => /** @type {number[]} */ ([]));
  for (const contender of contenders) await round(contender); // warm-up
  for (let i = 0; i < ROUNDS; i += 1) {
    for (const [c, contender] of contenders.entries()) rates[c].push(await round(contender));
  }
  console.log(`\n${title}`);
  for (const [c, { name }] of contenders.entries()) {
    const ratios = rates[c].map((rate, i) => rates[0][i] / rate);
    const us = 1e6 / median(rates[c]);
    const beside =
      c === 0
        ? ''
        : `ours is ${median(ratios).toFixed(2)} × (${Math.min(...ratios).toFixed(2)} … ${Math.max(...ratios).toFixed(2)})`;
    console.log(
      `  ${name.padEnd(52)} ${Math.round(median(rates[c])).toString().padStart(8)} /s ${us.toFixed(0).padStart(8)} µs   ${beside}`,
    );
  }
}
