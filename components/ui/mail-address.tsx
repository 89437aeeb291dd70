import { Fragment } from 'react';

/** An address by mail, which breaks after the @ and its dots where the line is too short, not within a word. */
export function MailAddress({ address }: { address: string }) {
  let at = 0;
  return address.split(/(?<=[@.])/).map((part) => {
    at += part.length;
    return (
      <Fragment key={at}>
        {part}
        {at < address.length ? <wbr /> : null}
      </Fragment>
    );
  });
}
