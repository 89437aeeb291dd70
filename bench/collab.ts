/**
 * `npm run bench:collab [-- part…] [--json file]`: editing together beside Hocuspocus with its SQLite store, and beside a
 * relay that keeps nothing, all in one run on one machine. Ratios can be compared between machines, milliseconds not.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { idleMemory } from './collab/idle';
import { firstJoin } from './collab/join';
import { loss } from './collab/loss';
import { heading, lines, passes, type Row } from './collab/report';
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

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
  const names = positionals.length > 0 ? positionals : Object.keys(PARTS);
  const unknown = names.filter((name) => !PARTS[name]);
  if (unknown.length > 0) {
    say(`There is no part ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}.`);
    process.exitCode = 1;
    return;
  }
  const rows = await run(names);
  say(`\n${heading()}`);
  for (const row of rows) for (const line of lines(row)) say(line);
  if (values.json)
    writeFileSync(
      values.json,
      `${JSON.stringify(
        rows.map((row) => ({ ...row, pass: passes(row) })),
        null,
        2,
      )}\n`,
    );
  if (rows.some((row) => passes(row) === false)) process.exitCode = 1;
}

await main();
process.exit();
