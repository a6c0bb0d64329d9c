/**
 * Work that can be put down at each `yield` and taken up again. Long work on what a stranger sent is written so: whoever serves others
 * too lets them in between ({@link inTurns}), whoever has nothing else to do runs it through ({@link atOnce}).
 */
export type Steps<Value> = Generator<undefined, Value, undefined>;

/** Runs work through, without a pause. */
export function atOnce<Value>(work: Steps<Value>): Value {
  for (;;) {
    const { done, value } = work.next();
    if (done === true) return value;
  }
}

/**
 * Runs work in turns: all works of the process together hold the event loop for {@link TURN_MS} at a time, whatever their number, and
 * then let everything else happen that is due. They take turns with each other too, so that a small one need not wait for a large one.
 */
export function inTurns<Value>(work: Steps<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const goOn = (): boolean => {
      try {
        const { done, value } = work.next();
        if (done === true) resolve(value);
        return done === true;
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
        return true;
      }
    };
    if (waiting.push(goOn) === 1) setImmediate(takeTurns);
  });
}

/** Lets everything else happen that is due, between two pieces of work that cannot be put down themselves. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A fifth of what nobody notices. A piece between two pauses is to be shorter than this. */
const TURN_MS = 8;

/** Each goes on for one piece, and says whether it is over. */
const waiting: (() => boolean)[] = [];

function takeTurns(): void {
  const end = performance.now() + TURN_MS;
  do {
    const [goOn] = waiting;
    if (goOn === undefined) return;
    const isOver = goOn();
    waiting.shift();
    if (!isOver) waiting.push(goOn);
  } while (performance.now() < end);
  if (waiting.length > 0) setImmediate(takeTurns);
}
