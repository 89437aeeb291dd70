/** `npm run verify`: everything that must hold, from an empty clone, ending at the first thing that does not. */
import { ensureBrowser } from './lib/browser.mjs';
import { runStep } from './lib/child.mjs';
import { alone, asScript, binary, ensureBuilt, ensureInstalled } from './lib/prepare.mjs';
import { ensureRedis } from './lib/redis.mjs';

const deep = process.argv.includes('--deep');
const say = (line) => process.stdout.write(`${line}\n`);
const env = deep ? { KENNING_DEEP: '1' } : {};
const run = (name, ...args) => runStep(binary(name), args, { env });
const npmRun = (script) => runStep('npm', ['run', '--silent', script], { env });

/** @type {[string, () => Promise<number>][]} */
const STEPS = [
  ['format', () => npmRun('format:check')],
  ['lint', () => npmRun('lint')],
  ['types', () => npmRun('types')],
  ['boundaries', () => npmRun('boundaries')],
  ['migrations', () => npmRun('db:migration:check')],
  ['unit tests', () => run('vitest', 'run', '--project', 'unit')],
  ['database tests', () => run('vitest', 'run', '--project', 'database')],
  ...(deep ? [['deep tests', () => run('vitest', 'run', '--project', 'deep')]] : []),
  ['build', () => alone(ensureBuilt).then(() => 0)],
  ['browser tests', () => run('playwright', 'test')],
];

async function step(name, work) {
  const begun = performance.now();
  say(`\n── ${name}`);
  const code = await work();
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  say(`── ${name}: ${code === 0 ? 'passed' : `FAILED (${code})`} after ${seconds} s`);
  return code;
}

await asScript(async () => {
  const begun = performance.now();
  const install = await step('install', () => alone(ensureInstalled).then(() => 0));
  if (install !== 0) return install;
  const browser = await step('browser', async () => {
    const path = await ensureBrowser();
    if (path === null) return 1;
    env.KENNING_BROWSER = path;
    say(path);
    return 0;
  });
  if (browser !== 0) return browser;
  await step('Redis', async () => {
    say(await ensureRedis());
    return 0;
  });
  for (const [name, work] of STEPS) {
    const code = await step(name, work);
    if (code !== 0) return code;
  }
  say(`\nVerified in ${((performance.now() - begun) / 1000).toFixed(0)} s.`);
  return 0;
});
