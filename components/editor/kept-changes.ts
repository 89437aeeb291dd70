/** What is not sent by then is forgotten: nobody waits for it any more, and it is not to lie in a browser for ever. */
export const KEPT_DAYS_MAX = 30;
const KEPT_MS_MAX = KEPT_DAYS_MAX * 24 * 60 * 60 * 1_000;

/** Of this origin, and so of one installation. Everything in it stands under the person and the document it is of. */
const DATABASE = 'kenning-kept';
const DATABASE_VERSION = 1;
const CHANGES = 'changes';
const BASES = 'bases';
const PAGES = 'pages';
const BY_DOCUMENT = 'document';
const BY_AGE = 'at';

export type KeptOf = { personId: string; documentId: string };
/** A change of the text that the server has not confirmed, when it was made. */
export type Change = { at: number; bytes: Uint8Array };
export type KeptText = {
  /** The whole text as it was when the connection went; null when it went with the tab. */
  base: Uint8Array | null;
  /** In the order in which they were made. */
  changes: (Change & { key: number })[];
};
/** A document of which this browser holds changes. */
export type KeptPage = { documentId: string; title: string; at: number };

type ChangeRow = KeptOf & Change & { version: number };
type BaseRow = KeptOf & { version: number; bytes: Uint8Array };
type PageRow = KeptOf & { title: string; at: number };
type Stores = { changes: IDBObjectStore; bases: IDBObjectStore; pages: IDBObjectStore };

let opening: Promise<IDBDatabase> | null = null;

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, DATABASE_VERSION);
    request.onupgradeneeded = () => {
      const { result } = request;
      const changes = result.createObjectStore(CHANGES, { autoIncrement: true });
      changes.createIndex(BY_DOCUMENT, ['personId', 'documentId']);
      result.createObjectStore(BASES, { keyPath: ['personId', 'documentId'] });
      result.createObjectStore(PAGES, { keyPath: ['personId', 'documentId'] }).createIndex(BY_AGE, 'at');
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('another tab holds an older database'));
  });
}

/** A browser may have no such database, or none for a private window: then this is rejected, each time anew. */
function database(): Promise<IDBDatabase> {
  opening ??= openDatabase().then((opened) => {
    opened.onclose = () => {
      opening = null;
    };
    opened.onversionchange = () => {
      opened.close();
      opening = null;
    };
    return opened;
  });
  opening.catch(() => {
    opening = null;
  });
  return opening;
}

/** One transaction. @param work asks for everything at once, and answers with what reads the results when all is done */
async function transact<Result>(mode: IDBTransactionMode, work: (stores: Stores) => () => Result): Promise<Result> {
  const opened = await database();
  return new Promise((resolve, reject) => {
    const transaction = opened.transaction([CHANGES, BASES, PAGES], mode);
    transaction.onabort = () => reject(transaction.error ?? new Error('the browser gave the transaction up'));
    try {
      const read = work({
        changes: transaction.objectStore(CHANGES),
        bases: transaction.objectStore(BASES),
        pages: transaction.objectStore(PAGES),
      });
      transaction.oncomplete = () => resolve(read());
    } catch (error) {
      reject(error);
      transaction.abort();
    }
  });
}

const idOf = ({ personId, documentId }: KeptOf): [string, string] => [personId, documentId];
/** An array sorts behind every text, so that this holds all documents of a person. */
const allOf = (personId: string): IDBKeyRange => IDBKeyRange.bound([personId], [personId, []]);

function forget({ changes, bases, pages }: Stores, which: [string, string] | IDBKeyRange): void {
  const found = changes.index(BY_DOCUMENT).getAllKeys(which);
  found.onsuccess = () => {
    for (const key of found.result) changes.delete(key);
  };
  bases.delete(which);
  pages.delete(which);
}

/** @param version of the document schema: what a later one wrote is left for a page that knows it */
export function readKept(of: KeptOf, version: number): Promise<KeptText> {
  return transact('readonly', ({ changes, bases }) => {
    const rows: IDBRequest<ChangeRow[]> = changes.index(BY_DOCUMENT).getAll(idOf(of));
    const keys = changes.index(BY_DOCUMENT).getAllKeys(idOf(of));
    const base: IDBRequest<BaseRow | undefined> = bases.get(idOf(of));
    return () => ({
      base: base.result && base.result.version <= version ? base.result.bytes : null,
      changes: rows.result.flatMap((row, index) =>
        row.version <= version ? [{ at: row.at, bytes: row.bytes, key: keys.result[index] as number }] : [],
      ),
    });
  });
}

/** All or none. @returns the keys under which they are kept */
export function keepChanges(
  of: KeptOf,
  { title, version }: { title: string; version: number },
  list: readonly Change[],
): Promise<number[]> {
  return transact('readwrite', ({ changes, pages }) => {
    const { personId, documentId } = of;
    const added = list.map(({ at, bytes }) =>
      changes.add({ personId, documentId, version, at, bytes } satisfies ChangeRow),
    );
    const at = Math.max(...list.map((change) => change.at));
    pages.put({ personId, documentId, title, at } satisfies PageRow);
    return () => added.map((request) => request.result as number);
  });
}

/** Keeps the whole text beside its changes, so that it can be read and written on while the server is away. */
export function keepBase(of: KeptOf, version: number, bytes: Uint8Array): Promise<void> {
  return transact('readwrite', ({ bases, pages }) => {
    const { personId, documentId } = of;
    const page = pages.get(idOf(of));
    page.onsuccess = () => {
      if (page.result) bases.put({ personId, documentId, version, bytes } satisfies BaseRow);
    };
    return () => undefined;
  });
}

/** The server has these. Nothing of the document stays when they were the last. */
export function dropChanges(of: KeptOf, keys: readonly number[]): Promise<void> {
  return transact('readwrite', (stores) => {
    for (const key of keys) stores.changes.delete(key);
    const left = stores.changes.index(BY_DOCUMENT).count(idOf(of));
    left.onsuccess = () => {
      if (left.result === 0) forget(stores, idOf(of));
    };
    return () => undefined;
  });
}

export function forgetDocument(of: KeptOf): Promise<void> {
  return transact('readwrite', (stores) => {
    forget(stores, idOf(of));
    return () => undefined;
  });
}

export function forgetPerson(personId: string): Promise<void> {
  return transact('readwrite', (stores) => {
    forget(stores, allOf(personId));
    return () => undefined;
  });
}

/** Forgets what has grown too old, whosever it is. */
export function forgetOld(nowMs: number): Promise<void> {
  return transact('readwrite', (stores) => {
    const old: IDBRequest<PageRow[]> = stores.pages
      .index(BY_AGE)
      .getAll(IDBKeyRange.upperBound(nowMs - KEPT_MS_MAX, true));
    old.onsuccess = () => {
      for (const row of old.result) forget(stores, idOf(row));
    };
    return () => undefined;
  });
}

/** The documents of which this browser holds changes of a person, the latest first. None where it keeps nothing. */
export async function listKept(personId: string): Promise<KeptPage[]> {
  try {
    const rows = await transact('readonly', ({ pages }) => {
      const found: IDBRequest<PageRow[]> = pages.getAll(allOf(personId));
      return () => found.result;
    });
    return rows.map(({ documentId, title, at }) => ({ documentId, title, at })).sort((one, other) => other.at - one.at);
  } catch {
    return [];
  }
}
