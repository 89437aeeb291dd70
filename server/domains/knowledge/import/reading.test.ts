import { describe, expect, test } from 'vitest';
import fc from '@/server/platform/testing/fast-check';
import { guessContentType } from './guess-content-type';
import { MAX_REPORT_ENTRIES } from './limits.schema';
import { parseFrontMatter } from './parse-front-matter';
import { emptyDetails, reportOf } from './report.schema';
import { PathIndex, resolveHref } from './resolve-links';
import { titlesOf } from './titles';

describe('front matter', () => {
  test('KN-N4 becomes title, summary, type and metadata', () => {
    const yaml = `
title: Rotate keys
description: >
  How we rotate
  the keys.
tags: [security, Keys, security]
categories: ops, Security
expertise-level: novice
Languages: English
versions: { postgres: 15, "": x }
content_type: procedures
business context: [audit]
`;
    expect(parseFrontMatter(yaml)).toEqual({
      title: 'Rotate keys',
      summary: 'How we rotate the keys.',
      contentType: 'procedures',
      metadata: {
        tags: ['security', 'Keys'],
        categories: ['ops', 'Security'],
        expertiseLevel: 'beginner',
        languages: ['English'],
        versions: { postgres: '15' },
        businessContext: ['audit'],
      },
      problem: null,
    });
  });

  test('KN-N5 never says who wrote it, who may read it or how far it is', () => {
    const yaml =
      'author: lena\nauthorId: x\naccess: public\naccess_level: public\naccessLevel: public\nstatus: published\nmaintainers: [a]\nversion: 9.9.9\n';
    expect(JSON.stringify(parseFrontMatter(yaml))).toBe(JSON.stringify(parseFrontMatter(null)));
  });

  test('KN-N6 broken, bombed or odd front matter is named and harms nothing', () => {
    expect(parseFrontMatter('title: [unclosed\n').problem).toBe('front_matter_broken');
    expect(parseFrontMatter('- a\n- b\n').problem).toBe('front_matter_broken');
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
      .split('')
      .map((key, at) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(',')}]`)
      .join('\n')}\ntags: *h\n`;
    expect(parseFrontMatter(bomb).problem).toBe('front_matter_broken');
    expect(parseFrontMatter('x'.repeat(60_000)).problem).toBe('front_matter_too_long');
    for (const opening of ['- ', '? ', '[', '{a: ']) {
      const deep = opening.repeat(24_000 / opening.length);
      expect(parseFrontMatter(deep).problem).toBe('front_matter_too_deep');
    }
    fc.assert(fc.property(fc.string(), (text) => typeof parseFrontMatter(text).metadata === 'object'));
  });
});

describe('the content type', () => {
  const guess = (path: string, title = '', headings: string[] = []) =>
    guessContentType({ path, title, headings, text: '' }).contentType;

  test.each([
    [
      'runbooks/etcd/etcdNoLeader.md',
      'etcdNoLeader',
      ['Meaning', 'Impact', 'Diagnosis', 'Mitigation'],
      'troubleshooting',
    ],
    [
      'incident-reports/2018-02-22-nginx-down.md',
      'NGINX crash',
      ['Timeline', 'Lessons learnt', 'Action items'],
      'post_mortems',
    ],
    [
      'doc/adr/0002-app-level-logging.md',
      '2. App-level logging',
      ['Status', 'Decision', 'Consequences'],
      'decision_records',
    ],
    ['templates/case-study-template.md', 'Case study template', [], 'templates'],
    ['docs/Reference/Reply.md', 'Reply', ['.code(statusCode)', 'Options'], 'api_documentation'],
    [
      'code-reviews/recipes/python.md',
      'Python Code Reviews',
      ['Style Guide', 'Linters', 'Code Review Checklist'],
      'code_guidelines',
    ],
    ['team-agreements/definition-of-done.md', 'Definition of Done', [], 'standards'],
    ['the-first-week-of-a-project.md', 'The First Week', [], 'onboarding_docs'],
    ['notes/2025-01-10-sync.md', 'Meeting notes', ['Attendees', 'Agenda'], 'meeting_notes'],
    ['trade-studies/gitops.md', 'Trade Study: GitOps', ['Evaluation criteria'], 'technology_evaluations'],
    ['retro/sprint-9.md', 'Retrospective', ['What went well'], 'retrospectives'],
    ['guides/write-a-plugin.md', 'Write a plugin', ['Prerequisites', 'Step 1'], 'tutorials'],
  ] as const)('KN-N1 of %s is guessed', (path, title, headings, expected) => {
    expect(guess(path, title, [...headings])).toBe(expected);
  });

  test('KN-N1 a guess without evidence is weak, and no guess leaves 0 to 1', () => {
    expect(guessContentType({ path: 'x.md', title: 'X', headings: [], text: '' }).confidence).toBeLessThan(0.2);
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.array(fc.string()), fc.string(), (path, title, headings, text) => {
        const { confidence } = guessContentType({ path, title, headings, text });
        return confidence >= 0 && confidence <= 1;
      }),
    );
  });
});

describe('links between files', () => {
  const index = new PathIndex([
    'README.md',
    'a/b.md',
    'a/Images/x.png',
    'c/index.md',
    'site/docs/add.md',
    'd e.md',
    'f/g.txt',
  ]);
  test.each([
    ['README.md', 'a/b.md', { kind: 'item', path: 'a/b.md', rest: '' }],
    ['a/b.md', '../README.md#part?', { kind: 'item', path: 'README.md', rest: '#part?' }],
    ['a/b.md', './images/X.PNG', { kind: 'asset', path: 'a/Images/x.png' }],
    ['README.md', 'a/b', { kind: 'item', path: 'a/b.md', rest: '' }],
    ['README.md', 'a/b.html', { kind: 'item', path: 'a/b.md', rest: '' }],
    ['README.md', 'c/', { kind: 'item', path: 'c/index.md', rest: '' }],
    ['README.md', 'd%20e.md', { kind: 'item', path: 'd e.md', rest: '' }],
    ['README.md', 'f\\g.txt', { kind: 'asset', path: 'f/g.txt' }],
    ['site/index.md', '/docs/add', { kind: 'item', path: 'site/docs/add.md', rest: '' }],
    ['README.md', 'a/', { kind: 'unresolved', reason: 'folder' }],
    ['README.md', 'gone.md', { kind: 'unresolved', reason: 'not_in_source' }],
    ['a/b.md', '../../etc/passwd.png', { kind: 'unresolved', reason: 'outside_source' }],
    ['a/b.md', '..%2f..%2fsecret.png', { kind: 'unresolved', reason: 'outside_source' }],
    ['README.md', '#here', { kind: 'keep' }],
    ['README.md', 'https://example.com/a/b.md', { kind: 'keep' }],
    ['README.md', '/library/x-1#y', { kind: 'keep' }],
  ])('KN-N7 in %s to %s', (from, href, target) => {
    expect(resolveHref(from, href, index)).toEqual(target);
  });
});

describe('titles', () => {
  test('KN-N8 come from front matter, the first heading that is the page’s own, or the name', () => {
    const heading = (text: string) => ({ level: 1, text, slug: '', anchors: [] });
    const file = (path: string, texts: string[], frontMatterTitle: string | null = null) => ({
      path,
      frontMatterTitle,
      headings: texts.map(heading),
    });
    expect(
      titlesOf(
        [
          file('a.md', ['Fastify', 'Server']),
          file('b.md', ['Fastify', 'Reply']),
          file('c.md', ['Fastify']),
          file('d.md', ['Own'], 'Stated'),
          file('e.md', ['Own']),
          file('ops/_index.md', []),
          file('0001-use_x.md', []),
          file('adr-template.md', ['{short title}', 'Context']),
          file('adr-bare.md', ['', 'Context']),
        ],
        'docs',
      ),
    ).toEqual(['Server', 'Reply', 'C', 'Stated', 'Own', 'Ops', 'Use x', 'Adr template', 'Adr bare']);
  });
});

test('KN-N23: a report counts every link that leads nowhere and lists the first of them', () => {
  const links = Array.from({ length: MAX_REPORT_ENTRIES + 1 }, (_, at) => ({
    path: 'a.md',
    href: `${at}.md`,
    reason: 'not_in_source',
  }));
  const report = reportOf('handbook', { ...emptyDetails(), unresolvedLinks: links });
  expect(report.unresolvedLinks).toBe(MAX_REPORT_ENTRIES + 1);
  expect(report.details.unresolvedLinks).toHaveLength(MAX_REPORT_ENTRIES);
});
