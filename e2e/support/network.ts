import type { Page, WebSocketRoute } from '@playwright/test';

/** The network of one browser, as a story takes it away and gives it back. */
export type Network = {
  /** Nothing passes any more, and what was open breaks. */
  cut: () => Promise<void>;
  /** Pages load, and no document can be reached. */
  onlyPages: () => Promise<void>;
  mend: () => Promise<void>;
};

type Rewrite = (frame: Buffer) => Buffer;

/**
 * Stands between a browser and the documents. Call it before the page is opened.
 * @param rewrite what becomes of each frame that the browser sends
 */
export async function networkOf(page: Page, rewrite: Rewrite = (frame) => frame): Promise<Network> {
  const context = page.context();
  /** Both ends: one that stays open answers the server's heartbeats for a browser that is away. */
  const open = new Set<WebSocketRoute>();
  let reachable = true;
  await context.routeWebSocket(/\/collab\//, (socket) => {
    if (!reachable) return void socket.close();
    const server = socket.connectToServer();
    socket.onMessage((frame) => server.send(typeof frame === 'string' ? frame : rewrite(frame)));
    open.add(socket).add(server);
  });
  const drop = async () => {
    reachable = false;
    for (const socket of open) await socket.close().catch(() => undefined);
    open.clear();
  };
  return {
    cut: async () => {
      // First, since a socket that is open while Chromium plays offline takes it a whole processor.
      await drop();
      await context.setOffline(true);
    },
    onlyPages: async () => {
      await drop();
      await context.setOffline(false);
    },
    mend: async () => {
      reachable = true;
      await context.setOffline(false);
    },
  };
}
