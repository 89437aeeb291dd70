/** `npm run demo`: from a clone to a running product with a company in it. */
import { OPERATOR_FLAGS, runInOurPlace } from './lib/child.mjs';
import { alone, asScript, dotEnv, ensureBuilt, ensureInstalled } from './lib/prepare.mjs';

await asScript(async () => {
  await alone(async () => {
    await ensureInstalled();
    await ensureBuilt();
  });
  const env = { LOG_LEVEL: 'warn', ...dotEnv(), ...process.env };
  return runInOurPlace(process.execPath, [...OPERATOR_FLAGS, 'dist/main.js', '--demo'], env);
});
