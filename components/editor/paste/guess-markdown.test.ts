import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isMarkdown } from './guess-markdown';

describe('ED-P10 what was written as Markdown is told from what was not', () => {
  test.each([
    ['a heading and words', '# Moving\n\nThe store moves on Saturday.\n\n## When\n\nAt noon.'],
    ['a list', 'Bring:\n\n- gloves\n- a torch'],
    ['a numbered list', '1. Stop\n2. Move\n3. Start'],
    ['one task', '- [ ] Call Ana'],
    ['a table', '| a | b |\n| - | - |\n| 1 | 2 |'],
    ['a block of code', 'Run this:\n\n```sh\nmake && make install;\n```'],
    ['mostly a block of code', '```js\nconst a = 1;\nlet b = 2;\nrun(a, b);\n```'],
    ['a callout', '> [!NOTE]\n> Hot.'],
    ['a link', 'See [the runbook](https://example.com/runbook).'],
    ['a bold word', 'It is **never** done on a Friday.'],
    ['a footnote', 'So it is.[^1]\n\n[^1]: Says Noah.'],
    ['an admonition', '!!! warning\n    Hot.'],
    ['a README', readFileSync('README.md', 'utf8')],
  ])('ED-P10 %s is', (_what, text) => {
    expect(isMarkdown(text)).toBe(true);
  });

  test.each([
    ['a sentence', 'The store moves on Saturday.'],
    ['a stray star', 'It costs 5 * 3 and not 5*2*1 (*without tax).'],
    ['a name with low lines', 'Set my_long_name and __init__ to 1.'],
    ['a number at the start', '1. December is a Tuesday.'],
    ['a dash at the start', '- Ana, to Noah'],
    ['a hash tag', '#channel is where we talk'],
    ['an address', 'https://example.com/a_b_c*d'],
    ['JavaScript', 'import a from "b";\n\nconst c = a();\nif (c) {\n  run(`x`);\n}'],
    ['Python with remarks', '# Reads the file\nimport os\n\n# Counts\nprint(len(os.environ))\n'],
    ['a shell script', '#!/bin/sh\n# Stop\nsystemctl stop feeds\n\n# Move\nmv a b\n'],
    ['settings', '# Who\nname: ana\nroles:\n  - name: writer\n  - name: reader\n'],
    ['SQL', 'SELECT *\nFROM a\nWHERE b = 1;'],
    ['a change', '--- a/x.ts\n+++ b/x.ts\n@@ -1,2 +1,2 @@\n-const a = 1;\n+const a = 2;'],
    ['a stack', 'Error: no\n    at run (file.js:1:2)\n    at main (file.js:3:4)'],
    ['two paragraphs', 'One thing.\n\nAnother thing: that one.'],
    ['nothing', ''],
  ])('ED-P10 %s is not', (_what, text) => {
    expect(isMarkdown(text)).toBe(false);
  });
});
