import type { LanguageFn } from 'highlight.js';

/** HashiCorp's configuration language (Terraform), which highlight.js does not have. */
export const hcl: LanguageFn = (hljs) => ({
  name: 'HCL',
  aliases: ['tf', 'terraform'],
  keywords: {
    keyword:
      'resource data variable output module provider terraform locals backend for in if dynamic moved import check',
    literal: 'true false null',
    type: 'string number bool list map set object tuple any',
  },
  contains: [
    hljs.HASH_COMMENT_MODE,
    hljs.C_LINE_COMMENT_MODE,
    hljs.C_BLOCK_COMMENT_MODE,
    hljs.NUMBER_MODE,
    {
      className: 'string',
      begin: /"/,
      end: /"/,
      contains: [hljs.BACKSLASH_ESCAPE, { className: 'template-variable', begin: /\$\{/, end: /\}/ }],
    },
    { className: 'string', begin: /<<[-~]?([A-Z_]+)\s*$/, end: /^\s*[A-Z_]+\s*$/ },
    { className: 'attr', begin: /(?<![\w-])[\w-]+(?=\s*=[^=])/ },
  ],
});
