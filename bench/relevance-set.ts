import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Grades } from './metrics';

/** The folder with judged collections, by default beside the project. */
export const RELEVANCE = resolve(process.env.KENNING_RELEVANCE ?? '../shared/relevance');
const CRANFIELD = join(RELEVANCE, 'cranfield');
export const HAS_CRANFIELD = existsSync(CRANFIELD);

export type JudgedText = { id: string; title: string; text: string };
/** A question, and what people said of the texts that they looked at for it. */
export type Question = { text: string; grades: Grades };

const linesOf = (file: string): string[] => readFileSync(join(CRANFIELD, file), 'utf8').trim().split('\n');
const rowsOf = <Row>(file: string): Row[] => linesOf(file).map((line) => JSON.parse(line) as Row);

/** 1,400 abstracts on aerodynamics, and 225 questions with every pair that was judged. */
export function readCranfield(): { texts: JudgedText[]; questions: Question[] } {
  const judged = new Map<string, Map<string, number>>();
  for (const line of linesOf('qrels.tsv').slice(1)) {
    const [question = '', text = '', grade] = line.split('\t');
    const grades = judged.get(question) ?? new Map<string, number>();
    judged.set(question, grades.set(text, Number(grade)));
  }
  const questions = rowsOf<{ id: string; text: string }>('queries.jsonl');
  return {
    // Two of the numbers stand for abstracts that are empty: nothing to find.
    texts: rowsOf<JudgedText>('docs.jsonl').filter(({ title, text }) => title !== '' && text !== ''),
    questions: questions.map(({ id, text }) => ({ text, grades: judged.get(id) ?? new Map() })),
  };
}
