import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A door between two programs that a test can slam or block. */
export interface TcpProxy {
  readonly port: number;
  /** Nothing gets through any more, and nobody is told. */
  freeze(): void;
  /** What was held back goes on its way. */
  thaw(): void;
  /** Every connection breaks, as when a machine loses power. */
  cut(): void;
  /** Puts words into the mouth of the far side. */
  inject(bytes: Buffer): void;
  /** Every connection breaks, and new ones are refused. */
  refuse(): Promise<void>;
  /** New connections are taken again, at the same port. */
  readmit(): Promise<void>;
  close(): Promise<void>;
}

/** A proxy on a free port of this machine. */
export async function tcpProxy(targetPort: number): Promise<TcpProxy> {
  const pairs = new Set<Pair>();
  let frozen = false;
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1');
    const pair = { near, far };
    pairs.add(pair);
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      // Told by `close`, which follows.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        pairs.delete(pair);
        near.destroy();
        far.destroy();
      });
    }
    if (!frozen) join(pair);
  });
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;

  const proxy: TcpProxy = {
    port,
    freeze: () => {
      frozen = true;
      for (const { near, far } of pairs) for (const socket of [near, far]) socket.unpipe().pause();
    },
    thaw: () => {
      frozen = false;
      for (const pair of pairs) join(pair);
    },
    cut: () => {
      for (const { near, far } of pairs) {
        near.resetAndDestroy();
        far.resetAndDestroy();
      }
    },
    inject: (bytes) => {
      for (const { near } of pairs) near.write(bytes);
    },
    refuse: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      proxy.cut();
      await closed;
    },
    readmit: () => listen(server, port),
    close: () => proxy.refuse(),
  };
  return proxy;
}

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

function join({ near, far }: Pair): void {
  near.pipe(far);
  far.pipe(near);
}

async function listen(server: Server, port: number): Promise<void> {
  const listening = once(server, 'listening');
  server.listen(port, '127.0.0.1');
  await listening;
}
