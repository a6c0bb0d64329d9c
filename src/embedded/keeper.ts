/** What the keeper is told to start. All paths absolute. */
export interface KeeperOrder {
  readonly command: string;
  readonly parameters: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly identity: { readonly uid?: number; readonly gid?: number };
  /** What the server writes; moved to `.1` when it reaches the limit. */
  readonly logFile: string;
  readonly logBytesMax: number;
  /** How long a fast shutdown, then an immediate one, may take. */
  readonly fastMs: number;
  readonly immediateMs: number;
  /** How to stop where there are no signals (Windows): program and parameters. */
  readonly stopCommand?: readonly [string, ...string[]];
}

export type ToKeeper = { readonly kind: 'start'; readonly order: KeeperOrder } | { readonly kind: 'stop' };

export type FromKeeper =
  | { readonly kind: 'started'; readonly pid: number }
  | { readonly kind: 'not-started'; readonly code: string; readonly message: string }
  | { readonly kind: 'ended'; readonly code: number | null; readonly signal: string | null };

/**
 * The keeper: the program of a small process between the gateway and PostgreSQL. It is the server's parent, and its channel to the
 * gateway closes when the gateway ends, however that happens; then it stops the server and ends too. So a killed gateway leaves
 * nothing behind. As the parent it cannot hit a stranger: a number is not given out again before the parent has seen the end.
 *
 * It lives in a session of its own, so that Ctrl-C in a terminal reaches the gateway only, and it ignores the signals that systems
 * send to every process when they shut down: the gateway decides when the database may go, after its own messages are safe.
 *
 * This function is handed to `node -e` as text, which works the same from source and compiled. Therefore it MUST NOT use anything
 * from outside its own braces but globals.
 */
export function keepPostgres(): void {
  const { spawn } = process.getBuiltinModule('node:child_process');
  const { appendFileSync, renameSync, statSync } = process.getBuiltinModule('node:fs');
  type Child = ReturnType<typeof spawn>;

  let child: Child | undefined;
  let order: KeeperOrder | undefined;
  let stopping = false;
  let logBytes = 0;

  process.title = 'gateway: keeper of PostgreSQL';
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']) process.on(signal, () => undefined);
  process.on('disconnect', stop);
  process.on('message', (message: ToKeeper) => {
    if (message.kind === 'start') start(message.order);
    else stop();
  });

  function start(given: KeeperOrder): void {
    order = given;
    try {
      logBytes = statSync(given.logFile).size;
    } catch {
      logBytes = 0;
    }
    const { command, parameters, cwd, env, identity } = given;
    child = spawn(command, [...parameters], {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      ...identity,
    });
    child.stdout?.on('data', log);
    child.stderr?.on('data', log);
    child.on('spawn', () => tell({ kind: 'started', pid: child?.pid ?? 0 }));
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (child?.pid === undefined) end({ kind: 'not-started', code: error.code ?? '', message: error.message });
    });
    child.on('exit', (code, signal) => end({ kind: 'ended', code, signal }));
  }

  function stop(): void {
    if (child === undefined || order === undefined) process.exit(0);
    if (stopping) return;
    stopping = true;
    const { stopCommand, fastMs, immediateMs } = order;
    if (stopCommand === undefined) child.kill('SIGINT');
    else
      spawn(stopCommand[0], stopCommand.slice(1), { stdio: 'ignore', windowsHide: true }).on('error', () => undefined);
    setTimeout(() => child?.kill('SIGQUIT'), fastMs);
    setTimeout(() => child?.kill('SIGKILL'), fastMs + immediateMs);
  }

  function log(chunk: Buffer): void {
    if (order === undefined) return;
    try {
      if (logBytes > order.logBytesMax) {
        renameSync(order.logFile, `${order.logFile}.1`);
        logBytes = 0;
      }
      appendFileSync(order.logFile, chunk, { mode: 0o600 });
      logBytes += chunk.length;
    } catch {
      // A full disk must not take the keeper away.
    }
  }

  function tell(message: FromKeeper, then: () => void = () => undefined): void {
    if (!process.connected || process.send === undefined) then();
    else process.send(message, () => then());
  }

  function end(message: FromKeeper): void {
    // Output that was written before the end may still be on its way.
    setImmediate(() => tell(message, () => process.exit(0)));
  }
}
