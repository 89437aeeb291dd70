'use client';

import { Button, FileButton, Group, Progress, Stack, Text, TextInput } from '@mantine/core';
import { IconFileZip, IconFolder } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { chooseAgain } from '@/components/ui/choose-again';
import { errorMessage } from '@/components/ui/error-labels';
import { FormError } from '@/components/ui/form-error';
import { sizeLabel } from '@/components/ui/size';
import { ICON } from '@/components/ui/theme';
import { MAX_UPLOAD_BYTES } from '@/server/domains/knowledge/import/limits.schema';
import classes from './import.module.css';
import { filesLabel } from './labels';
import { bytesOf, type Choice, choiceOf, sendFiles } from './send-files';

const ACCEPTED = '.zip,.md,.markdown,.mdown,.mkd,image/png,image/jpeg,image/gif,image/webp,image/avif';

/** The first step: what to import. Sends it and leads to the plan. */
export function ChooseSource({ onSent }: { onSent: (runId: string) => void }) {
  const [choice, setChoice] = useState<Choice | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [times, setTimes] = useState(0);
  const choose = (files: readonly File[]) => {
    if (files.length === 0) return;
    const found = choiceOf(files);
    setTimes(times + 1);
    setChoice(found);
    setRefusal(found === null ? 'There is no Markdown file and no zip archive in what you chose.' : null);
  };
  return (
    <Stack gap="md" className={classes.form}>
      <Text>
        Markdown files become items, their links lead to each other’s items, and the images they show come along. Front
        matter becomes title, summary and labels; it never says who wrote it, who may read it or how far it is. You see
        what each file would become before anything is written.
      </Text>
      <DropPlace onFiles={choose} />
      <FormError message={refusal} />
      {choice === null ? null : <Send key={times} choice={choice} onSent={onSent} />}
    </Stack>
  );
}

function DropPlace({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const [isOver, setOver] = useState(false);
  const folder = useRef<HTMLInputElement>(null);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the buttons inside do the same
    <div
      className={classes.drop}
      data-over={isOver || undefined}
      onDrop={drop}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
    >
      <Group gap="xs">
        <FileButton
          multiple
          accept={ACCEPTED}
          onChange={onFiles}
          inputProps={{ 'aria-label': 'Zip archive or Markdown files', onClick: chooseAgain }}
        >
          {(props) => (
            <Button {...props} leftSection={<IconFileZip {...ICON} />}>
              Choose a zip or files
            </Button>
          )}
        </FileButton>
        <input
          ref={folder}
          type="file"
          hidden
          multiple
          aria-label="Folder of Markdown files"
          {...{ webkitdirectory: '' }}
          onClick={chooseAgain}
          onChange={(event) => onFiles([...(event.currentTarget.files ?? [])])}
        />
        <Button variant="default" leftSection={<IconFolder {...ICON} />} onClick={() => folder.current?.click()}>
          Choose a folder
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        Or drop a zip archive or files here. At most {sizeLabel(MAX_UPLOAD_BYTES)}.
      </Text>
    </div>
  );
}

function Send({ choice, onSent }: { choice: Choice; onSent: (runId: string) => void }) {
  const trpc = useTRPC();
  const [source, setSource] = useState(choice.source);
  const [sent, setSent] = useState(0);
  const begin = useMutation(trpc.knowledge.imports.begin.mutationOptions());
  const plan = useMutation(trpc.knowledge.imports.plan.mutationOptions());
  const bytes = bytesOf(choice);
  const left = useRef<AbortController | null>(null);
  // Whoever leaves the page, or chooses something else, sends no further.
  useEffect(() => {
    const leaving = new AbortController();
    left.current = leaving;
    return () => leaving.abort();
  }, []);
  const send = useMutation({
    mutationFn: async (signal: AbortSignal) => {
      const { runId } = await begin.mutateAsync({ source });
      await sendFiles(runId, choice, setSent, signal);
      await plan.mutateAsync({ runId });
      return runId;
    },
    onSuccess: (runId, signal) => {
      if (!signal.aborted) onSent(runId);
    },
  });
  const isTooLarge = bytes > MAX_UPLOAD_BYTES;
  const isNamed = source.trim() !== '';
  return (
    <Stack gap="md">
      <TextInput
        label="Name of the source"
        description="Importing again under the same name updates what this import makes."
        value={source}
        maxLength={120}
        disabled={send.isPending}
        onChange={(event) => setSource(event.currentTarget.value)}
        error={isNamed ? null : 'Give it a name.'}
      />
      {send.isPending ? (
        <Stack gap={4} aria-live="polite">
          <Progress value={bytes === 0 ? 0 : (sent / bytes) * 100} aria-label="Sent so far" />
          <Text size="sm" c="dimmed">
            {sizeLabel(sent)} of {sizeLabel(bytes)} sent
          </Text>
        </Stack>
      ) : null}
      <FormError
        message={
          isTooLarge
            ? `${sizeLabel(bytes)} is more than one import takes.`
            : send.error
              ? errorMessage(send.error)
              : null
        }
      />
      <Group gap="xs">
        <Button
          disabled={isTooLarge || !isNamed}
          loading={send.isPending}
          onClick={() => left.current && send.mutate(left.current.signal)}
        >
          Look at {choice.files.length === 1 ? choice.files[0]?.path : filesLabel(choice.files.length)}
        </Button>
        <Text size="sm" c="dimmed">
          {sizeLabel(bytes)}
        </Text>
      </Group>
    </Stack>
  );
}
