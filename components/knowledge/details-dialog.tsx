'use client';

import { Button, Select, SimpleGrid, Stack, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { DialogActions } from '@/components/ui/dialog-actions';
import { useDirty } from '@/components/ui/dirty';
import { FormDialog } from '@/components/ui/form-dialog';
import { FormError } from '@/components/ui/form-error';
import { keptDay } from '@/components/ui/time';
import {
  LABEL_CHARACTERS_MAX,
  LABELS_PER_FIELD_MAX,
  SUMMARY_CHARACTERS_MAX,
} from '@/server/domains/knowledge/limits.schema';
import { DETAILS_LABELS, type DetailsValues, detailInWords, valuesOf } from './details-values';
import { CONTENT_TYPE_LABELS, EXPERTISE_LABELS, optionsOf } from './labels';
import { MovedNotice } from './moved-notice';
import { ItemPicker, ItemsPicker } from './pickers';
import { type ItemRecord, useItemForm } from './use-item-form';
import { readVersions } from './versions';

type Props = { page: ItemRecord; opened: boolean; onClose: () => void };

const VERB = 'Change details';

/** Changes what is said of an item besides its title, text and access. */
export function DetailsDialog(props: Props) {
  return (
    <FormDialog opened={props.opened} onClose={props.onClose} title="Details" size="lg">
      <DetailsForm {...props} />
    </FormDialog>
  );
}

type FieldsProps = { value: DetailsValues; set: (change: Partial<DetailsValues>) => void };

function DetailsForm({ page, onClose }: Props) {
  const trpc = useTRPC();
  const save = useMutation(trpc.knowledge.item.changeMetadata.mutationOptions());
  const send = async ({ due, ...rest }: DetailsValues, before: ItemRecord) => {
    const { id, revision } = before.item;
    const versions = readVersions(rest.versions);
    if (versions === null) return;
    const changedDue = due === '' ? null : keptDay(due);
    const nextReviewDue = due === valuesOf(before).due ? undefined : changedDue;
    await save.mutateAsync({ id, revision, ...rest, versions, nextReviewDue });
  };
  const { form, value, set, base, met } = useItemForm({
    page,
    valuesOf,
    isWrong: (of) => readVersions(of.versions) === null,
    send,
    said: 'The details were changed',
    onClose,
  });
  return (
    <form {...form.formProps}>
      <Stack gap="md">
        <Textarea
          label={DETAILS_LABELS.summary}
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
        <LinkFields value={value} set={set} page={base} />
        <MovedNotice
          met={met}
          name={(key) => DETAILS_LABELS[key as keyof DetailsValues]}
          now={(key) => detailInWords(key as keyof DetailsValues, base)}
          verb={VERB}
        />
        <FormError message={form.refusal} />
        <DialogActions onCancel={onClose} cancel="Leave as it is">
          <Button type="submit" loading={form.busy}>
            {VERB}
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
        label={DETAILS_LABELS.contentType}
        searchable
        allowDeselect={false}
        data={optionsOf(CONTENT_TYPE_LABELS, true)}
        value={value.contentType}
        onChange={(contentType) => contentType && set({ contentType })}
      />
      <Select
        label={DETAILS_LABELS.expertiseLevel}
        allowDeselect={false}
        data={optionsOf(EXPERTISE_LABELS)}
        value={value.expertiseLevel}
        onChange={(expertiseLevel) => expertiseLevel && set({ expertiseLevel })}
      />
      <TextInput
        label={DETAILS_LABELS.due}
        type="date"
        value={value.due}
        onChange={(event) => set({ due: event.currentTarget.value })}
      />
    </>
  );
}

const LABEL_FIELDS = ['tags', 'categories', 'languages', 'platforms', 'businessContext'] as const;

function LabelFields({ value, set }: FieldsProps) {
  return LABEL_FIELDS.map((key) => (
    <LabelField
      key={key}
      label={DETAILS_LABELS[key]}
      value={value[key]}
      onChange={(labels) => set({ [key]: labels })}
    />
  ));
}

type LabelFieldProps = { label: string; value: string[]; onChange: (labels: string[]) => void };

function LabelField(props: LabelFieldProps) {
  // A word that is not yet a label is typed all the same.
  const [typed, setTyped] = useState('');
  useDirty(() => typed !== '');
  return (
    <TagsInput
      maxLength={LABEL_CHARACTERS_MAX}
      maxTags={LABELS_PER_FIELD_MAX}
      // There is nothing to choose from, so that Esc has no list to close first.
      dropdownOpened={false}
      searchValue={typed}
      onSearchChange={setTyped}
      {...props}
    />
  );
}

function LinkFields({ value, set, page }: FieldsProps & { page: ItemRecord }) {
  const { id } = page.item;
  return (
    <>
      <Textarea
        label={DETAILS_LABELS.versions}
        description="One a line: the product, a colon, its version."
        placeholder="OpenSSL: 3.2"
        autosize
        minRows={1}
        value={value.versions}
        error={readVersions(value.versions) === null ? 'Each line needs a product, a colon and a version.' : null}
        onChange={(event) => set({ versions: event.currentTarget.value })}
      />
      <ItemPicker
        label={DETAILS_LABELS.parentItemId}
        known={page.parent ? [page.parent] : []}
        without={id}
        value={value.parentItemId}
        onChange={(parentItemId) => set({ parentItemId })}
      />
      <ItemsPicker
        label={DETAILS_LABELS.prerequisites}
        known={page.prerequisites}
        without={id}
        value={value.prerequisites}
        onChange={(prerequisites) => set({ prerequisites })}
      />
      <ItemsPicker
        label={DETAILS_LABELS.relatedItems}
        known={page.relatedItems}
        without={id}
        value={value.relatedItems}
        onChange={(relatedItems) => set({ relatedItems })}
      />
    </>
  );
}
