/** server/worker.ts as it stands, for development and tests: tsx's own flags do not reach a worker thread. */
import { register } from 'tsx/esm/api';

register();
await import('../../server/worker.ts');
