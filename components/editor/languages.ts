import { common, createLowlight } from 'lowlight';
import { WORDS } from './labels';

const known = createLowlight(common);

/**
 * The highlighter of the editor's code blocks: the languages that are common enough to ship. Any other is left as it is
 * typed: guessing would colour it as something else, another way than the reading page does.
 */
export const lowlight: typeof known = { ...known, highlightAuto: (code) => known.highlight('plaintext', code) };

/** Names as their communities write them, where capitalising the first letter is wrong. */
const NAMES: Record<string, string> = {
  bash: 'Bash',
  cpp: 'C++',
  csharp: 'C#',
  css: 'CSS',
  graphql: 'GraphQL',
  ini: 'INI, TOML',
  javascript: 'JavaScript',
  json: 'JSON',
  less: 'Less',
  makefile: 'Makefile',
  objectivec: 'Objective-C',
  php: 'PHP',
  'php-template': 'PHP template',
  plaintext: WORDS.plainText,
  'python-repl': 'Python session',
  scss: 'SCSS',
  shell: 'Shell session',
  sql: 'SQL',
  typescript: 'TypeScript',
  vbnet: 'VB.NET',
  wasm: 'WebAssembly',
  xml: 'HTML, XML',
  yaml: 'YAML',
};

/** Not highlighted in the editor, drawn when read. */
const DRAWN = [{ value: 'mermaid', label: 'Mermaid diagram' }];

type LanguageOption = { value: string; label: string };

const KNOWN: LanguageOption[] = [
  ...lowlight
    .listLanguages()
    .filter((name) => name !== 'plaintext')
    .map((name) => ({ value: name, label: NAMES[name] ?? name.charAt(0).toUpperCase() + name.slice(1) })),
  ...DRAWN,
].sort((one, other) => one.label.localeCompare(other.label));

/** Shorter names by which languages are written after a fence. The highlighter knows these, and does not tell of which. */
const SHORT_NAMES: Record<string, string> = {
  'c#': 'csharp',
  'c++': 'cpp',
  cs: 'csharp',
  golang: 'go',
  html: 'xml',
  js: 'javascript',
  jsx: 'javascript',
  kt: 'kotlin',
  md: 'markdown',
  py: 'python',
  rb: 'ruby',
  rs: 'rust',
  sh: 'bash',
  toml: 'ini',
  ts: 'typescript',
  tsx: 'typescript',
  yml: 'yaml',
  zsh: 'bash',
};

/**
 * The choices of a code block. A shorter name stands in place of the language it means, and stays; so does, as a choice of
 * its own, a language we do not know, for instance from an import.
 */
export function languageOptions(current: string | null): LanguageOption[] {
  const plain = { value: '', label: WORDS.plainText };
  if (current === null || current === '') return [plain, ...KNOWN];
  const meant = SHORT_NAMES[current.toLowerCase()] ?? current;
  const options = KNOWN.map((option) => (option.value === meant ? { ...option, value: current } : option));
  const isKnown = options.some(({ value }) => value === current);
  return isKnown ? [plain, ...options] : [plain, { value: current, label: current }, ...options];
}

/** Whether code in a language is coloured while it is written, or drawn; plain text has nothing to colour. */
export function isHighlighted(language: string): boolean {
  return language === '' || lowlight.registered(language) || DRAWN.some(({ value }) => value === language);
}

/**
 * The choices that answer what was typed, by a part of their name or by a name that the highlighter knows them by (`ts`);
 * what was typed is a choice of its own where nothing bears that name.
 */
export function languagesFor(current: string, typed: string): LanguageOption[] {
  const wanted = typed.trim().toLowerCase();
  const options = languageOptions(current);
  if (wanted === '') return options;
  const found = options.filter(
    ({ value, label }) => label.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted),
  );
  const isThere = options.some(({ value, label }) => [value, label.toLowerCase()].includes(wanted));
  return isThere ? found : [...found, { value: wanted, label: WORDS.asLanguage(wanted) }];
}
