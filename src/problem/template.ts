/** A template as its author wrote it: every formula and text still source, with its place in the file. */
import type { AnswerTypeName, PublicField, Rounding } from '../answers/contract.ts';
import type { Place } from '../base/issue.ts';
import type { SourceText } from './source/source-node.ts';

/** A text in one language, or one per language: the key is the locale, '' where the author named none. */
export type LocalText = ReadonlyMap<string, SourceText>;

export interface TemplateVariable {
  readonly name: string;
  readonly at: SourceText;
  /** `real`, `index`, `3`, `NxD`: dimensions as written, spaces removed. */
  readonly space: SourceText;
  readonly structure: string | null;
  /** Where answers are compared, ends excluded. */
  readonly range: readonly [number, number] | null;
  readonly latex: string | null;
}

/** An option of a `choice`: a formula, or a table whose entries are read as `name.key`. */
export type ChoiceOption =
  | { readonly kind: 'formula'; readonly formula: SourceText }
  | { readonly kind: 'table'; readonly rows: ReadonlyMap<string, SourceText> };

export type DrawKind =
  | { readonly kind: 'integer'; readonly lo: SourceText; readonly hi: SourceText; readonly step: SourceText | null }
  | { readonly kind: 'number'; readonly lo: SourceText; readonly hi: SourceText; readonly step: SourceText }
  | { readonly kind: 'choice'; readonly options: readonly ChoiceOption[] }
  | { readonly kind: 'words'; readonly options: readonly LocalText[] }
  | { readonly kind: 'formula'; readonly formula: SourceText };

/** A parameter, or the value of a variable. */
export interface TemplateParameter {
  readonly name: string;
  readonly at: SourceText;
  readonly draw: DrawKind;
  /** Dimensions of a vector or matrix as written in front of the kind; null for a single value. */
  readonly dims: SourceText | null;
  /** Values (entries) never drawn. */
  readonly not: readonly SourceText[];
  readonly is: readonly SourceText[];
}

export interface TemplateDefinition {
  readonly name: string;
  readonly at: SourceText;
  readonly formula: SourceText;
}

/** Options of a field that may also stand at the top, for every field; null where the author said nothing. */
export interface FieldOptions {
  readonly rounding: Rounding | null;
  readonly assume: readonly SourceText[];
  readonly mayBe: { readonly zero: boolean; readonly undefined: boolean } | null;
}

export interface AlsoTemplate {
  readonly answer: SourceText;
  readonly credit: number;
  readonly says: LocalText | null;
}

export interface OptionTemplate {
  readonly text: SourceText;
  readonly mark: 'right' | 'wrong' | null;
  readonly says: LocalText | null;
}

export type OrderingLine =
  | { readonly kind: 'line'; readonly text: SourceText; readonly twin: SourceText | null }
  | { readonly kind: 'any-order' | 'in-order'; readonly lines: readonly OrderingLine[] };

export interface TraceFill {
  readonly values: boolean;
  readonly adjoints: boolean;
  /** Names whose uses are asked for one by one. */
  readonly usesOf: readonly SourceText[];
}

export type FieldBody =
  | { readonly type: 'number' | 'expression' | 'shape' }
  | { readonly type: 'matrix' | 'tensor'; readonly shapeGiven: boolean; readonly freedom: PublicField['freedom'] }
  | { readonly type: 'cases'; readonly cases: readonly SourceText[] | null }
  | {
      readonly type: 'trace';
      readonly nodes: readonly SourceText[] | null;
      readonly fill: TraceFill;
      readonly wrt: readonly SourceText[] | null;
    }
  | { readonly type: 'derivation'; readonly from: SourceText }
  | {
      readonly type: 'choice';
      readonly many: boolean;
      readonly mistakes: readonly SourceText[];
      readonly options: readonly OptionTemplate[];
      readonly rightIf: SourceText | null;
      readonly show: number | null;
    }
  | { readonly type: 'ordering'; readonly lines: readonly OrderingLine[]; readonly extra: readonly SourceText[] }
  | {
      readonly type: 'find-error';
      readonly of: SourceText | null;
      readonly mistakes: readonly SourceText[];
      /** A line, or the wrong line with what should stand there. */
      readonly lines: readonly { readonly text: SourceText; readonly right: SourceText | null }[];
      readonly none: boolean;
    }
  | {
      readonly type: 'essay';
      readonly rubric: readonly { readonly criterion: SourceText; readonly levels: readonly SourceText[] }[];
      readonly length: string;
    };

export interface TemplateField extends FieldOptions {
  readonly id: string;
  readonly at: SourceText;
  readonly type: AnswerTypeName;
  readonly question: LocalText | null;
  readonly label: LocalText | null;
  readonly answer: SourceText | null;
  readonly points: number;
  readonly variables: readonly SourceText[] | null;
  readonly also: readonly AlsoTemplate[];
  readonly body: FieldBody;
}

/** The blocks that a template shares with a data file. */
export interface Mathematics {
  readonly variables: readonly TemplateVariable[];
  readonly parameters: readonly TemplateParameter[];
  readonly values: readonly TemplateParameter[];
  readonly define: readonly TemplateDefinition[];
  readonly require: readonly SourceText[];
  /** Wordings, of which one is drawn. */
  readonly statement: readonly LocalText[];
}

export interface DataFile extends Mathematics {
  readonly id: string;
  readonly title: LocalText;
  readonly calculator: boolean;
  readonly file: string;
  readonly hash: string;
}

export interface Figure {
  readonly kind: 'contours' | 'curve' | 'graph';
  readonly of: SourceText;
  /** The point of `at:` or `tangent:`. */
  readonly point: SourceText | null;
  readonly over: readonly [SourceText, SourceText] | null;
  /** Order of the Taylor polynomial about the point of `tangent:`. */
  readonly taylor: number | null;
}

export interface Template extends Mathematics {
  readonly id: string;
  readonly title: LocalText;
  readonly topic: string;
  readonly level: number;
  readonly source: string;
  readonly objectives: readonly LocalText[];
  readonly minutes: number | null;
  readonly version: number;
  /** Where the version stands, or would. */
  readonly versionPlace: Place;
  readonly calculator: boolean;
  readonly fewVariants: boolean;
  readonly data: SourceText | null;
  readonly defaults: FieldOptions;
  readonly figure: Figure | null;
  readonly fields: readonly TemplateField[];
  readonly solution: {
    readonly replace: LocalText | null;
    readonly before: LocalText | null;
    readonly after: LocalText | null;
    readonly detail: number | null;
  };
  readonly file: string;
  /** SHA-256 of the file, 64 hexadecimal digits. */
  readonly hash: string;
}

/** The text in the wanted language, else in the one the author wrote for all, else in English, else in any. */
export function inLocale(text: LocalText, locale: string): SourceText | undefined {
  const base = locale.split('-')[0] ?? locale;
  return text.get(locale) ?? text.get(base) ?? text.get('') ?? text.get('en') ?? [...text.values()][0];
}
