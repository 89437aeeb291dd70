import type { ContentType } from '@/prisma/generated/enums';

/** What is known of a file before anybody reads it. */
export type GuessInput = { path: string; title: string; headings: readonly string[]; text: string };

/** `confidence` from 0 to 1: how much of the evidence points to this type. */
export type Guess = { contentType: ContentType; confidence: number };

type Evidence = {
  type: ContentType;
  /** Names of folders and of the file, words joined by single spaces. */
  path?: RegExp;
  title?: RegExp;
  /** Each heading that matches counts once. */
  heading?: RegExp;
  /** Words of the beginning of the text. */
  text?: RegExp;
};

const WEIGHT = { file: 4, folder: 2.5, title: 4, heading: 1.2, text: 0.8 } as const;
/** Headings beyond this say no more about the kind of text. */
const MAX_HEADING_HITS = 4;
const MAX_TEXT_CHARS = 6_000;
/** A guess without any evidence, and how weak it is. */
const FALLBACK: Guess = { contentType: 'team_knowledge', confidence: 0.1 };
/** So much evidence is as good as certain. */
const CERTAIN = 8;

const EVIDENCE: Evidence[] = [
  {
    type: 'templates',
    path: /\b(templates?|boilerplate|skeleton)\b/,
    title: /\btemplate\b|^\{.*\}$|^<.*>$/i,
    text: /\{(?:short|describe|your|title)[^}]*\}|\[(?:insert|your|name of)[^\]]*\]|<(?:your|insert)-?[^>]*>/i,
  },
  {
    type: 'decision_records',
    path: /\b(adrs?|decisions?|decision (?:records?|log)|rfcs?)\b/,
    title: /\bdecision (?:record|log)\b|^(?:adr[- ]?)?\d{1,4}[.:)]\s|^use \w+.*\brecords\b/i,
    heading:
      /^(?:decision|decision outcome|decision drivers|considered options|consequences|status|context and problem statement|pros and cons of the options)$/i,
  },
  {
    type: 'post_mortems',
    path: /\b(post ?mortems?|incidents?|incident reports?|outages?)\b/,
    title: /\bpost[- ]?mortem\b|\bincident report\b|\boutage\b/i,
    heading:
      /^(?:timeline.*|root causes?.*|lessons learne?[dt].*|action items?|what went (?:well|wrong)|where we got lucky|impact|resolution)$/i,
  },
  {
    type: 'troubleshooting',
    path: /\b(runbooks?|playbook alerts?|troubleshooting|alerts?|faq|known issues|common problems|alertmanager|errors?)\b/,
    title:
      /\btroubleshoot\w*|\bcommon problems\b|\bfaq\b|\bknown issues\b|^\w+(?:Down|Failed|Failing|High|Errors?|Mismatch|FillingUp|Stuck)$/i,
    heading:
      /^(?:meaning|diagnosis|mitigation|symptoms?|cause|workaround|solution|possible causes?|impact|how to (?:debug|fix).*)$/i,
    text: /\balert\b.*\b(?:fires?|firing|triggered)\b/i,
  },
  {
    type: 'checklists',
    path: /\bchecklists?\b/,
    title: /\bchecklist\b/i,
    heading: /\bchecklist\b/i,
  },
  {
    type: 'onboarding_docs',
    path: /\b(onboarding|getting started|first (?:day|week)|new (?:hires?|joiners?)|welcome)\b/,
    title: /\bonboarding\b|\bgetting started\b|\bfirst (?:day|week)\b|\bwelcome\b/i,
    heading: /^(?:prerequisites for new .*|your first .*|day one|first day|who to ask)$/i,
  },
  {
    type: 'tutorials',
    path: /\b(tutorials?|walkthroughs?|how ?tos?|recipes?|examples?|guides?|samples?|labs?)\b/,
    title:
      /^(?:how to|getting started with|write|writing|build(?:ing)?|create|creating|using|running|deploying|set(?:ting)? up)\b|\btutorial\b|\bwalkthrough\b|\bexample\b/i,
    heading: /^(?:step \d+.*|prerequisites?|walkthrough|try it.*|next steps|your first .*)$/i,
  },
  {
    type: 'code_guidelines',
    path: /\b(code reviews?|coding (?:standards?|guidelines?|style)|style ?guides?|linting|lint|source control|git guidance|naming)\b/,
    title:
      /\bcode reviews?\b|\b(?:coding|style) (?:guide(?:lines?)?|standards?)\b|\bnaming (?:branches|conventions?)\b|\bpull requests?\b|\bmerge strateg/i,
    heading: /^(?:style guide|linters?.*|formatters?|code analysis.*|naming conventions?|code review checklist)$/i,
  },
  {
    type: 'api_documentation',
    path: /\b(api|apis|reference|endpoints?|openapi|swagger|sdk)\b/,
    title: /\bapi\b|\breference\b|\bendpoints?\b/i,
    heading:
      /^(?:parameters?|request|response|endpoints?|options|methods?|properties|return(?:s| value)|(?:GET|POST|PUT|PATCH|DELETE) .*|`[\w.()]+`|\w+\(.*\))$/i,
  },
  {
    type: 'architecture_docs',
    path: /\b(architecture|design patterns?|designs?|diagrams?|diagram types|components?|data model)\b/,
    title: /\barchitecture\b|\bdesign (?:patterns?|guidance|reference)\b|\bdiagrams?\b|\bcomponents?\b|\bdata model\b/i,
    heading: /^(?:architecture|components?|data flow|deployment view|overview of the system|system context|design)$/i,
  },
  {
    type: 'technical_specs',
    path: /\b(specs?|specifications?|requirements?|non functional requirements|schemas?|design docs?)\b/,
    title: /\bspecification\b|\brequirements?\b|\bspec\b|\bavailability\b|\bscalability\b|\breliability\b/i,
    heading:
      /^(?:requirements?|non-functional requirements|functional requirements|scope|acceptance criteria|constraints|characteristics|implementations?)$/i,
  },
  {
    type: 'technology_evaluations',
    path: /\b(evaluations?|trade stud(?:y|ies)|comparisons?|tech radar|recommended technologies|tools?)\b/,
    title:
      /\btrade stud(?:y|ies)\b|\bevaluat(?:e|ion|ing)\b|\bcomparison\b|\bvs\.?\b|\brecommended technologies\b|\btools?\b/i,
    heading: /^(?:evaluation criteria|comparison.*|alternatives|pros|cons|results|recommendation|spikes)$/i,
  },
  {
    type: 'proof_of_concepts',
    path: /\b(pocs?|proofs? of concept|prototypes?|spikes?)\b/,
    title: /\bproof of concept\b|\bpoc\b|\bspike\b|\bprototype\b/i,
    heading: /^(?:hypothesis|what we tried|spike (?:goal|outcome).*)$/i,
  },
  {
    type: 'research_notes',
    path: /\b(research|stud(?:y|ies)|experiments?|feasibility)\b/,
    title: /\bresearch\b|\bfeasibility\b|\bexperiments?\b|\bstudy\b/i,
    heading: /^(?:hypothes[ei]s|methodology|findings|literature.*|references|data exploration)$/i,
  },
  {
    type: 'competitive_analysis',
    path: /\b(competit\w+|market analysis)\b/,
    title: /\bcompetit(?:ive|ors?)\b|\bmarket analysis\b/i,
  },
  { type: 'innovation_ideas', path: /\b(ideas?|innovation)\b/, title: /\bideas?\b|\bproposal\b/i },
  {
    type: 'meeting_notes',
    path: /\b(meetings?|minutes|standups?|sync)\b/,
    title: /\bmeeting (?:notes|minutes)\b|\bminutes of\b/i,
    heading: /^(?:attendees|participants|agenda|minutes|next meeting)$/i,
  },
  {
    type: 'retrospectives',
    path: /\b(retros?|retrospectives?)\b/,
    title: /\bretrospectives?\b/i,
    heading: /^(?:start|stop|continue|what went well|what could (?:be|have been) (?:better|improved))$/i,
  },
  {
    type: 'lessons_learned',
    path: /\blessons? learned\b|\bpitfalls?\b/,
    title: /\blessons? learned\b|\bpitfalls?\b|\bthings to watch\b/i,
    heading: /^lessons? learned$/i,
  },
  {
    type: 'training_materials',
    path: /\b(training|courses?|workshops?|curriculum|learning)\b/,
    title: /\btraining\b|\bcourse\b|\bworkshop\b|\blearning\b/i,
    heading: /^(?:learning objectives?|exercises?|quiz|module \d+.*)$/i,
  },
  {
    type: 'workflows',
    path: /\b(workflows?|ci cd|pipelines?|gitops|agile development|ceremonies|process(?:es)?|branching)\b/,
    title:
      /\bworkflows?\b|\bpipelines?\b|\bcontinuous (?:integration|delivery)\b|\bceremonies\b|\bprocess\b|\blifecycle\b/i,
    heading: /^(?:workflow|process|stages?|roles? and responsibilities|pipeline)$/i,
  },
  {
    type: 'procedures',
    path: /\b(procedures?|operations?|operation guides?|sop|how we|command snippets|migration(?: guides?)?)\b/,
    title:
      /\bprocedures?\b|\boperations? guide\b|\bmigrat(?:e|ion)\b|\brotat(?:e|ion)\b|\badding\b|\bcommand snippets\b/i,
    heading: /^(?:procedure|steps?|rollback|before you begin|upgrad(?:e|ing).*|breaking changes)$/i,
  },
  {
    type: 'standards',
    path: /\b(standards?|polic(?:y|ies)|compliance|principles|agreements?|rules|team agreements?|definition of (?:done|ready)|lts)\b/,
    title:
      /\bstandards?\b|\bpolic(?:y|ies)\b|\bprinciples?\b|\bagreement\b|\bdefinition of (?:done|ready)\b|\bmanifesto\b|\brules of\b|\bnaming conventions\b/i,
    heading: /^(?:policy|principles?|must|must not|compliance|definition)$/i,
  },
  {
    type: 'best_practices',
    path: /\b(best practices?|fundamentals|guidance|recommendations|security|observability|automated testing|testing|developer experience|ml fundamentals|privacy|documentation)\b/,
    title: /\bbest practices?\b|\bguidance\b|\brecommendations?\b|\bguidelines?\b|\bfundamentals\b|\btesting\b|^why\b/i,
    heading:
      /^(?:best practices?.*|recommendations?.*|guidance|do|don'?ts?|why .*|goals|anti-?patterns?|when to .*|things to avoid)$/i,
  },
  {
    type: 'team_knowledge',
    path: /\b(team|about|who we are|glossary|terminology|contacts?|roles)\b/,
    title: /^who is\b|\bour team\b|\bglossary\b|\bterminology\b|\broles\b|\babout\b/i,
    heading: /^(?:who we are|our team|contacts?|members)$/i,
  },
];

/** `CI-CD/KubePodNotReady.md` → `ci cd kube pod not ready`, so that patterns see words. */
function words(name: string): string {
  return name
    .replace(/\.\w+$/, '')
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
}

function scoreOf(evidence: Evidence, input: GuessInput, folders: readonly string[], file: string): number {
  const { path, title, heading, text } = evidence;
  const headingHits = heading === undefined ? 0 : input.headings.filter((one) => heading.test(one.trim())).length;
  // The nearest folder says more about a file than the source's own name does.
  const depth = folders.findLastIndex((folder) => path?.test(folder) === true);
  const nearness = depth === -1 ? 0 : (depth + 1) / folders.length;
  return (
    (path?.test(file) === true ? WEIGHT.file : 0) +
    nearness * WEIGHT.folder +
    (title?.test(input.title) === true ? WEIGHT.title : 0) +
    Math.min(headingHits, MAX_HEADING_HITS) * WEIGHT.heading +
    (text?.test(input.text.slice(0, MAX_TEXT_CHARS)) === true ? WEIGHT.text : 0)
  );
}

/** KN-N1: proposes a content type from a file's place, title, headings and words. People correct it. */
export function guessContentType(input: GuessInput): Guess {
  const parts = input.path.split('/');
  const file = words(parts.at(-1) ?? '');
  const folders = parts.slice(0, -1).map(words);
  const scores = EVIDENCE.map((evidence) => ({ type: evidence.type, score: scoreOf(evidence, input, folders, file) }));
  const best = scores.reduce((one, other) => (other.score > one.score ? other : one));
  if (best.score < WEIGHT.text) return FALLBACK;
  const total = scores.reduce((sum, { score }) => sum + score, 0);
  const share = best.score / total;
  return { contentType: best.type, confidence: Math.round(share * Math.min(1, best.score / CERTAIN) * 100) / 100 };
}
