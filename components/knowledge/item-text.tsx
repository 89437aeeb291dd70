import type { inferRouterOutputs } from '@trpc/server';
import { EmptyState } from '@/components/ui/empty-state';
import { LinkButton } from '@/components/ui/links';
import { itemPath } from '@/server/domains/knowledge/rules';
import type { AppRouter } from '@/server/root';
import { isBlank } from './blank';
import { DocumentView } from './document-view';
import { LinkCards } from './mentions/link-cards';

type Props = Pick<inferRouterOutputs<AppRouter>['knowledge']['item']['page'], 'item' | 'document' | 'outline'>;

/** The text of an item, or, where none is written yet, who writes it and how. */
export function ItemText({ item, document, outline }: Props) {
  if (!isBlank(document)) {
    return (
      <article aria-label={item.title}>
        <LinkCards>
          <DocumentView document={document} outline={outline} title={item.title} />
        </LinkCards>
      </article>
    );
  }
  const start = (
    <LinkButton href={`${itemPath(item)}/edit`} variant="default">
      Start writing
    </LinkButton>
  );
  return (
    <EmptyState title="Nothing is written here yet" action={item.can.edit ? start : null}>
      {item.can.edit
        ? 'Everything you write is saved as you type, and colleagues who keep it can write with you.'
        : 'Its author has not written it yet.'}
    </EmptyState>
  );
}
