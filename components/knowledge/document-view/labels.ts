export const WORDS = {
  linkToSection: (heading: string) => `Link to “${heading}”`,
  table: (columns: string) => (columns === '' ? 'Table' : `Table: ${columns}`),
  code: (language: string | null) => (language === null ? 'Code' : `Code, ${language}`),
  task: (text: string) => (text === '' ? 'Task without words' : text),
  imageElsewhere: (alt: string, host: string) => (alt === '' ? `Image on ${host}` : `Image on ${host}: ${alt}`),
  imageMissing: (alt: string) => (alt === '' ? 'Image that is not here' : `Image that is not here: ${alt}`),
  linkMissing: 'This link leads to a file that is not here.',
  details: 'Details',
  diagram: 'Diagram',
  diagramSource: 'Source of the diagram',
  diagramFailed: 'This diagram could not be drawn. Its source:',
  diagramLoading: 'The diagram is being drawn.',
} as const;
