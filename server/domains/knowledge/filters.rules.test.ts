import { describe, expect, test } from 'vitest';
import { listInputFrom } from './filters.rules';

const read = (address: string) => {
  const params = new URLSearchParams(address);
  return listInputFrom((key) => params.getAll(key));
};

describe('filters in an address', () => {
  test('KN-F1: values that are known are taken, others are passed over', () => {
    expect(read('contentType=procedures&contentType=nonsense&status=draft&tag=&tag=keys&mine=true')).toMatchObject({
      contentType: ['procedures'],
      status: ['draft'],
      tag: ['keys'],
      mine: true,
    });
    expect(read('authorId=../x&teamId=abc&accessLevel=secret&mine=yes')).toMatchObject({
      authorId: undefined,
      teamId: 'abc',
      accessLevel: undefined,
      mine: undefined,
    });
  });

  test('KN-F2: text is cut to what is searched, and only known orders order', () => {
    expect(read(`text=${'x'.repeat(900)}&sort=title&dir=desc`)).toMatchObject({
      text: 'x'.repeat(400),
      sort: 'title',
      dir: 'desc',
    });
    expect(read('sort=author&dir=up')).toMatchObject({ sort: undefined, dir: undefined, text: undefined });
  });
});
