import { dateFieldOf, KEPT_ZONE } from '@/components/ui/time';
import { CONTENT_TYPE_LABELS, EXPERTISE_LABELS } from './labels';
import type { ItemRecord } from './use-item-form';
import { versionLines } from './versions';

/** What the details are, as their form holds them. */
export const valuesOf = ({ item }: ItemRecord) => ({
  contentType: item.contentType,
  summary: item.summary,
  parentItemId: item.parentItemId,
  expertiseLevel: item.metadata.expertiseLevel,
  tags: item.metadata.tags,
  categories: item.metadata.categories,
  languages: item.metadata.languages,
  platforms: item.metadata.platforms,
  businessContext: item.metadata.businessContext,
  prerequisites: item.metadata.prerequisites,
  relatedItems: item.metadata.relatedItems,
  versions: versionLines(item.metadata.versions),
  due: item.nextReviewDue ? dateFieldOf(item.nextReviewDue, KEPT_ZONE) : '',
});

export type DetailsValues = ReturnType<typeof valuesOf>;

export const DETAILS_LABELS: Record<keyof DetailsValues, string> = {
  contentType: 'Kind of content',
  summary: 'Summary',
  parentItemId: 'Stands below',
  expertiseLevel: 'Written for',
  tags: 'Tags',
  categories: 'Categories',
  languages: 'Languages',
  platforms: 'Platforms',
  businessContext: 'Business context',
  prerequisites: 'To be read before',
  relatedItems: 'Related items',
  versions: 'Versions it is about',
  due: 'Next review',
};

const titles = (items: readonly { title: string }[]) => items.map((item) => `“${item.title}”`);

/** What one of the details is on an item, in words. */
export function detailInWords(key: keyof DetailsValues, page: ItemRecord): string {
  const values = valuesOf(page);
  const words = {
    ...values,
    contentType: CONTENT_TYPE_LABELS[values.contentType],
    expertiseLevel: EXPERTISE_LABELS[values.expertiseLevel],
    parentItemId: page.parent ? titles([page.parent]) : '',
    prerequisites: titles(page.prerequisites),
    relatedItems: titles(page.relatedItems),
    versions: values.versions.split('\n').filter(Boolean),
  }[key];
  return (typeof words === 'string' ? words : words.join(', ')) || 'nothing';
}
