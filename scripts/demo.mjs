/** `npm run demo`: from a clone to a running product with a company in it. */
import { runInOurPlace } from './lib/child.mjs';
import { alone, asScript, dotEnv, ensureBuilt, ensureInstalled } from './lib/prepare.mjs';

await asScript(async () => {
  await alone(async () => {
    await ensureInstalled();
    await ensureBuilt();
  });
  const env = { LOG_LEVEL: 'warn', ...dotEnv(), ...process.env };
  return runInOurPlace(process.execPath, ['--enable-source-maps', 'dist/main.js', '--demo'], env);
});
