import type { Locator } from '@playwright/test';

export type Pasted = { html?: string; text?: string; others?: Record<string, string> };

/** Pastes as a program would have put it into the clipboard. */
export function paste(text: Locator, { html, text: words, others = {} }: Pasted): Promise<void> {
  const given = { ...others, ...(html ? { 'text/html': html } : {}), ...(words ? { 'text/plain': words } : {}) };
  return text.evaluate((element, contents) => {
    const clipboardData = new DataTransfer();
    for (const [type, value] of Object.entries(contents)) clipboardData.setData(type, value);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, given);
}
