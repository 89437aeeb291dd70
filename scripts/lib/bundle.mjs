import { rmSync } from 'node:fs';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });
// Packages stay in node_modules; what is imported late stays in files of its own, so that it runs late.
await build({
  entryPoints: ['server/main.ts', 'server/cli.ts', 'server/worker.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  packages: 'external',
  alias: { '@': process.cwd() },
  sourcemap: 'linked',
  logLevel: 'warning',
});
