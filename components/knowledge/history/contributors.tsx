import { Avatar, VisuallyHidden } from '@mantine/core';
import { IconUserQuestion } from '@tabler/icons-react';
import { PersonAvatar, PersonName } from '@/components/ui/person';
import { ICON } from '@/components/ui/theme';
import type { ContributorOutput, VersionOutput } from '@/server/domains/knowledge/history/history.schema';
import classes from './history.module.css';
import { contributorName, countsLabel, countsOf } from './labels';

const FACES_SHOWN_MAX = 3;
const FACE_PX = 26;

/** Whoever wrote, of a session or a version. */
type Writer = VersionOutput['contributors'][number];

const keyOf = ({ person, nobody }: Writer, index: number): string => person?.id ?? `${nobody} ${index}`;

function Face({ contributor, size }: { contributor: Writer; size: number }) {
  if (contributor.person) return <PersonAvatar person={contributor.person} size={size} />;
  return (
    <Avatar size={size} radius={size} aria-hidden>
      <IconUserQuestion {...ICON} size={size - 10} />
    </Avatar>
  );
}

/** Who wrote, as a row of faces, none of which covers the letters of another. Their names stand beside it. */
export function Faces({ contributors, size = FACE_PX }: { contributors: readonly Writer[]; size?: number }) {
  return (
    <span className={classes.faces} aria-hidden>
      {contributors.slice(0, FACES_SHOWN_MAX).map((contributor, index) => (
        <Face key={keyOf(contributor, index)} contributor={contributor} size={size} />
      ))}
    </span>
  );
}

/** How much they wrote together; nothing while it was not counted. */
export function Counts({ contributors }: { contributors: readonly ContributorOutput[] }) {
  const counts = countsOf(contributors);
  const said = counts && countsLabel(counts);
  if (!said?.short) return null;
  return (
    <span className={classes.counts}>
      <span aria-hidden>{said.short}</span>
      <VisuallyHidden>{said.words}</VisuallyHidden>
    </span>
  );
}

/** Everybody who wrote in a session, and how much; of a version only who. */
export function Contributors({ contributors }: { contributors: readonly (Writer | ContributorOutput)[] }) {
  return (
    <ul className={classes.contributors} aria-label="Who wrote">
      {contributors.map((contributor, index) => (
        <li key={keyOf(contributor, index)}>
          {contributor.person ? (
            <PersonName person={contributor.person} />
          ) : (
            <>
              <Face contributor={contributor} size={22} />
              <span>{contributorName(contributor)}</span>
            </>
          )}
          {'charsAdded' in contributor ? <Counts contributors={[contributor]} /> : null}
        </li>
      ))}
    </ul>
  );
}
