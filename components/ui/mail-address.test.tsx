import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { MailAddress } from './mail-address';

it('an address breaks after its signs, and is whole when it is copied', () => {
  const shown = renderToStaticMarkup(<MailAddress address="ana.b@mail.example" />);
  expect(shown).toBe('ana.<wbr/>b@<wbr/>mail.<wbr/>example');
});
