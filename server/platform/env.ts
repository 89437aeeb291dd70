import { z } from 'zod';
import { isAddressOrNetwork } from './http/address';

const ROLES = ['web', 'collab', 'jobs'] as const;

const optional = z
  .string()
  .trim()
  .transform((value) => (value === '' ? undefined : value))
  .optional();

const PORT_WORDS = 'must be a whole number from 1 to 65535';
const port = z.coerce.number(PORT_WORDS).int(PORT_WORDS).min(1, PORT_WORDS).max(65_535, PORT_WORDS);
const oneOf = <T extends string>(values: readonly [T, ...T[]]) => z.enum(values, `must be one of ${values.join(', ')}`);
const url = (protocols: string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
    message: `must be an address that begins with ${protocols.map((name) => `${name}//`).join(' or ')}`,
  });

const list = z
  .string()
  .transform((value) => value.split(',').map((entry) => entry.trim()))
  .transform((entries) => entries.filter(Boolean));

/** As for every account (PE-P1), and no longer than the form for signing in takes. */
const DEMO_PASSWORD_CHARACTERS = { min: 10, max: 200 } as const;
const PASSWORD_WORDS = `must have ${DEMO_PASSWORD_CHARACTERS.min} to ${DEMO_PASSWORD_CHARACTERS.max} characters`;
const isPassword = (value: string): boolean =>
  [...value].length >= DEMO_PASSWORD_CHARACTERS.min && value.length <= DEMO_PASSWORD_CHARACTERS.max;

/** Every setting there is, one variable each, also listed in `.env.example`. */
const settings = z.object({
  NODE_ENV: oneOf(['development', 'production', 'test']).default('production'),
  HOST: z.string().trim().min(1).default('127.0.0.1'),
  PORT: port.default(3000),
  PUBLIC_URL: optional.pipe(
    url(['http:', 'https:'])
      .refine((value) => /^[^/]*\/\/[^/?#]+\/?$/.test(value), 'must be an address without a path')
      .optional(),
  ),
  DATABASE_URL: optional.pipe(url(['postgres:', 'postgresql:']).optional()),
  REDIS_URL: optional.pipe(url(['redis:', 'rediss:']).optional()),
  KENNING_DATA_DIR: optional,
  KENNING_SECRET: optional.pipe(z.string().min(32, 'must have at least 32 characters').optional()),
  DEMO_PASSWORD: z.string().refine(isPassword, PASSWORD_WORDS).default('kenning-demo'),
  ROLES: z
    .string()
    .default(ROLES.join(','))
    .transform((value) => value.split(',').map((role) => role.trim()))
    .pipe(z.array(oneOf(ROLES)).min(1)),
  LOG_LEVEL: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  SMTP_URL: optional.pipe(url(['smtp:', 'smtps:']).optional()),
  MAIL_FROM: z.string().default('Kenning <kenning@localhost>'),
  OUTBOUND_ALLOW: list.default([]),
  TRUSTED_PROXIES: list
    .refine(
      (entries) => entries.every(isAddressOrNetwork),
      'must be IP addresses or networks, with commas between them',
    )
    .default(['127.0.0.0/8', '::1']),
  METRICS_TOKEN: optional.pipe(z.string().min(16, 'must have at least 16 characters').optional()),
});

export type Env = Readonly<z.infer<typeof settings>>;

export const SETTING_NAMES = Object.keys(settings.shape);

/** A setting that cannot be used. Its message is the one sentence that the start ends with. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

/** @throws SettingError naming the first wrong variable and what it must be */
export function readEnv(source: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(SETTING_NAMES.map((name) => [name, source[name]]));
  const parsed = settings.safeParse(present);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new SettingError(
    `The setting ${String(issue?.path[0] ?? '?')} cannot be used: ${issue?.message ?? 'it is not valid'}.`,
  );
}
