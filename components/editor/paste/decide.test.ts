import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Clipboard, decide, LONG_TEXT_CHARACTERS, OWN_COPY } from './decide';
import { readPaste } from './read-paste';
import { imagesInRtf } from './rtf-images';

const fixture = (name: string) => readFileSync(`components/editor/paste/fixtures/${name}`, 'utf8');
const clipboard = (given: Partial<Clipboard>): Clipboard => ({
  html: '',
  text: '',
  codeEditor: '',
  hasImages: false,
  fileNames: [],
  plain: false,
  inCode: false,
  ...given,
});
const LIST = '- one\n- two\n';
const LONG = 'word '.repeat(LONG_TEXT_CHARACTERS / 4);

describe('ED-P11 how a paste is taken up', () => {
  test.each<[string, Partial<Clipboard>, string]>([
    ['words', { text: 'One word.' }, 'default'],
    ['Markdown', { text: LIST }, 'markdown'],
    ['Markdown, asked for as words', { text: LIST, plain: true }, 'default'],
    ['Markdown into code', { text: LIST, inCode: true }, 'default'],
    ['a page', { text: 'Bold', html: '<b>Bold</b>' }, 'html'],
    ['a page, asked for as words', { text: 'Bold', html: '<b>Bold</b>', plain: true }, 'default'],
    [
      'Markdown in a page that says nothing',
      { text: LIST, html: '<meta><div>- one</div><div>- two</div>' },
      'markdown',
    ],
    ['what was copied here', { text: 'x', html: `<p ${OWN_COPY}="1" data-pm-slice="1 1 []">x</p>` }, 'default'],
    ['what was copied in another editor of this kind', { text: 'x', html: '<p data-pm-slice="1 1 []">x</p>' }, 'html'],
    ['an address', { text: 'https://example.com/a' }, 'default'],
    [
      'an address as a link',
      { text: 'https://e.com/a', html: '<a href="https://e.com/a">https://e.com/a</a>' },
      'default',
    ],
    ['an image of a page', { html: '<meta><img src="https://example.com/a.png">', hasImages: true }, 'files'],
    ['an image beside words', { text: 'a', html: '<p>a</p><img src="a.png">', hasImages: true }, 'html'],
    ['a long text', { text: LONG }, 'text'],
    ['code', { text: 'a();\nb();', html: fixture('vscode.html'), codeEditor: '{"mode":"typescript"}' }, 'code'],
    ['a word of code', { text: 'a()', html: fixture('vscode.html'), codeEditor: '{"mode":"typescript"}' }, 'text'],
    [
      'Markdown from an editor of code',
      { text: LIST, html: '<div>x</div>', codeEditor: '{"mode":"markdown"}' },
      'markdown',
    ],
    ['an image and its name', { text: 'a.png', hasImages: true, fileNames: ['a.png'] }, 'files'],
    ['an image into code', { hasImages: true, fileNames: ['a.png'], inCode: true }, 'files'],
    [
      'formatted text and the picture of it',
      { text: 'a', html: '<b>a</b>', hasImages: true, fileNames: ['a.png'] },
      'html',
    ],
    ['a file that is no image', { fileNames: ['a.pdf'] }, 'files'],
    ['a file that is no image, and its name', { text: 'a.pdf', fileNames: ['a.pdf'] }, 'files'],
    [
      'files, and where they lie',
      { text: 'file:///x/a%20b.pdf\r\nC:\\x\\c.zip', fileNames: ['a b.pdf', 'c.zip'] },
      'files',
    ],
    ['words, and a file that they do not name', { text: 'a.pdf is it', fileNames: ['a.pdf'] }, 'default'],
  ])('ED-P11 %s', (_what, given, kind) => {
    expect(decide(clipboard(given)).kind).toBe(kind);
  });

  test('ED-P12 the language is what the editor of code says', () => {
    const given = { text: 'a\nb', html: 'x', codeEditor: '{"version":1,"mode":"python"}' };
    expect(decide(clipboard(given))).toEqual({ kind: 'code', language: 'python' });
  });
});

describe('Markdown that is pasted', () => {
  const read = (text: string) => readPaste({ kind: 'markdown', text, origin: 'https://kenning.example' });

  test('ED-P13 is read whole: nested lists, tasks, tables, callouts, code', () => {
    const text = '# A\n\n- a\n  - [ ] b\n\n| a |\n| - |\n| 1 |\n\n> [!TIP]\n> c\n\n```js\nd\n```\n';
    expect(read(text).blocks.map(({ type }) => type)).toEqual([
      'heading',
      'bulletList',
      'table',
      'callout',
      'codeBlock',
    ]);
  });

  test('ED-P14 shows images of ours; of others it links to them, and says so', () => {
    const text =
      '![a](https://kenning.example/files/1/a.png) ![A map](https://example.com/b.png) ![](/files/2/c.png) ![](https://example.com/d.png)';
    const { blocks, leftOut } = read(text);
    const json = JSON.stringify(blocks);
    expect(json).toContain('"src":"/files/1/a.png"');
    expect(json).toContain('"src":"/files/2/c.png"');
    expect(json).toContain('"href":"https://example.com/b.png"');
    expect(json).not.toContain('"src":"https://example.com/b.png"');
    expect(blocks[0]?.content?.filter(({ marks }) => marks?.length).map(({ text: words }) => words)).toEqual([
      'A map',
      'd.png',
    ]);
    expect(leftOut).toEqual([['foreign_images', 2]]);
  });

  test('ED-P15 leaves its front matter out and says so', () => {
    const { blocks, leftOut } = read('---\ntitle: A\n---\n\n# A\n');
    expect(blocks.map(({ type }) => type)).toEqual(['heading']);
    expect(leftOut).toEqual([['front_matter', 1]]);
  });
});

test('ED-P16 the pictures of Word are found in its RTF', () => {
  const picture = (kind: string, hex: string) =>
    `{\\*\\shppict{\\pict{\\*\\picprop\\shplid1025{\\sp{\\sn shapeType}{\\sv 75}}}\\picscalex100\\picw100\\pich50\\${kind}\\bliptag-12345\\blipupi96{\\*\\blipuid 0a1b2c3d}\n${hex}\n}}{\\nonshppict{\\pict\\picscalex100\\wmetafile8\\bliptag-12345{\\*\\blipuid 0a1b2c3d}0100}}`;
  const rtf = `{\\rtf1\\ansi Text ${picture('pngblip', '89504e\n47')} more ${picture('jpegblip', 'ffd8')}}`;
  expect(imagesInRtf(rtf)).toEqual([
    { address: '', mediaType: 'image/png', base64: 'iVBORw==' },
    { address: '', mediaType: 'image/jpeg', base64: '/9g=' },
  ]);
});
