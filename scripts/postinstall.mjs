/** After npm has installed the packages: the Prisma client, and a note of what was installed. */
import { existsSync } from 'node:fs';
import { runStep } from './lib/child.mjs';
import { asScript, binary, stampGenerated, stampInstalled } from './lib/prepare.mjs';

await asScript(async () => {
  // An installation without development packages brings its generated client along.
  if (!existsSync(binary('prisma'))) return 0;
  const code = await runStep(binary('prisma'), ['generate'], { quiet: true });
  if (code !== 0) return code;
  stampGenerated();
  stampInstalled();
  return 0;
});
