import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { scratchPlace } from './server/platform/testing/scratch-place.ts';

// Inherited by all that is started.
process.env.TMPDIR = scratchPlace();

/** One of each core, where Vitest would leave one free. */
const WORKERS_MAX = 2;
const DEEP_MS_MAX = 90 * 60_000;
const EXCLUDED = ['**/node_modules/**', 'e2e/**', 'dist/**', '.next/**'];

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...EXCLUDED, '**/*.db.test.ts'],
          maxWorkers: WORKERS_MAX,
          // They end within moments; a machine that does something else beside them takes several times as long.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['**/*.db.test.ts'],
          exclude: EXCLUDED,
          globalSetup: ['server/platform/testing/global-setup.ts'],
          maxWorkers: WORKERS_MAX,
          sequence: { groupOrder: 1 },
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      // What takes minutes: a part of `npm run verify:deep`, and of nothing else.
      ...(process.env.KENNING_DEEP
        ? [
            {
              extends: true as const,
              test: {
                name: 'deep',
                include: ['server/**/*.deep.ts'],
                exclude: EXCLUDED,
                globalSetup: ['server/platform/testing/global-setup.ts'],
                maxWorkers: 1,
                sequence: { groupOrder: 2 },
                testTimeout: DEEP_MS_MAX,
                hookTimeout: 60_000,
              },
            },
          ]
        : []),
    ],
  },
});
