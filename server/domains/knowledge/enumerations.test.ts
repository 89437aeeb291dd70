import { expect, test } from 'vitest';
import { AccessLevel, ContentType, KnowledgeStatus } from './schema';

/** Scripts and stored data use these values; they do not change. */
test('KN-E1: content types, statuses and access levels have the values that were agreed', () => {
  expect(Object.values(ContentType)).toEqual([
    'api_documentation',
    'architecture_docs',
    'code_guidelines',
    'technical_specs',
    'troubleshooting',
    'workflows',
    'procedures',
    'checklists',
    'templates',
    'standards',
    'tutorials',
    'training_materials',
    'onboarding_docs',
    'best_practices',
    'lessons_learned',
    'research_notes',
    'proof_of_concepts',
    'technology_evaluations',
    'competitive_analysis',
    'innovation_ideas',
    'meeting_notes',
    'decision_records',
    'post_mortems',
    'retrospectives',
    'team_knowledge',
  ]);
  expect(Object.values(KnowledgeStatus)).toEqual([
    'draft',
    'review',
    'approved',
    'published',
    'deprecated',
    'archived',
  ]);
  expect(Object.values(AccessLevel)).toEqual(['public', 'team', 'role', 'confidential', 'restricted']);
});
