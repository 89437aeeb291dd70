/**
 * A process of its own that holds an embedded database, for tests that kill it:
 * `hold-embedded.ts <data directory> [server|command]`. Prints one line of JSON and then lives until SIGTERM.
 */
import { openDataDirectory } from '../db/data-directory';
import { openEmbedded } from '../db/embedded';
import { StartError } from '../db/start-error';

const [folder, role] = process.argv.slice(2);

try {
  const database = await openEmbedded(openDataDirectory(folder), role === 'command' ? 'command' : 'server');
  const alive = setInterval(() => {}, 60_000);
  process.once('SIGTERM', () => {
    clearInterval(alive);
    void database.stop();
  });
  process.stdout.write(`${JSON.stringify({ url: database.url, how: database.how })}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ refused: error instanceof StartError, error: String(error) })}\n`);
  process.exitCode = 1;
}
