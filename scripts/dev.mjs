/** `npm run dev`: hot reload of pages, and a restart when the server's own files change. */
import { runInOurPlace } from './lib/child.mjs';
import { alone, asScript, binary, dotEnv, ensureInstalled } from './lib/prepare.mjs';

await asScript(async () => {
  await alone(ensureInstalled);
  const env = { NODE_ENV: 'development', ...dotEnv() };
  const watch = ['watch', '--clear-screen=false', '--exclude', '.next/**', '--exclude', '.kenning/**'];
  return runInOurPlace(binary('tsx'), [...watch, 'server/main.ts', ...process.argv.slice(2)], env, { apart: true });
});
