import type { DiagramFault } from '@/components/knowledge/document-view/draw-diagram';
import type { FormulaFault } from '@/components/knowledge/document-view/formula-tree';
import { keysInWords } from '@/components/ui/keys';
import type { FigureWidth } from '@/server/domains/knowledge/document.schema';

export const FIGURE_WIDTH_LABELS: Record<FigureWidth, string> = {
  small: 'Small',
  text: 'As wide as the text',
  natural: 'Its own width',
};

/** What is wrong with a formula. @param word the command that it is about */
export function formulaFaultWords(fault: FormulaFault, word: string | null): string {
  switch (fault) {
    case 'unknown':
      return word === null ? 'A command in it is not known.' : `The command ${word} is not known.`;
    case 'forbidden':
      return word === null ? 'A command in it is not allowed here.' : `The command ${word} is not allowed here.`;
    case 'unfinished':
      return 'It is not complete: a bracket or a part is missing.';
    case 'too_large':
      return 'It is too large to be shown. Make several formulas of it.';
    case 'not_understood':
      return 'It is not understood. Look for signs that are in the wrong place.';
  }
}

/** What is wrong with the source of a diagram. */
export function diagramFaultWords(fault: DiagramFault): string {
  switch (fault.code) {
    case 'no_kind':
      return 'Begin with what it is, for example “flowchart TD” or “sequenceDiagram”.';
    case 'line':
      return `Line ${fault.line} is not understood.`;
    case 'other':
      return 'This diagram cannot be drawn yet.';
  }
}

export const NODE_WORDS = {
  caption: 'Caption',
  noAltText: 'No description',
  imageElsewhere: 'Image on another site: readers get a link to it.',
  figureBar: 'Image',
  width: 'Width',
  replaceImage: 'Replace the image…',
  formula: 'Formula',
  inlineFormula: 'Formula in the text',
  emptyFormula: 'Empty formula',
  formulaSource: 'Formula in LaTeX',
  formulaDone: 'Done',
  removeFormula: 'Remove the formula',
  formulaHint: (isBlock: boolean) => `${keysInWords(isBlock ? 'Mod-Enter' : 'Enter')} when done`,
  diagram: 'Diagram',
  diagramPreview: 'Preview of the diagram',
  diagramEmpty: 'The diagram appears here as you write it.',
  editDiagram: 'Edit the diagram',
  calloutKind: 'Kind of callout',
  calloutTitle: 'Title of the callout',
  summary: 'What stays visible',
  detailsOpen: 'Open for readers',
  detailsClosed: 'Closed for readers',
} as const;
