import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const DEPCRUISE_TIMEOUT_MS = 120_000;

/** A small house with one fault for each rule. */
const BAD_HOUSE: Record<string, string> = {
  'components/one.tsx': `import { find } from '@/server/domains/people/queries';\nexport const one = find;`,
  'components/two.tsx': `import { page } from '@/app/page';\nexport const two = page;`,
  'components/three.tsx': `import { client } from '@/prisma/generated/client';\nexport const three = client;`,
  'components/fine.tsx': `import { limit } from '@/server/domains/people/schema';\nimport type { Found } from '@/server/domains/people/queries';\nexport const fine: Found = limit;`,
  'app/page.ts': `import '@/nowhere';\nimport 'server-only';\nexport const page = 1;`,
  'prisma/generated/client.ts': 'export const client = 1;',
  'bench/search.ts': `import { find } from '@/server/domains/people/queries';\nexport const bench = find;`,
  'server/domains/people/queries.ts': 'export type Found = number;\nexport const find = 1;',
  'server/domains/people/schema.ts': `import { find } from './queries';\nimport { sep } from 'node:path';\nexport const limit = find + sep.length;`,
  'server/domains/people/rules.ts': `import { useState } from 'react';\nexport const rule = useState;`,
  'server/domains/people/cycle-a.ts': `import { b } from './cycle-b';\nexport const a = (): number => b();`,
  'server/domains/people/cycle-b.ts': `import { a } from './cycle-a';\nexport const b = (): number => a();`,
  'server/domains/knowledge/queries.ts': `import { find } from '../people/queries';\nexport const other = find;`,
  'server/domains/knowledge/queries.test.ts': `import { find } from '../people/queries';\nexport const other = find;`,
  'server/domains/knowledge/router.ts': `import { root } from '@/server/root';\nexport const router = root;`,
  'server/domains/knowledge/view.ts': `import { fine } from '@/components/fine';\nexport const view = fine;`,
  'server/parts/view.ts': `import { fine } from '@/components/fine';\nexport const view = fine;`,
  'server/parts/web.ts': `import 'pg-pool';\nexport const web = 1;`,
  'server/platform/log.ts': `import { find } from '@/server/domains/people/queries';\nexport const log = find;`,
  'server/root.ts': `import { describe } from 'vitest';\nexport const root = describe;`,
};

const EVERY_RULE = [
  'benches-by-the-door',
  'browser-safe-stays-so',
  'caller-root-and-parts-know-little-of-it',
  'components-are-browser-safe',
  'components-know-no-database',
  'components-know-no-pages',
  'domains-by-their-door',
  'domains-in-tests-by-their-door',
  'domains-know-no-process',
  'no-cycles',
  'no-development-packages',
  'nothing-missing',
  'packages-are-declared',
  'platform-knows-no-domain',
  'rules-and-schemas-touch-no-machine',
  'rules-decide-alone',
  'server-knows-no-interface',
  'server-only-in-one-place',
  'tests-stay-out-of-the-product',
];

const FOLDERS = ['app', 'components', 'server', 'bench'];

type Report = { summary: { violations: { from: string; rule: { name: string; severity: string } }[] } };

describe('the boundaries', () => {
  it('catch a fault against every rule, and nothing in what is right', { timeout: DEPCRUISE_TIMEOUT_MS }, async () => {
    const house = mkdtempSync(join(tmpdir(), 'kenning-house-'));
    try {
      for (const [path, text] of Object.entries(BAD_HOUSE)) {
        mkdirSync(dirname(join(house, path)), { recursive: true });
        writeFileSync(join(house, path), text);
      }
      for (const name of ['node_modules', 'package.json', 'tsconfig.json', '.dependency-cruiser.cjs']) {
        symlinkSync(join(process.cwd(), name), join(house, name));
      }
      const program = join(process.cwd(), 'node_modules/.bin/depcruise');
      const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...FOLDERS];
      const { stdout } = await promisify(execFile)(program, args, { cwd: house, maxBuffer: 50_000_000 });
      const { violations } = (JSON.parse(stdout) as Report).summary;
      expect([...new Set(violations.map((each) => each.rule.name))].sort()).toEqual(EVERY_RULE);
      expect(violations.every((each) => each.rule.severity === 'error')).toBe(true);
      expect(violations.filter((each) => each.from === 'components/fine.tsx')).toEqual([]);
    } finally {
      rmSync(house, { recursive: true });
    }
  });
});
