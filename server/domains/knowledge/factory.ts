import type { Context } from '@/server/platform/command';
import { type CreateItemOptions, createItem } from './commands/create-item';
import type { CreateItemInput } from './schema';

/** Makes an item through its command, with what the overrides leave out filled in. @returns its id and state */
export async function buildItem(
  ctx: Context,
  overrides: Partial<CreateItemInput> = {},
  options: CreateItemOptions = {},
): Promise<{ id: string; etag: string }> {
  const input: CreateItemInput = {
    title: 'Rotate the signing keys',
    contentType: 'procedures',
    markdown: '## Before you start\n\nTell the team on call.\n\n## Steps\n\n1. Make the new key.\n2. Publish it.\n',
    ...overrides,
  };
  return createItem(ctx, input, options);
}
