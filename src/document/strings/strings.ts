import type { AnswerInput, Doc, Language, TraceColumn } from '../doc.ts';
import { de } from './de.ts';
import { en } from './en.ts';

/** Every fixed text of a page. A language is one table of this type. */
export type Strings = {
  readonly kind: Readonly<Record<Doc['kind'], string>>;
  readonly student: string;
  readonly variant: string;
  readonly page: (page: number, pages: number) => string;
  readonly points: (points: number) => string;
  readonly pointsShort: string;
  readonly problem: string;
  readonly marks: string;
  readonly total: string;
  readonly answer: string;
  readonly answerTo: (name: string) => string;
  readonly format: Readonly<Record<AnswerInput['kind'], string>>;
  readonly rows: string;
  readonly columns: string;
  readonly entry: (row: number, column: number) => string;
  readonly asText: string;
  readonly shape: string;
  readonly node: string;
  readonly formula: string;
  readonly traceColumn: Readonly<Record<TraceColumn, string>>;
  readonly useOf: (use: number) => string;
  readonly condition: string;
  readonly value: string;
  readonly line: (line: number) => string;
  readonly addLine: string;
  readonly position: string;
  readonly noLine: string;
  readonly firstWrongLine: string;
  readonly tableOf: string;
  readonly save: string;
  readonly load: string;
  readonly clear: string;
  readonly autosaved: string;
  readonly restored: string;
  /** Messages of the page's script; `{file}` and `{n}` are put in there. */
  readonly saved: string;
  readonly loadedOne: string;
  readonly loadedMany: string;
  readonly notLoaded: string;
  readonly otherStudent: string;
  readonly unknownOne: string;
  readonly unknownMany: string;
  readonly reallyClear: string;
  readonly notStored: string;
  readonly scriptNeeded: string;
  readonly yourAnswers: string;
  readonly skip: string;
  readonly chooseOne: string;
  readonly chooseMany: string;
  /** How a number is judged, said beside its box. */
  readonly roundExact: string;
  readonly roundDigits: (digits: number) => string;
  readonly roundDecimals: (decimals: number) => string;
  readonly roundRelative: (percent: string) => string;
  readonly roundAbsolute: (tolerance: string) => string;
  readonly roundAtEnd: string;
  readonly mayNotExist: string;
  readonly namesUsed: (names: string) => string;
  /** What figures show, in captions and for those who cannot see them. Numbers and formulas come as words. */
  readonly figure: {
    readonly levelSets: string;
    readonly levelSetsAt: (point: string) => string;
    readonly levelSetsGradient: (point: string) => string;
    readonly levelSetsOf: (formula: string, levels: string) => string;
    readonly range: (name: string, from: string, to: string) => string;
    readonly dotAt: (point: string) => string;
    readonly gradientIs: (gradient: string) => string;
    readonly curve: string;
    readonly curveOf: (formula: string, name: string, from: string, to: string) => string;
    readonly begins: (value: string) => string;
    /** After it has left the picture. */
    readonly comesBack: (value: string, at: string) => string;
    readonly rises: (value: string, at: string) => string;
    readonly falls: (value: string, at: string) => string;
    readonly tangentAt: (place: string) => string;
    readonly taylorAt: (order: number, place: string) => string;
    readonly graphOf: (nodes: number) => string;
    readonly inputs: (names: string) => string;
    readonly valueIs: (name: string, value: string) => string;
    readonly adjointIs: (name: string, value: string) => string;
  };
  readonly solution: string;
  readonly instructions: string;
  readonly yourAnswer: string;
  readonly noAnswer: string;
  readonly readAs: string;
  /** Said while typing: the text is no formula yet. */
  readonly notReadYet: string;
  readonly emptyEntries: string;
  readonly rightAnswer: string;
  readonly verdict: Readonly<Record<'equal' | 'different' | 'undecided' | 'invalid' | 'empty', string>>;
  readonly partlyRight: string;
  readonly earned: (score: string, max: string) => string;
  readonly log: string;
  /** Beside the line of the worked solution. */
  readonly departs: string;
  /** Messages by code of the judgement, where the language is not that of the grader; empty: its own message stands. */
  readonly outcome: Readonly<Record<string, string>>;
  readonly catalogue: {
    readonly index: string;
    readonly number: string;
    readonly title: string;
    readonly level: string;
    readonly minutes: string;
    readonly boxes: string;
    /** What a box takes, in a word or two. */
    readonly box: Readonly<Record<AnswerInput['kind'], string>>;
  };
};

const tables: Readonly<Record<Language, Strings>> = { en, de };

/** A language, and where a course words things its own way, its texts in that language. */
export interface Voice {
  readonly lang: Language;
  readonly texts?: Strings;
}

export function stringsFor({ lang, texts }: Voice): Strings {
  return texts ?? tables[lang];
}
