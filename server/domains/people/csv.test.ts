import { describe, expect, test } from 'vitest';
import { readPeopleCsv } from './csv';
import { IMPORT_ROWS_MAX } from './import.rules';

describe('the people file', () => {
  test('commas or semicolons, a byte order mark, quotes, empty lines, headings as people write them', () => {
    const commas =
      '\uFEFFEmail,Name,Job role,Manager-Email\r\nana@x.org,"Ruiz, Ana",Engineer,\r\n\r\nnoah@x.org,Noah,,ana@x.org\r\n';
    expect(readPeopleCsv(commas)).toEqual([
      { line: 2, values: { email: 'ana@x.org', name: 'Ruiz, Ana', job_role: 'Engineer', manager_email: '' } },
      { line: 4, values: { email: 'noah@x.org', name: 'Noah', job_role: '', manager_email: 'ana@x.org' } },
    ]);
    expect(readPeopleCsv('email;name;teams\na@x.org;A;Core|Data\n')[0]?.values.teams).toBe('Core|Data');
  });

  test('PE-C9: what only an export has is read past, and its guard against formulas taken off', () => {
    const exported = "id,name,email,reports_to,teams\r\n1,O'Neil,'+a@x.org,Ana,'-Core\r\n";
    expect(readPeopleCsv(exported)).toEqual([
      { line: 2, values: { name: "O'Neil", email: '+a@x.org', teams: '-Core' } },
    ]);
  });

  test.each([
    ['csv_not_readable', 'email,name\n"ana@x.org,Ana'],
    ['csv_not_readable', 'email,name\nana@x.org'],
    ['csv_empty', 'email,name\n'],
    ['csv_unknown_column', 'email,name,salary\na@x.org,A,1\n'],
    ['csv_not_utf8', 'email,name\nana@x.org,Jos\uFFFD\n'],
    ['csv_column_twice', 'email,name,Teams,teams\na@x.org,A,Core,Data\n'],
    ['csv_column_twice', 'email,name,job role,job-role\n'],
    ['csv_column_missing', 'email,teams\na@x.org,Core\n'],
    ['csv_too_long', `email,name\n${'a@x.org,A\n'.repeat(IMPORT_ROWS_MAX + 1)}`],
  ])('PE-C8: %s', (reason, csv) => {
    expect(() => readPeopleCsv(csv)).toThrow(expect.objectContaining({ code: 'invalid', reason }));
  });

  test('PE-C8: a refusal says where, and which column', () => {
    const refusal = (csv: string) => {
      try {
        return readPeopleCsv(csv);
      } catch (error) {
        return error;
      }
    };
    expect(refusal('email,name\r\na@x.org,A\r\nb@x.org,B\uFFFD')).toMatchObject({ params: { line: 3 } });
    expect(refusal('email,name,Email,NAME,email\n')).toMatchObject({ params: { columns: ['email', 'name'] } });
  });
});
