/**
 * `npm run bench:collab [-- part…] [--json file | --record]`: editing together beside Hocuspocus with its SQLite store,
 * and beside a relay that keeps nothing, all in one run on one machine. Ratios can be compared between machines of as
 * many processors, milliseconds not. `--record` keeps a whole run in the repository. Ends with 1 when an aim is missed.
 */
import { parseArgs } from 'node:util';
import { idleMemory } from './collab/idle';
import { firstJoin } from './collab/join';
import { loss } from './collab/loss';
import { RECORD_FILE, recorded, writeRecord } from './collab/record';
import { heading, lines, type Row, verdictOf } from './collab/report';
import { openStores, type Stores } from './collab/servers';
import { throughput } from './collab/throughput';
import { attacks } from './collab/typist';

type Part = (stores: Stores, say: (line: string) => void) => Promise<Row[]>;
const PARTS: Readonly<Record<string, Part>> = {
  throughput,
  join: firstJoin,
  memory: idleMemory,
  attacks,
  loss,
};

const say = (line: string) => process.stdout.write(`${line}\n`);

async function run(names: readonly string[]): Promise<Row[]> {
  const stores = await openStores();
  try {
    const rows: Row[] = [];
    for (const name of names) rows.push(...((await PARTS[name]?.(stores, say)) ?? []));
    return rows;
  } finally {
    await stores.remove();
  }
}

/** @returns what is wrong with how the bench was called, if anything */
function complaintAbout(names: readonly string[], isRecorded: boolean): string | null {
  const unknown = names.filter((name) => !PARTS[name]);
  if (unknown.length > 0) return `There is no part ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}.`;
  return isRecorded && names.length > 0 ? 'Only a whole run is recorded: --record goes without a part.' : null;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'string' }, record: { type: 'boolean', default: false } },
  });
  const complaint = complaintAbout(positionals, values.record);
  if (complaint) {
    say(complaint);
    process.exitCode = 1;
    return;
  }
  const rows = await run(positionals.length > 0 ? positionals : Object.keys(PARTS));
  say(`\n${heading()}`);
  for (const row of rows) for (const line of lines(row)) say(line);
  const files = [values.json, values.record ? RECORD_FILE : undefined].filter((file) => file !== undefined);
  for (const file of files) writeRecord(file, recorded(rows, new Date()));
  if (rows.some((row) => verdictOf(row) === 'missed')) process.exitCode = 1;
}

await main();
process.exit();
