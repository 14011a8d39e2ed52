/** Questions and answers of surveys, and what they come to. */
import { divideHalfUp } from '../../shared/rounding.ts';

export interface Question {
  readonly id: string;
  /** NPS 0 to 10, CSAT 1 to 5, a text, or one of `choices`. */
  readonly kind: 'NPS' | 'CSAT' | 'TEXT' | 'CHOICE';
  readonly text: string;
  readonly choices: readonly string[];
}

export interface Answer {
  readonly questionId: string;
  readonly score: number | null;
  readonly choice: string | null;
  readonly text: string | null;
}

/** What is wrong with answers; null when they answer every question that is no text, each once, as it can be answered. */
export function faultOf(questions: readonly Question[], answers: readonly Answer[]): string | null {
  const byId = new Map(answers.map((answer) => [answer.questionId, answer]));
  if (byId.size !== answers.length) return 'A question is answered once.';
  if (answers.some(({ questionId }) => !questions.some(({ id }) => id === questionId))) return 'No such question.';
  for (const question of questions) {
    const answer = byId.get(question.id);
    if (answer === undefined) {
      if (question.kind !== 'TEXT') return `The question ${question.id} is not answered.`;
      continue;
    }
    const { score, choice, text } = answer;
    const [least, most] = question.kind === 'NPS' ? [0, 10] : [1, 5];
    const fits = {
      NPS: score !== null && score >= least && score <= most && choice === null,
      CSAT: score !== null && score >= least && score <= most && choice === null,
      TEXT: text !== null && score === null && choice === null,
      CHOICE: choice !== null && question.choices.includes(choice) && score === null,
    }[question.kind];
    if (!fits) return `The question ${question.id} cannot be answered so.`;
  }
  return null;
}

/** Whether somebody should call: would not recommend (NPS to 6), or is not satisfied (CSAT to 2). */
export function isUnhappy(questions: readonly Question[], answers: readonly Answer[]): boolean {
  return questions.some(({ id, kind }) => {
    const score = answers.find(({ questionId }) => questionId === id)?.score ?? null;
    return score !== null && ((kind === 'NPS' && score <= 6) || (kind === 'CSAT' && score <= 2));
  });
}

export interface SurveyResult {
  readonly answers: number;
  /** Promoters (9, 10) less detractors (0 to 6) in percent, half up; null without such a question. */
  readonly nps: number | null;
  /** Mean of 1 to 5 in hundredths, half up; null without such a question. */
  readonly csatHundredths: number | null;
}

export interface QuestionResult {
  readonly question: Question;
  /** Every score or choice there is, in its order, with how many gave it; empty for a text. */
  readonly counts: readonly { readonly answer: string; readonly times: number }[];
  /** What was said in words, beside a score, too. */
  readonly words: readonly string[];
}

/** What many answers come to, question by question. */
export function resultsByQuestion(
  questions: readonly Question[],
  given: readonly (readonly Answer[])[],
): QuestionResult[] {
  return questions.map((question) => {
    const answers = given.flat().filter(({ questionId }) => questionId === question.id);
    const counts = scaleOf(question).map((answer) => ({
      answer,
      times: answers.filter(({ score, choice }) => (choice ?? String(score)) === answer).length,
    }));
    return { question, counts, words: answers.flatMap(({ text }) => (text === null || text === '' ? [] : [text])) };
  });
}

function scaleOf({ kind, choices }: Question): readonly string[] {
  switch (kind) {
    case 'NPS':
      return ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10'];
    case 'CSAT':
      return ['1', '2', '3', '4', '5'];
    case 'CHOICE':
      return choices;
    case 'TEXT':
      return [];
  }
}

/** What many answers come to. */
export function resultOf(questions: readonly Question[], given: readonly (readonly Answer[])[]): SurveyResult {
  const scoresOf = (kind: Question['kind']): number[] => {
    const ids = new Set(questions.filter((question) => question.kind === kind).map(({ id }) => id));
    return given.flat().flatMap(({ questionId, score }) => (ids.has(questionId) && score !== null ? [score] : []));
  };
  const nps = scoresOf('NPS');
  const csat = scoresOf('CSAT');
  const share = (part: number, whole: number): number => Number(divideHalfUp(BigInt(part) * 100n, BigInt(whole)));
  const balance = nps.filter((score) => score >= 9).length - nps.filter((score) => score <= 6).length;
  return {
    answers: given.length,
    nps: nps.length === 0 ? null : share(balance, nps.length),
    csatHundredths:
      csat.length === 0
        ? null
        : share(
            csat.reduce((sum, score) => sum + score, 0),
            csat.length,
          ),
  };
}
