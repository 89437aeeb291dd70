import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { type CarriedJob, carriedJobSchema } from '../jobs';
import { type ArchiveReader, DamagedBackup } from './archive-reader';
import { Digester } from './digest';
import { type Digest, DOCUMENTS, FILES, isFilePart, JOBS, MANIFEST, partOfFile, partOfTable } from './manifest';

export type CheckProgress = (done: number, total: number) => void;

const LISTED = /^([0-9a-f]{64}) {2}files\/\1$/;
/** A job says what to do, not what with. */
const JOB_CHARACTERS_MAX = 1024 * 1024;
const jobLine = z
  .string()
  .transform((line, context) => {
    try {
      return JSON.parse(line) as unknown;
    } catch {
      context.addIssue('not JSON');
      return z.NEVER;
    }
  })
  .pipe(carriedJobSchema);

/**
 * Reads a backup whole and compares every part with what was written.
 * @throws DamagedBackup naming the first part that is missing, was added, or is not as it was
 */
export async function checkArchive(archive: ArchiveReader, onProgress: CheckProgress = () => {}): Promise<void> {
  const { manifest } = archive;
  demandNoOthers(archive);
  const total = manifest.tables.length + manifest.files.count + 3;
  let done = 0;
  const check = async (part: string, expected: Digest): Promise<number> => {
    const counted = new Digester();
    await counted.drain(archive.read(part, expected));
    onProgress(++done, total);
    return counted.lines;
  };
  for (const table of manifest.tables) {
    const rows = await check(partOfTable(table.name), table);
    if (rows !== table.rows) throw new DamagedBackup(`the part ${partOfTable(table.name)}`, 'has lost rows');
  }
  for (const [part, expected] of [
    [DOCUMENTS, manifest.documents],
    [JOBS, manifest.jobs],
  ] as const) {
    if ((await check(part, expected)) !== expected.count) throw new DamagedBackup(`the part ${part}`, 'has lost lines');
  }
  await check(FILES, manifest.files.listing);
  for await (const sha256 of listedFiles(archive)) {
    await check(partOfFile(sha256), { sha256, bytes: archive.sizeOf(partOfFile(sha256)) });
  }
}

/** What the manifest does not speak of was put in later. */
function demandNoOthers(archive: ArchiveReader): void {
  const { tables, files } = archive.manifest;
  const known = new Set([MANIFEST, DOCUMENTS, JOBS, FILES, ...tables.map(({ name }) => partOfTable(name))]);
  const broken = new Set(files.missing.map(partOfFile));
  let kept = 0;
  for (const name of archive.names()) {
    if (isFilePart(name)) kept += broken.has(name) ? 0 : 1;
    else if (!known.has(name)) throw new DamagedBackup(`the part ${name}`, 'is not in its manifest');
  }
  if (kept !== files.count) throw new DamagedBackup('its files', `are ${kept} instead of ${files.count}`);
}

async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  yield* createInterface({ input: Readable.from(source, { objectMode: false }), crlfDelay: Number.POSITIVE_INFINITY });
}

/** The digests of the files that are in the backup. */
export async function* listedFiles(archive: ArchiveReader): AsyncGenerator<string> {
  for await (const line of linesOf(archive.read(FILES, archive.manifest.files.listing))) {
    const sha256 = LISTED.exec(line)?.[1];
    if (sha256 === undefined) throw new DamagedBackup(`the part ${FILES}`, 'names something that is no file');
    yield sha256;
  }
}

/** The jobs that were pending. */
export async function* listedJobs(archive: ArchiveReader): AsyncGenerator<CarriedJob> {
  for await (const line of linesOf(archive.read(JOBS, archive.manifest.jobs))) {
    const job = line.length <= JOB_CHARACTERS_MAX ? jobLine.safeParse(line) : null;
    if (!job?.success) throw new DamagedBackup(`the part ${JOBS}`, 'holds something that is no job');
    yield job.data;
  }
}
