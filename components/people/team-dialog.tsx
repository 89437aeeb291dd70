'use client';

import { ActionIcon, Button, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTRPC } from '@/components/trpc';
import { DialogActions } from '@/components/ui/dialog-actions';
import { checkedBy, useKenningForm } from '@/components/ui/form';
import { FormDialog } from '@/components/ui/form-dialog';
import { FormError } from '@/components/ui/form-error';
import { PersonName } from '@/components/ui/person';
import { ICON } from '@/components/ui/theme';
import { offerUndo, sayDone, sayRefused } from '@/components/ui/toast';
import { createTeamInput } from '@/server/domains/people/schema';
import { FIELD_WORDS } from './labels';
import classes from './people.module.css';
import { PersonSelect } from './person-select';
import type { Team } from './teams-list';

/** Makes a team, or changes its name, description and members. Members change at once, with a way back. */
export function TeamDialog({ team, onClose }: { team: Team | 'new' | null; onClose: () => void }) {
  const title = team === 'new' ? 'New team' : `Edit ${team?.name ?? ''}`;
  return (
    <FormDialog opened={team !== null} onClose={onClose} title={title} size="lg">
      {team === null ? null : (
        <Stack gap="lg">
          <TeamForm key={team === 'new' ? 'new' : team.id} team={team} onClose={onClose} />
          {team === 'new' ? null : <TeamMembers team={team} />}
        </Stack>
      )}
    </FormDialog>
  );
}

type Values = { name: string; description: string };

function TeamForm({ team, onClose }: { team: Team | 'new'; onClose: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const create = useMutation(trpc.people.team.create.mutationOptions());
  const rename = useMutation(trpc.people.team.rename.mutationOptions());
  const form = useKenningForm<Values>({
    initialValues: team === 'new' ? { name: '', description: '' } : { name: team.name, description: team.description },
    fieldOfReason: { team_name_taken: 'name' },
    validate: checkedBy(createTeamInput, { name: FIELD_WORDS.name, description: 'At most 2,000 characters.' }),
  });
  const send = async (values: Values) => {
    if (team === 'new') await create.mutateAsync(values);
    else await rename.mutateAsync({ ...values, teamId: team.id });
    await queries.invalidateQueries({ queryKey: trpc.people.team.pathKey() });
    sayDone(team === 'new' ? `The team ${values.name} is there` : `${values.name} is saved`);
    onClose();
  };
  return (
    <form onSubmit={form.submit(send)} noValidate>
      <Stack gap="md">
        <TextInput label="Name" data-autofocus required key={form.key('name')} {...form.getInputProps('name')} />
        <Textarea
          label="What it does"
          autosize
          minRows={2}
          key={form.key('description')}
          {...form.getInputProps('description')}
        />
        <FormError message={form.formError} />
        <DialogActions onCancel={onClose}>
          <Button type="submit" loading={form.submitting}>
            {team === 'new' ? 'Create the team' : 'Save'}
          </Button>
        </DialogActions>
      </Stack>
    </form>
  );
}

/** Whoever takes a member out goes on at the one that stands there now: not in a field, so that the undo key is theirs. */
function useFocusAfterTaking(members: readonly unknown[]) {
  const section = useRef<HTMLElement>(null);
  const taken = useRef<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is when the rows have changed that the focus is gone
  useLayoutEffect(() => {
    if (taken.current === null) return;
    const buttons = section.current?.querySelectorAll<HTMLElement>('li button') ?? [];
    const next = buttons[Math.min(taken.current, buttons.length - 1)] ?? section.current?.querySelector('input');
    taken.current = null;
    next?.focus();
  }, [members]);
  return { section, taken };
}

function TeamMembers({ team }: { team: Team }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const add = useMutation(trpc.people.team.addMember.mutationOptions());
  const remove = useMutation(trpc.people.team.removeMember.mutationOptions());
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.people.pathKey() });
  const [added, setAdded] = useState(0);
  const { section, taken } = useFocusAfterTaking(team.members);
  const put = async (personId: string) => {
    await add.mutateAsync({ teamId: team.id, personId });
    await refresh();
  };
  const take = async (person: { id: string; name: string }, at: number) => {
    try {
      await remove.mutateAsync({ teamId: team.id, personId: person.id });
      taken.current = at;
      await refresh();
      offerUndo(`${person.name} left ${team.name}`, () => put(person.id));
    } catch (error) {
      sayRefused(error);
    }
  };
  return (
    <section aria-labelledby="team-members" ref={section}>
      <h3 id="team-members" className={classes.entryTitle}>
        Members
      </h3>
      <Text size="sm" c="dimmed" mb="xs">
        Members read what is for this team, from now on and until they leave it.
      </Text>
      <PersonSelect
        // Empty again after each, and ready for the next.
        key={added}
        autoFocus={added > 0}
        label="Add a person"
        value={null}
        without={team.members.map((member) => member.id)}
        onChange={(personId) => {
          if (personId) put(personId).then(() => setAdded(added + 1), sayRefused);
        }}
      />
      <ul className={classes.rows} aria-label={`Members of ${team.name}`}>
        {team.members.map((person, index) => (
          <li key={person.id}>
            <PersonName person={person} />
            <ActionIcon aria-label={`Take ${person.name} out of ${team.name}`} onClick={() => void take(person, index)}>
              <IconX {...ICON} />
            </ActionIcon>
          </li>
        ))}
      </ul>
    </section>
  );
}
