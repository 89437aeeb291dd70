import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** One pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

export type SourceFolder = {
  /** What the folder stands in, with room beside it. */
  place: string;
  folder: string;
  /** Writes a file of the folder. */
  put: (path: string, content: string | Buffer) => Promise<void>;
  remove: () => Promise<void>;
};

/** A folder to import from, whose name no other has. */
export async function makeSourceFolder(): Promise<SourceFolder> {
  const place = await mkdtemp(join(tmpdir(), 'kenning-source-'));
  const folder = join(place, `docs-${place.slice(-6)}`);
  await mkdir(folder);
  return {
    place,
    folder,
    put: async (path, content) => {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    },
    remove: () => rm(place, { recursive: true, force: true }),
  };
}
