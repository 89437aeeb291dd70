import { z } from 'zod';
import { publicUrl } from '@/server/platform/auth';
import { hasMailServer } from '@/server/platform/mail';
import { id } from '@/server/platform/scalars.schema';
import { procedure, router } from '@/server/platform/trpc';
import { demoState } from './account.queries';
import { changeAccessRole } from './commands/change-access-role';
import { changeJob, changeManager } from './commands/change-place';
import { deactivatePerson, reactivatePerson } from './commands/deactivate-person';
import { importPeople, previewPeopleImport } from './commands/import-people';
import { type DemoCleanup, removeDemoAccounts } from './commands/remove-demo-accounts';
import { setUpLine } from './commands/set-up';
import type { PeopleMails } from './mails.schema';
import { getPerson, listPeople, searchPeople } from './queries';
import { peoplePage, personRecord } from './records.schema';
import {
  changeAccessRoleInput,
  changeJobInput,
  changeManagerInput,
  deactivatePersonInput,
  importPeopleInput,
  listPeopleInput,
  personInput,
  removeDemoAccountsInput,
  searchPeopleInput,
} from './schema';

const tags = ['People'];

export const personRouter = (mails: PeopleMails) =>
  router({
    list: procedure
      .meta({ openapi: { method: 'GET', path: '/people', tags, summary: 'People by name, a page at a time' } })
      .input(listPeopleInput)
      .output(peoplePage)
      .query(({ ctx, input }) => listPeople(ctx, input)),
    byId: procedure
      .meta({ openapi: { method: 'GET', path: '/people/{id}', tags, summary: 'One person' } })
      .input(z.object({ id }))
      .output(personRecord)
      .query(({ ctx, input }) => getPerson(ctx, input)),
    changeAccessRole: procedure.input(changeAccessRoleInput).mutation(({ ctx, input }) => changeAccessRole(ctx, input)),
    changeJob: procedure.input(changeJobInput).mutation(({ ctx, input }) => changeJob(ctx, input)),
    changeManager: procedure.input(changeManagerInput).mutation(({ ctx, input }) => changeManager(ctx, input)),
    deactivate: procedure.input(deactivatePersonInput).mutation(({ ctx, input }) => deactivatePerson(ctx, input)),
    reactivate: procedure.input(personInput).mutation(({ ctx, input }) => reactivatePerson(ctx, input)),
    // A mutation although it writes nothing: the file is too large for an address.
    previewImport: procedure.input(importPeopleInput).mutation(({ ctx, input }) => previewPeopleImport(ctx, input)),
    import: procedure.input(importPeopleInput).mutation(async ({ ctx, input }) => ({
      ...(await importPeople(ctx, input, { publicUrl: publicUrl(), mails })),
      mailed: hasMailServer(),
    })),
  });

/** @param cleanups what other domains remove before the demo world's people can go */
export const demoRouter = (cleanups: readonly DemoCleanup[]) =>
  router({
    state: procedure.query(({ ctx }) => demoState(ctx)),
    remove: procedure.input(removeDemoAccountsInput).mutation(async ({ ctx }) => {
      const { removed, setUpCode } = await removeDemoAccounts(ctx, cleanups);
      // The code belongs to whoever runs the machine, so it goes to the console and not into the answer.
      if (setUpCode !== null) process.stdout.write(`${setUpLine(publicUrl(), setUpCode)}\n`);
      return { removed, setUpNeeded: setUpCode !== null };
    }),
  });

/** Active people by name, for fields that name people and for the command menu. */
export const picker = procedure.input(searchPeopleInput).query(({ ctx, input }) => searchPeople(ctx, input));
