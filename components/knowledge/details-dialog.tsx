'use client';

import { Button, Select, SimpleGrid, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { DialogActions } from '@/components/ui/dialog-actions';
import { errorMessage } from '@/components/ui/error-labels';
import { FormDialog } from '@/components/ui/form-dialog';
import { FormError } from '@/components/ui/form-error';
import { dateFieldOf, KEPT_ZONE, keptDay } from '@/components/ui/time';
import { sayDone } from '@/components/ui/toast';
import {
  LABEL_CHARACTERS_MAX,
  LABELS_PER_FIELD_MAX,
  SUMMARY_CHARACTERS_MAX,
} from '@/server/domains/knowledge/limits.schema';
import type { AppRouter } from '@/server/root';
import { CONTENT_TYPE_LABELS, EXPERTISE_LABELS, optionsOf } from './labels';
import { ItemPicker, ItemsPicker } from './pickers';
import { readVersions, versionLines } from './versions';

type ItemPage = inferRouterOutputs<AppRouter>['knowledge']['item']['page'];
type Props = { page: Omit<ItemPage, 'document' | 'outline'>; opened: boolean; onClose: () => void };

/** Changes what is said of an item besides its title, text and access. */
export function DetailsDialog(props: Props) {
  return (
    <FormDialog opened={props.opened} onClose={props.onClose} title="Details" size="lg">
      <DetailsForm {...props} />
    </FormDialog>
  );
}

type Item = ItemPage['item'];
const valuesOf = (item: Item) => ({
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
type Values = ReturnType<typeof valuesOf>;
type FieldsProps = { value: Values; set: (change: Partial<Values>) => void };

function DetailsForm({ page, onClose }: Props) {
  const { id, revision } = page.item;
  const trpc = useTRPC();
  const router = useRouter();
  const client = useQueryClient();
  const [before] = useState(() => valuesOf(page.item));
  const [value, setValue] = useState(before);
  const set = (change: Partial<Values>) => setValue((now) => ({ ...now, ...change }));
  const save = useMutation(
    trpc.knowledge.item.changeMetadata.mutationOptions({
      onSuccess: () => {
        void client.invalidateQueries({ queryKey: trpc.knowledge.item.pathKey() });
        router.refresh();
        sayDone('The details were changed');
        onClose();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { due, ...rest } = value;
    const versions = readVersions(value.versions);
    if (versions === null) return;
    const changedDue = due === '' ? null : keptDay(due);
    const nextReviewDue = due === before.due ? undefined : changedDue;
    save.mutate({ id, revision, ...rest, versions, nextReviewDue });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Textarea
          label="Summary"
          description="What lists and search show. Left empty, the first paragraph."
          autosize
          minRows={2}
          maxLength={SUMMARY_CHARACTERS_MAX}
          value={value.summary}
          onChange={(event) => set({ summary: event.currentTarget.value })}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <KindFields value={value} set={set} />
          <LabelFields value={value} set={set} />
        </SimpleGrid>
        <LinkFields value={value} set={set} page={page} />
        <FormError message={save.error ? errorMessage(save.error) : null} />
        <DialogActions onCancel={onClose} cancel="Leave as it is">
          <Button type="submit" loading={save.isPending}>
            Change details
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}

function KindFields({ value, set }: FieldsProps) {
  return (
    <>
      <Select
        label="Kind of content"
        searchable
        allowDeselect={false}
        data={optionsOf(CONTENT_TYPE_LABELS, true)}
        value={value.contentType}
        onChange={(contentType) => contentType && set({ contentType })}
      />
      <Select
        label="Written for"
        allowDeselect={false}
        data={optionsOf(EXPERTISE_LABELS)}
        value={value.expertiseLevel}
        onChange={(expertiseLevel) => expertiseLevel && set({ expertiseLevel })}
      />
      <TextInput
        label="Next review"
        type="date"
        value={value.due}
        onChange={(event) => set({ due: event.currentTarget.value })}
      />
    </>
  );
}

const LABEL_FIELDS = [
  ['tags', 'Tags'],
  ['categories', 'Categories'],
  ['languages', 'Languages'],
  ['platforms', 'Platforms'],
  ['businessContext', 'Business context'],
] as const;

function LabelFields({ value, set }: FieldsProps) {
  return LABEL_FIELDS.map(([key, label]) => (
    <TagsInput
      key={key}
      label={label}
      maxLength={LABEL_CHARACTERS_MAX}
      maxTags={LABELS_PER_FIELD_MAX}
      value={value[key]}
      onChange={(labels) => set({ [key]: labels })}
    />
  ));
}

function LinkFields({ value, set, page }: FieldsProps & { page: Props['page'] }) {
  const { id } = page.item;
  return (
    <>
      <Textarea
        label="Versions it is about"
        description="One a line: the product, a colon, its version."
        placeholder="OpenSSL: 3.2"
        autosize
        minRows={1}
        value={value.versions}
        error={readVersions(value.versions) === null ? 'Each line needs a product, a colon and a version.' : null}
        onChange={(event) => set({ versions: event.currentTarget.value })}
      />
      <ItemPicker
        label="Stands below"
        known={page.parent ? [page.parent] : []}
        without={id}
        value={value.parentItemId}
        onChange={(parentItemId) => set({ parentItemId })}
      />
      <ItemsPicker
        label="To be read before"
        known={page.prerequisites}
        without={id}
        value={value.prerequisites}
        onChange={(prerequisites) => set({ prerequisites })}
      />
      <ItemsPicker
        label="Related items"
        known={page.relatedItems}
        without={id}
        value={value.relatedItems}
        onChange={(relatedItems) => set({ relatedItems })}
      />
    </>
  );
}
