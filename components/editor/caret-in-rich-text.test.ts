import { expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { around, begin, placesOf, syncBegun, Writer } from './writer.testing';

const words = (text: string, mark?: string) => ({ type: 'text', text, ...(mark ? { marks: [{ type: mark }] } : {}) });
const line = (...content: object[]) => ({ type: 'paragraph', content });
const block = (type: string, ...content: object[]) => ({ type, content });
const cell = (text: string) => block('tableCell', line(words(text)));

/** Every block in which there are lines, several lines in each, and looks that differ. */
const RICH = [
  line(words('plain, '), words('bold', 'bold'), words(' and '), words('code', 'code')),
  line(),
  block('heading', words('A heading')),
  block(
    'bulletList',
    block('listItem', line(words('a'))),
    block('listItem', line(words('b')), line(words('more of b'))),
  ),
  block(
    'orderedList',
    block('listItem', line(words('one')), block('bulletList', block('listItem', line(words('within'))))),
    block('listItem', line()),
  ),
  block('taskList', block('taskItem', line(words('to do'))), block('taskItem', line(words('bold', 'bold')))),
  block('blockquote', line(words('quoted')), block('blockquote', line(words('twice')), line())),
  block('callout', line(words('mind this')), line(words('and this'))),
  block('codeBlock', words('one\ntwo')),
  block('table', block('tableRow', cell('a1'), cell('b1')), block('tableRow', cell('a2'), cell('b2'))),
  line(words('before'), { type: 'hardBreak' }, words('behind')),
];

const ACT = fc.record({
  who: fc.constantFrom(0, 1),
  kind: fc.constantFrom('goes', 'types', 'types', 'types', 'takes'),
  line: fc.nat(),
  at: fc.nat(),
});
type Act = { who: number; kind: string; line: number; at: number };

const LETTERS = ['A', 'N'];
/** Each writes letters of their own, and takes away none but those. */
function does(writer: Writer, letter: string, { kind, line: which, at }: Act): void {
  if (kind === 'goes') {
    const places = placesOf(writer);
    const place = places[which % places.length] as number;
    writer.goTo(place + (at % (writer.state.doc.resolve(place).parent.content.size + 1)));
  } else if (kind === 'types') {
    writer.type(letter);
  } else if (around(writer)[0].endsWith(letter)) {
    const { head } = writer.state.selection;
    writer.does(({ tr }, dispatch) => {
      dispatch?.(tr.delete(head - 1, head));
      return true;
    });
  }
}

test('ED-T108 wherever two write, each goes on behind the letter that they wrote last', async () => {
  const property = fc.asyncProperty(fc.array(ACT, { minLength: 4, maxLength: 30 }), async (acts) => {
    const shared = begin(RICH);
    const both = [new Writer(shared, 1), new Writer(shared, 2)] as const;
    await syncBegun();
    for (const act of acts) {
      const [one, other] = act.who === 0 ? both : [both[1], both[0]];
      const theirs = new RegExp(LETTERS[act.who] as string, 'g');
      const where = () => around(other).map((side) => side.replaceAll(theirs, ''));
      const before = where();
      does(one, LETTERS[act.who] as string, act);
      if (one.said.length > 0) other.hear(one.said.splice(0));
      expect(where()).toEqual(before);
      expect(other.state.doc.toJSON()).toEqual(one.state.doc.toJSON());
    }
  });
  await fc.assert(property, { numRuns: 60 });
});
