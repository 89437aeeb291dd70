import { OuterNowhere } from '@/components/shell/nowhere';

export default function NotFound() {
  return <OuterNowhere />;
}
