import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { spendAttempt } from '@/server/platform/auth';
import { HOUR_MS, MINUTE_MS } from '@/server/platform/clock';
import { runtime, runtimeJobs, startedRuntime } from '@/server/platform/runtime';
import { id } from '@/server/platform/scalars.schema';
import { procedure, router } from '@/server/platform/trpc';
import { itemState, whoWrites } from './around.queries';
import { changeAccess } from './commands/change-access';
import { changeMaintainers } from './commands/change-maintainers';
import { changeMetadata } from './commands/change-metadata';
import { createItem } from './commands/create-item';
import { decideAccessRequest } from './commands/decide-access-request';
import { patchItem } from './commands/patch-item';
import { purgeTrash } from './commands/purge-trash';
import { renameItem } from './commands/rename-item';
import { askForAccess } from './commands/request-access';
import { restoreItem, trashItem } from './commands/trash-item';
import { historyRouter } from './history.router';
import { importsRouter } from './imports.router';
import { editorPage, getItem, itemMarkdown, itemPage } from './item.queries';
import { filterChoices, listItems } from './list.queries';
import { mentionsRouter } from './mentions.router';
import { previewAccess, whoCanSee } from './readers.queries';
import { waitingRequests } from './requests.queries';
import {
  createdOutput,
  itemOutput,
  markdownOutput,
  patchItemInput,
  restListOutput,
  restSearchOutput,
} from './rest.schema';
import {
  accessInput,
  changeAccessInput,
  changeMaintainersInput,
  changeMetadataInput,
  createItemInput,
  decideAccessRequestInput,
  itemIdInput,
  listItemsInput,
  listTrashInput,
  purgeTrashInput,
  renameItemInput,
  requestAccessInput,
  searchInput,
  trashItemInput,
  whoWritesInput,
} from './schema';
import { searchItems } from './search/search-items';
import { listTrash } from './trash.queries';

const rest = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: `/${string}`,
  summary: string,
  requestHeaders?: z.ZodObject,
) => ({
  openapi: { method, path, summary, tags: ['knowledge'], protect: true, requestHeaders },
});

const ifMatch = z.object({ 'if-match': z.string().describe('The etag of the state that is changed, or *.') });

const revised = z.object({ revision: z.number().int() });

/** Every asking counts, also for what does not exist: the limit must not tell one from the other. */
const REQUEST_LIMIT = { freeAttempts: 20, baseDelayMs: MINUTE_MS, delayMsMax: HOUR_MS, windowMs: HOUR_MS };
/** Longer than it takes to keep an asking, so that the time of the answer does not tell either. */
const REQUEST_ANSWER_MS = 300;

const itemRouter = router({
  list: procedure
    .meta(rest('GET', '/items', 'Items you may read, a page at a time'))
    .input(listItemsInput)
    .output(restListOutput)
    .query(({ ctx, input }) => listItems(ctx, input)),
  get: procedure
    .meta(rest('GET', '/items/{id}', 'One item, its text as Markdown'))
    .input(itemIdInput)
    .output(itemOutput)
    .query(({ ctx, input }) => getItem(ctx, input)),
  markdown: procedure
    .meta(rest('GET', '/items/{id}/markdown', 'The text of an item as Markdown'))
    .input(itemIdInput)
    .output(markdownOutput)
    .query(({ ctx, input }) => itemMarkdown(ctx, input)),
  create: procedure
    .meta(rest('POST', '/items', 'Make an item'))
    .input(createItemInput)
    .output(createdOutput)
    .mutation(({ ctx, input }) => createItem(ctx, input)),
  patch: procedure
    .meta(rest('PATCH', '/items/{id}', 'Change an item; If-Match names the state the change was made on', ifMatch))
    .input(patchItemInput)
    .output(itemOutput)
    .mutation(({ ctx, input }) => patchItem(ctx, input, ctx.ifMatch)),
  trash: procedure
    .meta(rest('DELETE', '/items/{id}', 'Move an item to the trash'))
    .input(trashItemInput)
    .output(revised)
    .mutation(({ ctx, input }) => trashItem(ctx, input)),
  restore: procedure
    .meta(rest('POST', '/items/{id}/restore', 'Take an item out of the trash'))
    .input(itemIdInput)
    .output(revised)
    .mutation(({ ctx, input }) => restoreItem(ctx, input)),
  page: procedure.input(itemIdInput).query(({ ctx, input }) => itemPage(ctx, input)),
  editor: procedure.input(itemIdInput).query(({ ctx, input }) => editorPage(ctx, input)),
  state: procedure.input(itemIdInput).query(({ ctx, input }) => itemState(ctx, input)),
  whoWrites: procedure
    .input(whoWritesInput)
    .query(({ ctx, input }) => whoWrites(ctx, input, startedRuntime()?.collaboration?.whoIsIn)),
  choices: procedure.query(({ ctx }) => filterChoices(ctx)),
  whoCanSee: procedure.input(itemIdInput).query(({ ctx, input }) => whoCanSee(ctx, input)),
  previewAccess: procedure.input(accessInput.extend({ id })).query(({ ctx, input }) => previewAccess(ctx, input)),
  rename: procedure.input(renameItemInput).mutation(({ ctx, input }) => renameItem(ctx, input)),
  changeMetadata: procedure.input(changeMetadataInput).mutation(({ ctx, input }) => changeMetadata(ctx, input)),
  changeAccess: procedure.input(changeAccessInput).mutation(({ ctx, input }) => changeAccess(ctx, input)),
  changeMaintainers: procedure
    .input(changeMaintainersInput)
    .mutation(({ ctx, input }) => changeMaintainers(ctx, input)),
});

const accessRouter = router({
  request: procedure.input(requestAccessInput).mutation(async ({ ctx, input }) => {
    const key = { purpose: 'knowledge.request_access', value: ctx.actor.personId, limit: REQUEST_LIMIT };
    await spendAttempt({ db: ctx.db, now: ctx.now, secret: runtime().secret }, key);
    const [asked] = await Promise.all([askForAccess(ctx, runtimeJobs(), input), wait(REQUEST_ANSWER_MS)]);
    return asked;
  }),
  waiting: procedure
    .input(z.object({ itemId: id.optional() }).optional())
    .query(({ ctx, input }) => waitingRequests(ctx, input)),
  decide: procedure.input(decideAccessRequestInput).mutation(({ ctx, input }) => decideAccessRequest(ctx, input)),
});

const trashRouter = router({
  list: procedure.input(listTrashInput).query(({ ctx, input }) => listTrash(ctx, input)),
  purge: procedure.input(purgeTrashInput).mutation(({ ctx, input }) => purgeTrash(ctx, input)),
});

const searchRouter = router({
  items: procedure
    .meta(rest('GET', '/search', 'Find items by their words'))
    .input(searchInput)
    .output(restSearchOutput)
    .query(({ ctx, input }) => searchItems(ctx, input)),
});

export const knowledgeRouter = router({
  item: itemRouter,
  history: historyRouter,
  access: accessRouter,
  trash: trashRouter,
  search: searchRouter,
  imports: importsRouter,
  mention: mentionsRouter,
});
