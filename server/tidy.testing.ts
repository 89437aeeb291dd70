import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export type SourceFile = { path: string; text: string };
/** What a rule found: empty when all is well, otherwise one line a place. */
export type Findings = string[];

export const FILE_LINES_MAX = 300;
export const FUNCTION_LINES_MAX = 70;

const NOT_OURS = /^(node_modules|\.next|dist|\.git|\.kenning|test-results|playwright-report|coverage|generated)$/;
const CODE = /\.(ts|tsx|mjs|cjs|css)$/;
const TEST = /\.(test|spec)\.tsx?$/;
/** Data, and what a program wrote, may be long. */
const MAY_BE_LONG = /\.data\.ts$|next-env\.d\.ts$/;

/** @returns every text file of the tree that is ours */
export function readTree(folder = '.'): SourceFile[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (NOT_OURS.test(entry.name) || entry.name.endsWith('.tsbuildinfo')) return [];
    if (entry.isDirectory()) return readTree(path);
    if (!entry.isFile()) return [];
    const bytes = readFileSync(path);
    return bytes.includes(0) ? [] : [{ path, text: bytes.toString('utf8') }];
  });
}

const isCode = ({ path }: SourceFile) => CODE.test(path);
const isTest = ({ path }: SourceFile) => TEST.test(path);
const parse = ({ path, text }: SourceFile) => ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);

function visit(file: SourceFile, look: (node: ts.Node, source: ts.SourceFile) => string | null): Findings {
  if (!/\.(ts|tsx|mjs)$/.test(file.path)) return [];
  const source = parse(file);
  const found: Findings = [];
  const walk = (node: ts.Node) => {
    const finding = look(node, source);
    const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
    if (finding !== null) found.push(`${file.path}:${line} ${finding}`);
    ts.forEachChild(node, walk);
  };
  walk(source);
  return found;
}

/** The name that is called: `it`, `describe.each`, `test.only`. */
function calledName(node: ts.Node): string {
  if (!ts.isCallExpression(node)) return '';
  const called = ts.isCallExpression(node.expression) ? node.expression.expression : node.expression;
  return called.getText();
}

export function longFiles(files: SourceFile[]): Findings {
  return files
    .filter((file) => isCode(file) && !MAY_BE_LONG.test(file.path))
    .map((file) => ({ path: file.path, lines: file.text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > FILE_LINES_MAX)
    .map(({ path, lines }) => `${path} has ${lines} lines`);
}

/** A suite that only holds tests may be as long as they are together. */
export function longFunctions(files: SourceFile[]): Findings {
  return files
    .filter((file) => isCode(file) && !MAY_BE_LONG.test(file.path))
    .flatMap((file) =>
      visit(file, (node, source) => {
        if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return null;
        if (/^(test\.)?describe\b/.test(calledName(node.parent))) return null;
        const at = (position: number) => source.getLineAndCharacterOfPosition(position).line;
        const lines = at(node.end) - at(node.getStart(source)) + 1;
        return lines > FUNCTION_LINES_MAX ? `is a function of ${lines} lines` : null;
      }),
    );
}

export function keptFromRunning(files: SourceFile[]): Findings {
  const held = /^(it|test|describe|suite|test\.describe)\.(only|skip|todo|fixme|fails?)\b/;
  return files.filter(isTest).flatMap((file) => visit(file, (node) => held.exec(calledName(node))?.[0] ?? null));
}

export function silencedTypes(files: SourceFile[]): Findings {
  const comment = new RegExp(`@ts-(${['ignore', 'nocheck', 'expect-error'].join('|')})`);
  // The samples of this very rule are texts.
  const judged = files.filter((file) => isCode(file) && file.path !== 'server/tidy.test.ts');
  return judged.flatMap((file) => [
    ...file.text.split('\n').flatMap((line, at) => {
      const found = comment.exec(line);
      return found ? [`${file.path}:${at + 1} ${found[0]}`] : [];
    }),
    ...visit(file, (node, source) => {
      if (node.kind === ts.SyntaxKind.AnyKeyword) return isExplained(node, source) ? null : 'any';
      return ts.isNonNullExpression(node) ? 'a non-null assertion' : null;
    }),
  ]);
}

/** The linter was told above why it must be so, in words. */
function isExplained(node: ts.Node, source: ts.SourceFile): boolean {
  const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return /biome-ignore lint\/suspicious\/noExplicitAny: \w+ \w+/.test(source.text.split('\n')[line - 1] ?? '');
}

export function consoles(files: SourceFile[]): Findings {
  return files
    .filter(isCode)
    .flatMap((file) => visit(file, (node) => (/^console\.\w+$/.test(calledName(node)) ? calledName(node) : null)));
}

export function sleeps(files: SourceFile[]): Findings {
  const inJourney = /\.waitForTimeout$|^(setTimeout|wait|sleep|delay)$/;
  const anywhere = /\.waitForTimeout$/;
  const journeys = files.filter((file) => /^e2e\/|\.spec\.ts$/.test(file.path));
  return journeys.flatMap((file) => {
    const sleeping = file.path.endsWith('.spec.ts') ? inJourney : anywhere;
    return visit(file, (node) => sleeping.exec(calledName(node))?.[0] ?? null);
  });
}

/** The tests of a domain's rules say which rule: by its id in their own title or in that of their suite. */
export function rulesWithoutId(files: SourceFile[]): Findings {
  const id = /\b[A-Z]{2}-[A-Z]+\d+\b/;
  const titleOf = (node: ts.Node) => (ts.isCallExpression(node) ? (node.arguments[0]?.getText() ?? '') : '');
  const rules = files.filter((file) => /^server\/domains\/.*[./]rules\.test\.ts$/.test(file.path));
  return rules.flatMap((file) =>
    visit(file, (node) => {
      if (!/^(it|test)\b/.test(calledName(node)) || /^(it|test)\b/.test(calledName(node.parent))) return null;
      for (let outer: ts.Node = node; outer; outer = outer.parent) if (id.test(titleOf(outer))) return null;
      return `names no rule: ${titleOf(node)}`;
    }),
  );
}

/** Rules are given the time and chance they judge by. */
export function clocksInRules(files: SourceFile[]): Findings {
  const rules = files.filter((file) => /^server\/.*[./]rules\.ts$/.test(file.path));
  return rules.flatMap((file) =>
    visit(file, (node) => {
      if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length)
        return 'new Date()';
      return /^(Date\.now|Math\.random|randomUUID|performance\.now)$/.exec(calledName(node))?.[0] ?? null;
    }),
  );
}

export function looseVersions(packageJson: string): Findings {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(packageJson) as Record<string, Record<string, string>>;
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.-]+)?$/.test(version))
    .map(([name, version]) => `${name}@${version}`);
}

/** @returns settings that only one of the two lists has */
export function settingsApart(names: readonly string[], example: string): Findings {
  const listed = [...example.matchAll(/^#?\s?([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1] ?? '');
  const missing = names.filter((name) => !listed.includes(name)).map((name) => `${name} is not in .env.example`);
  return [...missing, ...listed.filter((name) => !names.includes(name)).map((name) => `${name} is not in env.ts`)];
}

/** Where packages come from and where somebody's checkout lies are nobody else's business. */
export function placesOfSomebody(files: SourceFile[]): Findings {
  const registry = /\bregistry\.[\w-]+\.\w+|\bnpmmirror\b|"resolved":/;
  const checkout = /(?<![\w.~-])\/(work|home\/[\w-]+|Users\/[\w-]+|root)\/[\w.@-]+\//;
  return files
    .filter((file) => !/^server\/tidy\.(test|testing)\.ts$/.test(file.path))
    .flatMap((file) =>
      file.text.split('\n').flatMap((line, at) => {
        const found = registry.exec(line) ?? checkout.exec(line);
        return found ? [`${file.path}:${at + 1} ${found[0]}`] : [];
      }),
    );
}
