import classes from './segments.module.css';

/** A run of text, and whether it is what was searched for. */
export type Segment = { text: string; hit: boolean };

/** A snippet with its hits marked. Takes segments, never HTML. */
export function Segments({ segments }: { segments: readonly Segment[] }) {
  let offset = 0;
  return segments.map((segment) => {
    const key = offset;
    offset += segment.text.length + 1;
    return segment.hit ? (
      <mark key={key} className={classes.hit}>
        {segment.text}
      </mark>
    ) : (
      <span key={key}>{segment.text}</span>
    );
  });
}
