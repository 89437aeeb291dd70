import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { REST_BODY_BYTES_MAX, readJson, readQuery } from './input';

const schema = z.object({
  q: z.string(),
  limit: z.number().default(20),
  trashed: z.boolean().optional(),
  tag: z.array(z.string()).optional(),
});

const post = (body: string, type = 'application/json') =>
  new Request('http://localhost/', { method: 'POST', body, headers: { 'content-type': type } });

describe('REST input', () => {
  it('RE-I1 reads numbers, booleans and repeated keys by the types the input names', () => {
    const search = new URLSearchParams('q=12&limit=5&trashed=true&tag=a&tag=b');
    expect(schema.parse(readQuery(search, schema))).toEqual({ q: '12', limit: 5, trashed: true, tag: ['a', 'b'] });
  });

  it('RE-I2 a single value of a list is a list of one', () => {
    expect(readQuery(new URLSearchParams('tag=a'), schema)).toEqual({ tag: ['a'] });
  });

  it('RE-I3 an empty or wordy number is refused by the schema, not read as 0', () => {
    expect(schema.safeParse(readQuery(new URLSearchParams('q=x&limit='), schema)).success).toBe(false);
    expect(schema.safeParse(readQuery(new URLSearchParams('q=x&limit=ten'), schema)).success).toBe(false);
  });

  it('RE-I6 a name that the input does not know is refused, also where there is no input', () => {
    const refused = (names: string[]) => expect.objectContaining({ reason: 'unknown_parameter', params: { names } });
    const read = (query: string, input: unknown) => () => readQuery(new URLSearchParams(query), input);
    expect(read('q=x&Limit=5&tags=a', schema)).toThrow(refused(['Limit', 'tags']));
    expect(read('constructor=x', schema)).toThrow(refused(['constructor']));
    expect(read('q=x', undefined)).toThrow(refused(['q']));
    expect(read('q=x', schema.optional())()).toEqual({ q: 'x' });
  });

  it('RE-I4 a body must be a JSON object', async () => {
    await expect(readJson(post('{"a":1}'))).resolves.toEqual({ a: 1 });
    await expect(readJson(post('[1]'))).rejects.toMatchObject({ code: 'invalid', reason: 'not_json_object' });
    await expect(readJson(post('{'))).rejects.toMatchObject({ code: 'invalid', reason: 'not_json' });
    await expect(readJson(post('a=1', 'text/plain'))).rejects.toMatchObject({ reason: 'content_type_json' });
  });

  it('RE-I5 a body over the limit is refused', async () => {
    const large = JSON.stringify({ a: 'x'.repeat(REST_BODY_BYTES_MAX) });
    await expect(readJson(post(large))).rejects.toMatchObject({ code: 'too_large' });
  });
});
