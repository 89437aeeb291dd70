/** `npm run build`: the Prisma client, the pages, the server. */
import { alone, asScript, ensureBuilt, ensureInstalled } from './lib/prepare.mjs';

await asScript(() =>
  alone(async () => {
    await ensureInstalled();
    await ensureBuilt();
    return 0;
  }),
);
