/** `npm run --silent kenning -- <verb>`: the command line, built if it is built, otherwise from its sources. */
import { existsSync } from 'node:fs';
import { OPERATOR_FLAGS, runInOurPlace } from './lib/child.mjs';
import { asScript, binary, dotEnv, isBuilt } from './lib/prepare.mjs';

await asScript(async () => {
  const args = process.argv.slice(2);
  const fromSources = existsSync(binary('tsx')) && !isBuilt();
  if (!fromSources && !existsSync('dist/cli.js')) {
    process.stderr.write('Nothing has been installed yet: run npm ci, or npm run demo.\n');
    return 1;
  }
  const program = fromSources ? ['--import', 'tsx', 'server/cli.ts'] : [...OPERATOR_FLAGS, 'dist/cli.js'];
  return runInOurPlace(process.execPath, [...program, ...args], dotEnv());
});
