import { describe, expect, test } from 'vitest';
import { extract } from './extract';
import { readMarkdown } from './from-markdown.rules';

function linesOf(markdown: string): string[] {
  return extract(readMarkdown(markdown).document).plainText.split('\n');
}

const TAGS = {
  iframe: ['<iframe src="https://x.y/z" />', '<iframe src="https://x.y/z">'],
  video: ['<video src="a.mp4" controls />', '<video src="a.mp4" controls>'],
  math: ['<math />', '<math>'],
  svg: ['<svg width="1"/>', '<svg width="1">'],
  template: ['<template />', '<template>'],
};
const OPEN = Object.entries(TAGS).flatMap(([name, tags]) => tags.map((tag) => [tag, name] as const));

describe('KN-D15 an embed that is not closed takes nothing with it', () => {
  test.each(OPEN)('%s at the root', (tag, name) => {
    const markdown = `Intro\n\n${tag}\n\nRest one\n\n## Rest two`;
    expect(linesOf(markdown)).toEqual(['Intro', 'Rest one', 'Rest two']);
    expect(readMarkdown(markdown).document.content?.map((node) => node.type)).toEqual([
      'paragraph',
      'paragraph',
      'heading',
    ]);
    expect(readMarkdown(markdown).dropped).toEqual([`element:${name}`]);
  });

  test.each(OPEN)('%s in a list item', (tag) => {
    const { document } = readMarkdown(`- Intro\n\n  ${tag}\n\n  Rest one\n\n- Rest two`);
    expect(extract(document).plainText.split('\n')).toEqual(['Intro', 'Rest one', 'Rest two']);
    expect(document.content?.[0]?.content).toHaveLength(2);
  });

  test.each(OPEN)('%s in details', (tag) => {
    const { document } = readMarkdown(
      `<details><summary>Intro</summary>\n\n${tag}\n\nRest **one**\n\n</details>\n\nRest two`,
    );
    expect(extract(document).plainText.split('\n')).toEqual(['Intro', 'Rest one', 'Rest two']);
    expect(document.content?.map((node) => node.type)).toEqual(['details', 'paragraph']);
  });

  test.each(OPEN)('%s in a line of text', (tag) => {
    expect(linesOf(`Intro ${tag} and *more*\n\nRest`).map((line) => line.replace(/ +/g, ' '))).toEqual([
      'Intro and more',
      'Rest',
    ]);
  });

  test('elements of HTML behind it stay as well', () => {
    expect(linesOf('<video src="a">\n<p>Rest one</p>\n\nRest two')).toEqual(['Rest one', 'Rest two']);
    expect(linesOf('<div><iframe src="a" /><p>Rest one</p></div>\n\nRest two')).toEqual(['Rest one', 'Rest two']);
  });

  test('what stands in a closed one vanishes with it, and code never comes out', () => {
    expect(linesOf('Intro\n\n<video src="a">\n\nNo *video* here\n\n</video>\n\nRest')).toEqual(['Intro', 'Rest']);
    expect(linesOf('Intro\n\n<div><script>alert(1)')).toEqual(['Intro']);
    expect(linesOf('Intro <style>p{}\n\nRest')).toEqual(['Intro p{}', 'Rest']);
  });
});

test('KN-D15 a summary of which all is a block of its own has its words after it', () => {
  const { document } = readMarkdown('<details><summary><blockquote>Intro</blockquote></summary>\n\nRest\n\n</details>');
  expect(document.content?.[0]?.content?.map((node) => node.type)).toEqual([
    'detailsSummary',
    'blockquote',
    'paragraph',
  ]);
});
