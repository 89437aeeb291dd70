import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  addAttachment,
  changeAccess,
  changeContent,
  changeMaintainers,
  createItem,
  renameItem,
  trashItem,
} from '@/server/domains/knowledge';
import { itemPath } from '@/server/domains/knowledge/rules';
import type { Context } from '@/server/platform/command';
import type { FileStore } from '@/server/platform/storage';
import type { DatedAct } from './acts';
import { ARTICLES_FOLDER, type Article, type Draft, linked, textAfter, textDuring } from './articles';
import { idFrom, type World } from './world';

const RELATED_MAX = 4;

/** So many edits, and how far the last of them is. */
type Written = { edits: number; draft?: Draft };

/** How the articles of the world are written, opened, renamed and thrown away. */
export class ItemsOfTheWorld {
  private readonly images = new Map<string, string>();
  private readonly world: World;
  private readonly files: FileStore;
  private readonly folder: string;

  /** @param folder where the articles lie; of the product when absent */
  constructor(world: World, files: FileStore, folder = ARTICLES_FOLDER) {
    this.world = world;
    this.files = files;
    this.folder = folder;
  }

  /** Lets one act of an article's life happen. */
  async play(act: DatedAct): Promise<void> {
    const { article, at } = act;
    if (act.act === 'create') return this.create(article, at, act.draft);
    const ctx = await this.world.as(act.by, at);
    const { id } = idFrom(this.world.items, article.file);
    const confirmed = true;
    if (act.act === 'edit') await this.write(ctx, article, act);
    if (act.act === 'rename') await this.rename(ctx, article.file, act.title);
    if (act.act === 'open') await changeAccess(ctx, { id, confirmed, ...this.audienceOf(article) });
    if (act.act === 'trash') await trashItem(ctx, { id, reason: act.reason });
    if (act.act === 'maintainers') {
      const maintainerIds = act.mailboxes.map((mailbox) => idFrom(this.world.people, mailbox));
      await changeMaintainers(ctx, { id, maintainerIds, confirmed });
    }
  }

  private audienceOf({ access, teams, roles, people }: Pick<Article, 'access' | 'teams' | 'roles' | 'people'>) {
    return {
      accessLevel: access,
      teamIds: teams.map((team) => idFrom(this.world.teams, team)),
      jobRoleIds: roles.map((role) => idFrom(this.world.jobRoles, role)),
      namedPersonIds: people.map((mailbox) => idFrom(this.world.people, mailbox)),
    };
  }

  private async create(article: Article, at: Date, draft?: Draft): Promise<void> {
    const { file, opened, tags, categories, languages, platforms, versions, businessContext } = article;
    const ctx = await this.world.as(article.author, at);
    const title = article.renamed?.from ?? article.title;
    const audience = opened ? { access: 'team' as const, teams: opened.fromTeams, roles: [], people: [] } : article;
    const { id } = await createItem(ctx, {
      title,
      contentType: article.type,
      markdown: this.textOf(article, { edits: 0, draft }),
      expertiseLevel: article.expertise,
      parentItemId: article.parent ? idFrom(this.world.items, article.parent).id : null,
      relatedItems: this.relatedTo(article),
      ...this.audienceOf(audience),
      ...{ tags, categories, languages, platforms, versions, businessContext },
    });
    this.world.items.set(file, { id, title, isPublic: article.access === 'public' });
    if (article.images.length === 0) return;
    for (const image of article.images) await this.attach(ctx, id, image);
    await this.write(ctx, article, { edits: 0, draft });
  }

  private async attach(ctx: Context, itemId: string, image: string): Promise<void> {
    const source = await readFile(join(this.folder, image));
    const name = image.slice(image.lastIndexOf('/') + 1);
    this.images.set(image, (await addAttachment(ctx, this.files, { itemId, name, source })).url);
  }

  private async write(ctx: Context, article: Article, written: Written): Promise<void> {
    await changeContent(ctx, {
      id: idFrom(this.world.items, article.file).id,
      markdown: this.textOf(article, written),
    });
  }

  private async rename(ctx: Context, file: string, title: string): Promise<void> {
    const item = idFrom(this.world.items, file);
    await renameItem(ctx, { id: item.id, title });
    this.world.items.set(file, { ...item, title });
  }

  private textOf(article: Article, { edits, draft }: Written): string {
    const item = (file: string) => {
      const known = this.world.items.get(file);
      return known ? itemPath(known) : null;
    };
    return linked(draft ? textDuring(article, edits, draft) : textAfter(article, edits), {
      item,
      image: (name) => this.images.get(name) ?? name,
    });
  }

  /** What the text links to and everybody may read: an author can name only what they can see. */
  private relatedTo(article: Article): string[] {
    const known = [...new Set(article.links)].flatMap((file) => this.world.items.get(file) ?? []);
    return known
      .filter((item) => item.isPublic)
      .slice(0, RELATED_MAX)
      .map((item) => item.id);
  }
}
