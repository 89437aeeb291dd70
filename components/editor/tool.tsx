import { ActionIcon, Anchor, Button, type ButtonProps, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconExternalLink } from '@tabler/icons-react';
import {
  type ComponentPropsWithRef,
  type ComponentType,
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useRef,
} from 'react';
import { keysInWords } from '@/components/ui/keys';
import { ICON } from '@/components/ui/theme';
import classes from './editor.module.css';

export type ToolIcon = ComponentType<typeof ICON>;

/** One button of a bar. @param pressed for what is on or off; leave it away for what only acts */
export function Tool({
  icon: Icon,
  label,
  keys,
  pressed,
  disabled,
  submit = false,
  isStop = false,
  onClick,
}: {
  icon: ToolIcon;
  label: string;
  keys?: string;
  pressed?: boolean;
  disabled?: boolean;
  /** Sends the form it stands in. */
  submit?: boolean;
  /** Tab stops at it by itself: it stands among fields, in no bar. */
  isStop?: boolean;
  onClick?: () => void;
}) {
  return (
    <Tooltip
      label={keys ? `${label} (${keysInWords(keys)})` : label}
      openDelay={400}
      withinPortal={false}
      floatingStrategy="fixed"
    >
      <ActionIcon
        size={30}
        variant={pressed ? 'light' : 'subtle'}
        color={pressed ? 'accent' : 'gray'}
        className={classes.tool}
        aria-label={label}
        aria-pressed={pressed}
        disabled={disabled}
        tabIndex={isStop ? 0 : -1}
        data-tool={isStop ? undefined : true}
        type={submit ? 'submit' : 'button'}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onClick}
      >
        <Icon {...ICON} />
      </ActionIcon>
    </Tooltip>
  );
}

/** A button of a bar that opens a menu. @param up where the menu opens above it */
export function MenuTool({ up = false, ...props }: ButtonProps & ComponentPropsWithRef<'button'> & { up?: boolean }) {
  const Chevron = up ? IconChevronUp : IconChevronDown;
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      tabIndex={-1}
      data-tool
      rightSection={<Chevron {...ICON} size={14} />}
      {...props}
    />
  );
}

/** A link of a bar to where something leads, in a new tab. Without an address it leads nowhere. */
export function OpenTool({ href, label, children }: { href: string | null; label?: string; children: ReactNode }) {
  return (
    <Anchor
      href={href ?? undefined}
      target="_blank"
      rel="noopener noreferrer"
      size="sm"
      className={classes.linkAddress}
      tabIndex={-1}
      data-tool
      aria-label={label}
    >
      {children}
      <IconExternalLink size={14} stroke={1.5} aria-hidden />
    </Anchor>
  );
}

function toolsOf(bar: HTMLElement): HTMLElement[] {
  return [...bar.querySelectorAll<HTMLElement>('[data-tool]:not(:disabled):not([data-disabled])')];
}

function step(key: string, index: number, count: number): number | null {
  if (key === 'ArrowRight') return (index + 1) % count;
  if (key === 'ArrowLeft') return (index - 1 + count) % count;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}

/** Tab stops at one tool of a bar, the last one used or the first. */
function makeStop(bar: HTMLElement, stop: Element | undefined): void {
  for (const tool of toolsOf(bar)) tool.tabIndex = tool === stop ? 0 : -1;
}

/** How a bar is walked: one stop for Tab, arrows inside, Escape back to the text. */
function barWalk(onEscape: () => void) {
  return {
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        onEscape();
        return;
      }
      if (event.target instanceof HTMLInputElement) return;
      const tools = toolsOf(event.currentTarget);
      const next = step(event.key, tools.indexOf(event.target as HTMLElement), tools.length);
      if (next === null) return;
      event.preventDefault();
      tools[next]?.focus();
    },
    onFocus: (event: FocusEvent<HTMLElement>) => {
      if (event.target.matches('[data-tool]')) makeStop(event.currentTarget, event.target);
    },
  };
}

/** A way to put the focus somewhere; answers whether there is anything. */
export type FocusRef = RefObject<(() => boolean) | null>;

/** A bar of tools. @param focusRef is given the way to put the focus into it */
export function Bar({
  label,
  onEscape,
  focusRef,
  className,
  children,
}: {
  label: string;
  onEscape: () => void;
  focusRef?: FocusRef;
  className?: string;
  children: ReactNode;
}) {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (bar.current && !bar.current.querySelector('[data-tool][tabindex="0"]:not(:disabled)')) {
      makeStop(bar.current, toolsOf(bar.current)[0]);
    }
  });
  useEffect(() => {
    if (!focusRef) return;
    focusRef.current = () => {
      const stop = bar.current?.isConnected ? toolsOf(bar.current).find((tool) => tool.tabIndex === 0) : undefined;
      stop?.focus();
      return stop !== undefined;
    };
    return () => {
      focusRef.current = null;
    };
  }, [focusRef]);
  return (
    <div ref={bar} role="toolbar" aria-label={label} className={className ?? classes.bar} {...barWalk(onEscape)}>
      {children}
    </div>
  );
}
