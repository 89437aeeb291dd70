import type { Element, ElementContent, Parents } from 'hast';
import { attributeOf, element, isBlank, isElement, rewrite, textOf } from './hast';

/** One item of a list that its page shows as a row of equals, each with how deep it stands. */
export type FlatItem = {
  /** From 1; only whether it is more or less than that of the item before matters. */
  level: number;
  ordered: boolean;
  start: number | null;
  content: ElementContent[];
};

type OpenList = { level: number; list: Element };

/** Lists inside lists out of a row of items. */
export function nested(items: readonly FlatItem[]): Element[] {
  const lists: Element[] = [];
  let open: OpenList[] = [];
  for (const item of items) {
    while (open.length > 0 && (open.at(-1)?.level ?? 0) > item.level) open.pop();
    const tagName = item.ordered ? 'ol' : 'ul';
    const last = open.at(-1);
    const goesOn = last !== undefined && last.level === item.level && last.list.tagName === tagName;
    if (!goesOn) {
      if (last !== undefined && last.level === item.level) open = open.slice(0, -1);
      const list = element(tagName, [], item.start !== null && item.start !== 1 ? { start: String(item.start) } : {});
      const above = open.at(-1)?.list.children.at(-1);
      if (isElement(above)) above.children.push(list);
      else lists.push(list);
      open.push({ level: item.level, list });
    }
    open.at(-1)?.list.children.push(element('li', item.content));
  }
  return lists;
}

const isList = (node: ElementContent | undefined): node is Element =>
  isElement(node) && (node.tagName === 'ul' || node.tagName === 'ol');

/** A list that stands beside the items of another belongs into the item before it; what is no item is one. */
export function listsIntoItems(root: Parents): void {
  rewrite(root, (list) => {
    if (!isList(list)) return null;
    const kept: ElementContent[] = [];
    let stray: Element | null = null;
    for (const child of list.children) {
      const isItem = isElement(child) && child.tagName === 'li';
      const before = kept.findLast((one) => !isBlank(one));
      if (isItem || isBlank(child)) {
        kept.push(child);
        if (isItem) stray = null;
      } else if (isList(child) && isElement(before)) before.children.push(child);
      else {
        stray ??= kept[kept.push(element('li', [])) - 1] as Element;
        stray.children.push(child);
      }
    }
    return [{ ...list, children: kept }];
  });
}

/** Lists of which each holds items of one depth, one after the other, become lists inside lists. */
export function mergeByDepth(parent: Parents, depthOf: (list: Element) => number | null): void {
  for (const child of parent.children) if (isElement(child)) mergeByDepth(child, depthOf);
  const result: ElementContent[] = [];
  let run: FlatItem[] = [];
  const flush = () => {
    result.push(...nested(run));
    run = [];
  };
  for (const child of parent.children as ElementContent[]) {
    const depth = isList(child) ? depthOf(child) : null;
    if (isList(child) && depth !== null) {
      const start = attributeOf(child, 'start');
      for (const item of child.children) {
        if (!isElement(item)) continue;
        const content = item.tagName === 'li' ? item.children : [item];
        run.push({
          level: depth + 1,
          ordered: child.tagName === 'ol',
          start: start === '' ? null : Number(start),
          content,
        });
      }
    } else if (isBlank(child) && run.length > 0) continue;
    else {
      flush();
      result.push(child);
    }
  }
  flush();
  parent.children = result;
}

const BOX = /^[\s\u00a0]*(?:([\u2610\u25a1])|([\u2611\u2612\u2714\u2705])|\[( )?\](?=\s)|(\[[xX]\])(?=\s))[\s\u00a0]*/;

/** Takes a sign of a box off the first words. @returns whether it is ticked; null where there is none */
function takeBox(within: Element): boolean | null {
  const first = within.children.find((child) => !isBlank(child));
  if (first?.type === 'text') {
    const found = BOX.exec(first.value);
    if (found === null) return null;
    first.value = first.value.slice(found[0].length);
    return found[2] !== undefined || found[4] !== undefined;
  }
  return isElement(first) && !['pre', 'ul', 'ol', 'table', 'code'].includes(first.tagName) ? takeBox(first) : null;
}

/** The box of a task, as HTML has it. */
export const checkbox = (checked: boolean): Element =>
  element('input', [], { type: 'checkbox', ...(checked ? { checked: '' } : {}) });

/** The box of a task as `input` at the start of its item, wherever the page has it. */
function withBox(item: Element): Element {
  const role = attributeOf(item, 'role') === 'checkbox' ? attributeOf(item, 'aria-checked') : '';
  if (role !== '') {
    const isPicture = (child: ElementContent) => isElement(child) && child.tagName === 'img';
    return { ...item, children: [checkbox(role === 'true'), ...item.children.filter((child) => !isPicture(child))] };
  }
  const ticked = takeBox(item);
  return ticked === null ? item : { ...item, children: [checkbox(ticked), ...item.children] };
}

/** Items with a box, however drawn, are tasks; so are lines that begin with one. */
export function boxesToTasks(root: Parents): void {
  rewrite(root, (one) => (one.tagName === 'li' ? [withBox(one)] : null));
  linesToTasks(root);
}

function linesToTasks(parent: Parents): void {
  for (const child of parent.children) if (isElement(child) && child.tagName !== 'li') linesToTasks(child);
  const result: ElementContent[] = [];
  let list: Element | null = null;
  for (const child of parent.children as ElementContent[]) {
    if (isElement(child) && child.tagName === 'p' && /^[\s\u00a0]*[\u2610\u2611\u2612]/.test(textOf(child))) {
      if (list === null) {
        list = element('ul', []);
        result.push(list);
      }
      list.children.push(withBox(element('li', [child])));
    } else if (list === null || !isBlank(child)) {
      list = null;
      result.push(child);
    }
  }
  parent.children = result;
}
