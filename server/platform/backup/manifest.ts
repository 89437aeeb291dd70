import { z } from 'zod';

/** Grows when a backup is written otherwise; a version reads its own number and those before it. */
export const FORMAT = 1;
export const MANIFEST_BYTES_MAX = 8 * 1024 * 1024;

export const MANIFEST = 'manifest.json';
export const DOCUMENTS = 'documents.jsonl';
export const JOBS = 'jobs.jsonl';
/** As `sha256sum` writes and checks it. */
export const FILES = 'files.sha256';
export const partOfTable = (name: string): string => `tables/${name}.copy`;
export const partOfFile = (sha256: string): string => `files/${sha256}`;

const SHA256 = /^[0-9a-f]{64}$/;
/** What may stand in a backup. A name never becomes a path: bytes of files are addressed by their digest. */
const PARTS = [/^(manifest\.json|documents\.jsonl|jobs\.jsonl|files\.sha256)$/, /^tables\/[^/\\]+\.copy$/];
const FILE_PART = /^files\/[0-9a-f]{64}$/;
export const isPartName = (name: string): boolean => FILE_PART.test(name) || PARTS.some((part) => part.test(name));
export const isFilePart = (name: string): boolean => FILE_PART.test(name);

const count = z.int().min(0);
const sha256 = z.string().regex(SHA256);
const digest = z.object({ bytes: count, sha256 });
const named = <Shape extends z.ZodRawShape>(shape: Shape) => z.object({ name: z.string().min(1), ...shape });

/** What a backup says of itself. Every digest is the SHA-256 of a part of the archive as it was before compression. */
export const manifestSchema = z.object({
  product: z.literal('kenning'),
  format: z.int().min(1),
  version: z.string(),
  madeAt: z.iso.datetime(),
  postgres: z.string(),
  migrations: z.array(named({ checksum: z.string() })).min(1),
  tables: z.array(named({ columns: z.array(z.string()).min(1), rows: count, ...digest.shape })),
  sequences: z.array(named({ value: z.string().regex(/^-?\d{1,19}$/), called: z.boolean() })),
  documents: z.object({ count, ...digest.shape }),
  jobs: z.object({ count, ...digest.shape }),
  /** `listing` is the digest of the list of files; `missing` were not whole where they are kept. */
  files: z.object({ count, bytes: count, listing: digest, missing: z.array(sha256) }),
  leftOut: z.record(z.string(), z.string()),
  replaced: z.record(z.string(), z.string()),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type Digest = z.infer<typeof digest>;
