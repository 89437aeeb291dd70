import { notFound } from 'next/navigation';

/** An address that leads nowhere gets the workspace's own answer, with the bar around it. */
export default function NowherePage() {
  notFound();
}
