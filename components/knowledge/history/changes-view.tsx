import { Text, VisuallyHidden } from '@mantine/core';
import type { inferRouterOutputs } from '@trpc/server';
import { CALLOUT_LABELS } from '@/components/editor/labels';
import { PersonAvatar } from '@/components/ui/person';
import { type ChangedLine, partsOfLine, type Segment } from '@/server/domains/knowledge/history/history.schema';
import type { AppRouter } from '@/server/root';
import { MENTION_WORDS } from '../mentions/labels';
import { personWords } from '../mentions/mention';
import classes from './changes.module.css';
import { BLOCK_WORDS, CHANGE_WORDS, earlierWords, leftLabel, unchangedLabel } from './labels';

type Changes = inferRouterOutputs<AppRouter>['knowledge']['history']['changes'];
type Person = { id: string; name: string };

const MARKERS = { bullet: '•', open: '☐', done: '☑' } as const;
const MARKER_WORDS = { bullet: '', open: 'Open: ', done: 'Done: ' } as const;
const DEPTH_SHOWN_MAX = 6;

/** What a session changed, line by line: a mark and a word say what happened to each, colour only repeats it. */
export function ChangesView({ changes }: { changes: Changes }) {
  const { lines, left, session, version } = changes;
  if (!lines.some((line) => 'change' in line && line.change !== 'same')) {
    return (
      <Text size="sm" c="dimmed">
        When it ended, the text said what it had said before: nothing of what was written stayed.
      </Text>
    );
  }
  // Where one person wrote, all that is new is theirs: their name stands above.
  const { contributors } = version ?? session;
  const people = contributors.length > 1 ? contributors.flatMap(({ person }) => person ?? []) : [];
  return (
    <>
      <ol className={classes.lines} aria-label="Changed lines">
        {lines.map((line, index) =>
          'unchanged' in line ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity, and never move
            <li key={index} className={classes.unchanged}>
              {unchangedLabel(line.unchanged)}
            </li>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity, and never move
            <LineView key={index} line={line} people={people} changes={changes} />
          ),
        )}
      </ol>
      {left > 0 ? (
        <Text size="sm" c="dimmed">
          {leftLabel(left)}
        </Text>
      ) : null}
    </>
  );
}

type LineProps = { line: ChangedLine; people: readonly Person[]; changes: Changes };

function LineView({ line, people, changes }: LineProps) {
  const { mark, word } = CHANGE_WORDS[line.change];
  const kind = BLOCK_WORDS[line.type];
  const isThing = line.segments.every(({ text }) => text === '');
  return (
    <li className={classes.line} data-change={line.change}>
      <span className={classes.mark} aria-hidden>
        {mark}
      </span>
      <div
        className={classes.block}
        data-type={line.type}
        data-level={line.level ?? undefined}
        data-depth={Math.min(line.depth, DEPTH_SHOWN_MAX)}
        data-frame={line.frame ?? undefined}
      >
        <VisuallyHidden>{word}</VisuallyHidden>
        <Marker line={line} />
        {line.callout ? <span className={classes.kind}>{calloutWords(line.callout)}</span> : null}
        {kind ? <span className={classes.kind}>{kind}</span> : null}
        {isThing && !kind ? <span className={classes.kind}>Empty line</span> : null}
        <Words line={line} changes={changes} />
      </div>
      <Writers line={line} people={people} changes={changes} />
    </li>
  );
}

/** As it is headed where it is read. */
const calloutWords = ({ kind, title }: NonNullable<ChangedLine['callout']>): string => title || CALLOUT_LABELS[kind];

/** What stands before an entry of a list. */
function Marker({ line: { marker, ordinal } }: { line: ChangedLine }) {
  if (!marker) return null;
  if (marker === 'number') return <span>{ordinal}. </span>;
  return (
    <>
      <span aria-hidden>{MARKERS[marker]} </span>
      <VisuallyHidden>{MARKER_WORDS[marker]}</VisuallyHidden>
    </>
  );
}

function Words({ line, changes }: { line: ChangedLine; changes: Changes }) {
  const isInside = line.change === 'changed';
  let offset = 0;
  return line.segments.map((segment) => {
    const key = `${segment.change} ${offset}`;
    offset += segment.text.length;
    const words = wordsOf(segment, changes);
    // A line that came or went as a whole is marked as a whole.
    if (!isInside || segment.change === 'same') return <span key={key}>{words}</span>;
    return segment.change === 'added' ? <ins key={key}>{words}</ins> : <del key={key}>{words}</del>;
  });
}

/** A stretch of a line, with whom and what it names in the reader's words. */
function wordsOf({ text }: Segment, { named }: Changes): string {
  return partsOfLine(text)
    .map((part) => {
      if ('text' in part) return part.text;
      if (part.kind === 'person') return personWords(named.people.find(({ id }) => id === part.id) ?? null);
      return named.items.find(({ id }) => id === part.id)?.title ?? MENTION_WORDS.nothing;
    })
    .join('');
}

const idsOf = (line: ChangedLine, isEarlier: boolean): Set<string> =>
  new Set(
    line.segments.flatMap(({ change, by, earlier }) =>
      change === 'same' || by === null || earlier !== isEarlier ? [] : [by],
    ),
  );

/** Who changed a line, where several wrote; and whose older words it was made of. */
function Writers({ line, people, changes }: LineProps) {
  const [now, before] = [idsOf(line, false), idsOf(line, true)];
  const writers = people.filter(({ id }) => now.has(id));
  const authors = changes.authors.filter(({ id }) => before.has(id));
  if (writers.length + authors.length === 0) return null;
  return (
    <span className={classes.writers}>
      {writers.map((person) => (
        <span key={person.id} title={person.name}>
          <PersonAvatar person={person} size={20} />
          <VisuallyHidden> by {person.name}</VisuallyHidden>
        </span>
      ))}
      {authors.length > 0 ? (
        <span className={classes.earlier}>
          <span aria-hidden>before:</span>
          {authors.map((person) => (
            <span key={person.id} title={earlierWords(person)}>
              <PersonAvatar person={person} size={20} />
              <VisuallyHidden> {earlierWords(person)}</VisuallyHidden>
            </span>
          ))}
        </span>
      ) : null}
    </span>
  );
}
