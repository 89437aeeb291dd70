import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SETTING_NAMES } from './platform/env';
import {
  clocksInRules,
  consoles,
  FILE_LINES_MAX,
  type Findings,
  FUNCTION_LINES_MAX,
  keptFromRunning,
  longFiles,
  longFunctions,
  looseVersions,
  placesOfSomebody,
  readTree,
  rulesWithoutId,
  type SourceFile,
  settingsApart,
  silencedTypes,
  sleeps,
} from './tidy.testing';

const tree = readTree();

/** A rule, what it must find, and what it must let pass. */
type Rule = {
  name: string;
  look: (files: SourceFile[]) => Findings;
  bad: SourceFile[];
  good: SourceFile[];
};

const file = (path: string, text: string): SourceFile => ({ path, text });
const lines = (count: number) => 'const line = 1;\n'.repeat(count);
const body = (count: number) => `{\n${lines(count - 2)}}`;

const RULES: Rule[] = [
  {
    name: `no file has more than ${FILE_LINES_MAX} lines`,
    look: longFiles,
    bad: [
      file('server/a.ts', lines(301)),
      file('prisma/seed/a.ts', lines(301)),
      file('components/a.module.css', '.a {}\n'.repeat(301)),
    ],
    good: [file('server/a.ts', lines(300)), file('prisma/seed/names.data.ts', lines(900))],
  },
  {
    name: `no function has more than ${FUNCTION_LINES_MAX} lines`,
    look: longFunctions,
    bad: [
      file('server/a.ts', `function a() ${body(71)}`),
      file('server/b.ts', `const b = () => ${body(71)}`),
      file('server/c.ts', `class C { c() ${body(71)} }`),
      file('server/d.test.ts', `describe('d', () => { it('e', () => ${body(71)}); });`),
    ],
    good: [file('server/a.ts', `function a() ${body(70)}`), file('a.test.ts', `describe('b', () => ${body(90)});`)],
  },
  {
    name: 'every test runs',
    look: keptFromRunning,
    bad: [
      file('a.test.ts', `it.only('a', () => {});`),
      file('b.spec.ts', `test.skip('b', () => {});`),
      file('c.test.ts', `describe.skip('c', () => {});`),
      file('d.spec.ts', `test.fixme('d', () => {});`),
    ],
    good: [file('a.test.ts', `it('a', () => {}); it.each([1])('b', () => {}); list.only();`)],
  },
  {
    name: 'types are not silenced',
    look: silencedTypes,
    bad: [
      file('a.ts', '// @ts-ignore\nconst a = 1;'),
      file('b.ts', 'const b: any = 1;'),
      file('c.ts', 'const c = list[0]!;'),
      file('d.ts', '// @ts-expect-error\nconst d = 1;'),
      file('e.ts', '// biome-ignore lint/suspicious/noExplicitAny:\nconst e: any = 1;'),
    ],
    good: [
      file('a.ts', 'const anyone: unknown = !list[0];'),
      file('b.ts', '// biome-ignore lint/suspicious/noExplicitAny: the package says so\nconst b: any = 1;'),
    ],
  },
  {
    name: 'nothing writes to the console',
    look: consoles,
    bad: [file('a.ts', `console.log('a');`)],
    good: [file('a.ts', `log.info('console.log');`)],
  },
  {
    name: 'journeys never sleep',
    look: sleeps,
    bad: [
      file('e2e/a.spec.ts', 'await page.waitForTimeout(100);'),
      file('e2e/b.spec.ts', 'await new Promise((resolve) => setTimeout(resolve, 100));'),
    ],
    good: [file('e2e/a.spec.ts', `await page.waitForURL('/');`)],
  },
  {
    name: 'the tests of rules carry the id of the rule',
    look: rulesWithoutId,
    bad: [file('server/domains/people/rules.test.ts', `describe('names', () => { it('are short', () => {}); });`)],
    good: [
      file('server/domains/people/rules.test.ts', `it('PE-S1 names are short', () => {});`),
      file('server/domains/people/name.rules.test.ts', `describe('PE-S1', () => { it.each([1])('a', () => {}); });`),
    ],
  },
  {
    name: 'rules have no clock and no chance',
    look: clocksInRules,
    bad: [
      file('server/domains/people/rules.ts', 'const now = new Date();'),
      file('server/domains/people/name.rules.ts', 'const chance = Math.random();'),
    ],
    good: [file('server/domains/people/rules.ts', 'const then = new Date(given);')],
  },
  {
    name: 'no registry and no checkout is named',
    look: placesOfSomebody,
    bad: [
      file('package-lock.json', '"resolved": "x"'),
      file('.npmrc', 'registry=https://registry.example.org'),
      file('docs/a.md', 'see /home/ana/kenning/server'),
    ],
    good: [file('docs/a.md', 'a closed home such as /root, https://example.org/home/page/one')],
  },
];

/** Every file is parsed: long where others work on the same machine. */
const PARSING_MS_MAX = 60_000;

describe('the house is tidy', { timeout: PARSING_MS_MAX }, () => {
  it.each(RULES)('$name', ({ look }) => {
    expect(look(tree)).toEqual([]);
  });

  it('every setting is in .env.example, and nothing else is', () => {
    expect(settingsApart(SETTING_NAMES, readFileSync('.env.example', 'utf8'))).toEqual([]);
  });

  it('every version is exact', () => {
    expect(looseVersions(readFileSync('package.json', 'utf8'))).toEqual([]);
  });
});

describe('the rules of the house catch what they are for', () => {
  it.each(RULES)('$name', ({ look, bad, good }) => {
    for (const sample of bad) expect(look([sample]), sample.text.slice(0, 80)).not.toEqual([]);
    expect(look(good)).toEqual([]);
  });

  it('every setting is in .env.example, and nothing else is', () => {
    expect(settingsApart(['HOST', 'PORT'], '# PORT=1\nHOSTS=a\n')).toHaveLength(2);
    expect(settingsApart(['HOST', 'PORT'], '# PORT=1\nHOST=a\n')).toEqual([]);
  });

  it('every version is exact', () => {
    const loose = { dependencies: { a: '^1.0.0', b: '1.0.0', c: 'latest' }, devDependencies: { d: '~2.0.0' } };
    expect(looseVersions(JSON.stringify(loose))).toHaveLength(3);
  });
});
