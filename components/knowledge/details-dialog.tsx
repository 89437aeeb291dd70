'use client';

import { Button, Group, Modal, Select, SimpleGrid, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { errorMessage } from '@/components/ui/error-labels';
import { FormError } from '@/components/ui/form-error';
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

const DATE_CHARACTERS = 10;

/** Changes what is said of an item besides its title, text and access. */
export function DetailsDialog(props: Props) {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title="Details" size="lg">
      <DetailsForm {...props} />
    </Modal>
  );
}

function DetailsForm({ page, onClose }: Props) {
  const { item } = page;
  const trpc = useTRPC();
  const router = useRouter();
  const client = useQueryClient();
  const { tags, categories, expertiseLevel, languages, platforms, businessContext } = item.metadata;
  const [value, setValue] = useState({
    contentType: item.contentType,
    summary: item.summary,
    parentItemId: item.parentItemId,
    expertiseLevel,
    tags,
    categories,
    languages,
    platforms,
    businessContext,
    prerequisites: item.metadata.prerequisites,
    relatedItems: item.metadata.relatedItems,
  });
  const [versions, setVersions] = useState(versionLines(item.metadata.versions));
  const [due, setDue] = useState(item.nextReviewDue?.toISOString().slice(0, DATE_CHARACTERS) ?? '');
  const set = (change: Partial<typeof value>) => setValue({ ...value, ...change });
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
  const readVersionLines = readVersions(versions);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (readVersionLines === null) return;
    const nextReviewDue = due === '' ? null : new Date(`${due}T00:00:00.000Z`);
    save.mutate({ id: item.id, revision: item.revision, ...value, versions: readVersionLines, nextReviewDue });
  };
  const labels = { maxLength: LABEL_CHARACTERS_MAX, maxTags: LABELS_PER_FIELD_MAX, clearable: false };
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
            onChange={(level) => level && set({ expertiseLevel: level })}
          />
          <TagsInput label="Tags" {...labels} value={value.tags} onChange={(tags) => set({ tags })} />
          <TagsInput
            label="Categories"
            {...labels}
            value={value.categories}
            onChange={(categories) => set({ categories })}
          />
          <TagsInput
            label="Languages"
            {...labels}
            value={value.languages}
            onChange={(languages) => set({ languages })}
          />
          <TagsInput
            label="Platforms"
            {...labels}
            value={value.platforms}
            onChange={(platforms) => set({ platforms })}
          />
          <TagsInput
            label="Business context"
            {...labels}
            value={value.businessContext}
            onChange={(businessContext) => set({ businessContext })}
          />
          <TextInput
            label="Next review"
            type="date"
            value={due}
            onChange={(event) => setDue(event.currentTarget.value)}
          />
        </SimpleGrid>
        <Textarea
          label="Versions it is about"
          description="One a line: the product, a colon, its version."
          placeholder="OpenSSL: 3.2"
          autosize
          minRows={1}
          value={versions}
          error={readVersionLines === null ? 'Each line needs a product, a colon and a version.' : null}
          onChange={(event) => setVersions(event.currentTarget.value)}
        />
        <ItemPicker
          label="Stands below"
          known={page.parent ? [page.parent] : []}
          without={item.id}
          value={value.parentItemId}
          onChange={(parentItemId) => set({ parentItemId })}
        />
        <ItemsPicker
          label="To be read before"
          known={page.prerequisites}
          without={item.id}
          value={value.prerequisites}
          onChange={(prerequisites) => set({ prerequisites })}
        />
        <ItemsPicker
          label="Related items"
          known={page.relatedItems}
          without={item.id}
          value={value.relatedItems}
          onChange={(relatedItems) => set({ relatedItems })}
        />
        <FormError message={save.error ? errorMessage(save.error) : null} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Leave as it is
          </Button>
          <Button type="submit" loading={save.isPending}>
            Change details
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
