import { existsSync } from 'node:fs';
import { newDataDir, removeDataDir, startKenning } from './kenning';

/** One Kenning with the demo world for all stories that do not kill or empty theirs. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (!existsSync('dist/main.js')) throw new Error('Nothing has been built yet: run npm run build first.');
  const dataDir = newDataDir();
  const kenning = await startKenning({ dataDir, args: ['--demo'] });
  process.env.KENNING_E2E_URL = kenning.url;
  process.env.KENNING_E2E_DATA = dataDir;
  return async () => {
    await kenning.stop();
    removeDataDir(dataDir);
  };
}
