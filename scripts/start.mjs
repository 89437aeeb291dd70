/** `npm start`: runs what `npm run build` built. */
import { existsSync } from 'node:fs';
import { OPERATOR_FLAGS, runInOurPlace } from './lib/child.mjs';
import { asScript, dotEnv } from './lib/prepare.mjs';

await asScript(async () => {
  if (!existsSync('dist/main.js') || !existsSync('.next/BUILD_ID')) {
    process.stderr.write('Nothing has been built yet: run npm run build first.\n');
    return 1;
  }
  return runInOurPlace(process.execPath, [...OPERATOR_FLAGS, 'dist/main.js', ...process.argv.slice(2)], dotEnv());
});
