import { addErrorLabels } from '@/components/ui/error-labels';
import type { AccessLevel, ContentExpertise, ContentType, KnowledgeStatus } from '@/prisma/generated/enums';
import { FILE_BYTES_MAX } from '@/server/platform/storage/limits.schema';

export const CONTENT_TYPE_LABELS: Record<ContentType, string> = {
  api_documentation: 'API documentation',
  architecture_docs: 'Architecture',
  code_guidelines: 'Code guidelines',
  technical_specs: 'Technical specification',
  troubleshooting: 'Troubleshooting',
  workflows: 'Workflow',
  procedures: 'Procedure',
  checklists: 'Checklist',
  templates: 'Template',
  standards: 'Standard',
  tutorials: 'Tutorial',
  training_materials: 'Training material',
  onboarding_docs: 'Onboarding',
  best_practices: 'Best practice',
  lessons_learned: 'Lessons learned',
  research_notes: 'Research notes',
  proof_of_concepts: 'Proof of concept',
  technology_evaluations: 'Technology evaluation',
  competitive_analysis: 'Competitive analysis',
  innovation_ideas: 'Innovation idea',
  meeting_notes: 'Meeting notes',
  decision_records: 'Decision record',
  post_mortems: 'Post-mortem',
  retrospectives: 'Retrospective',
  team_knowledge: 'Team knowledge',
};

export const STATUS_LABELS: Record<KnowledgeStatus, string> = {
  draft: 'Draft',
  review: 'In review',
  approved: 'Approved',
  published: 'Published',
  deprecated: 'Deprecated',
  archived: 'Archived',
};

/** Colour for meaning only, and never its only carrier: the word stands beside it. */
export const STATUS_COLORS: Record<KnowledgeStatus, string> = {
  draft: 'gray',
  review: 'violet',
  approved: 'blue',
  published: 'teal',
  deprecated: 'orange',
  archived: 'gray',
};

export const ACCESS_LABELS: Record<AccessLevel, string> = {
  public: 'Everyone',
  team: 'Teams',
  role: 'Job roles',
  confidential: 'Confidential',
  restricted: 'Restricted',
};

export const ACCESS_SENTENCES: Record<AccessLevel, string> = {
  public: 'Everyone who is signed in may read it.',
  team: 'The members of the teams you choose may read it.',
  role: 'Everyone who holds one of the job roles you choose may read it.',
  confidential: 'People on senior levels and leadership may read it.',
  restricted: 'Only the people you name may read it.',
};

export const EXPERTISE_LABELS: Record<ContentExpertise, string> = {
  beginner: 'Beginner',
  intermediate: 'Intermediate',
  advanced: 'Advanced',
  expert: 'Expert',
};

export type Option<Value extends string> = { value: Value; label: string };

/** An enumeration as options in the order of their words. */
export function optionsOf<Value extends string>(labels: Record<Value, string>, sorted = false): Option<Value>[] {
  const options = (Object.keys(labels) as Value[]).map((value) => ({ value, label: labels[value] }));
  return sorted ? options.sort((a, b) => a.label.localeCompare(b.label, 'en')) : options;
}

addErrorLabels({
  title_empty: 'Give it a title.',
  title_too_long: (params) => `A title has at most ${params.most} characters.`,
  team_missing: 'Choose at least one team.',
  job_role_missing: 'Choose at least one job role.',
  audience_without_level: 'Whoever you named does not count at this level: choose another, or name nobody.',
  unknown_team: 'One of these teams is not there any more.',
  unknown_job_role: 'One of these job roles is not there any more.',
  unknown_person: 'One of these people is not here any more.',
  unknown_item: 'One of these items is not there, or you may not read it.',
  parent_unfit: 'It cannot stand below this item. Choose another one.',
  maintainer_missing: 'Somebody who is still here has to maintain it.',
  reviewer_cannot_read: 'A reviewer has to be able to read it: let them read it first.',
  widening_access: 'This lets more people read it.',
  changed_since: 'Somebody changed this at the same moment. What you typed is kept: send it again.',
  already_trashed: 'It is in the trash already.',
  not_trashed: 'It is not in the trash any more.',
  already_decided: ({ decision }) =>
    `This request was answered already: it was ${decision === 'granted' ? 'granted' : 'declined'}.`,
  attachments_full: (params) => `An item holds at most ${params.most} files.`,
  text_not_understood: 'No page could be made of this text, so nothing was changed.',
  file_too_large: `This file is too large: one may have ${FILE_BYTES_MAX / 2 ** 20} MB.`,
  file_empty: 'This file is empty.',
  file_type_refused: 'Files of this type are not taken here.',
});

const names = new Intl.ListFormat('en', { type: 'conjunction' });

/** "Noah Brooks is writing", "Noah Brooks and Zoé Laurent are writing" */
export const areWriting = (people: readonly string[]): string =>
  `${names.format(people)} ${people.length === 1 ? 'is' : 'are'} writing`;

/** Who did something, at the beginning of a sentence. @param me the reader's id */
export const doer = (person: { id: string; name: string } | null, me: string | undefined): string =>
  person === null ? 'Somebody' : person.id === me ? 'You' : person.name;

/** "1 minute", "12 minutes" */
export const minutesLabel = (minutes: number): string => (minutes === 1 ? '1 minute' : `${minutes} minutes`);

/** "1 person", "12 people" */
export const peopleLabel = (people: number): string => (people === 1 ? '1 person' : `${people} people`);
