import { ActionIcon } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { ICON } from '@/components/ui/theme';
import { sayWrong } from '@/components/ui/toast';
import { copyText } from '../copy-text';
import { WORDS } from '../labels';

const COPIED_SHOWN_MS = 2_000;

/** Takes the code of a block along. */
export function CopyCode({ code }: { code: () => string }) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    if (await copyText(code())) setCopied(true);
    else sayWrong(WORDS.notCopied);
  };
  const Icon = isCopied ? IconCheck : IconCopy;
  return (
    <>
      <ActionIcon size={26} aria-label={WORDS.copyCode} title={WORDS.copyCode} onClick={() => void copy()}>
        <Icon {...ICON} size={16} />
      </ActionIcon>
      <span role="status" hidden={!isCopied}>
        {isCopied ? WORDS.codeCopied : ''}
      </span>
    </>
  );
}
