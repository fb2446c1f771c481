import type { InputItem, Options } from 'tex-linebreak';
import type { Formula, Language } from '../doc.ts';
import type { FontLibrary } from '../fonts/library.ts';
import type { Strings } from '../strings/strings.ts';

/** Something on a page that is not as it should be; tests hold the list empty. */
export type LayoutIssue = {
  readonly kind: 'overfull' | 'clipped' | 'overlap' | 'orphan' | 'missing-glyph';
  /** How far over, in pt; 0 where it is no length. */
  readonly by: number;
  readonly page?: number;
  readonly what: string;
};

type Linebreak = Pick<typeof import('tex-linebreak'), 'breakLines' | 'MaxAdjustmentExceededError'>;
type BreakLines = (items: InputItem[], width: number, options: Partial<Options>) => readonly number[] | undefined;

/** What every block needs to be set: fonts, line breaker, hyphenation, texts, and a place for issues. */
export type Setter = {
  readonly library: FontLibrary;
  /** Knuth and Plass; undefined where no breaks within the options exist. */
  readonly breakLines: BreakLines;
  /** A word cut at its hyphenation points. */
  readonly hyphenate: (word: string) => readonly string[];
  readonly strings: Strings;
  readonly report: (issue: LayoutIssue) => void;
};

type Tools = { readonly breakLines: BreakLines; readonly hyphenate: (word: string) => readonly string[] };
const tools = new Map<Language, Promise<Tools>>();

function isLinebreak(value: unknown): value is Linebreak {
  return typeof value === 'object' && value !== null && 'breakLines' in value && 'MaxAdjustmentExceededError' in value;
}

/** Node finds no named exports in this package's bundle, other loaders do. */
function linebreakOf(module: object): Linebreak {
  for (const candidate of [module, 'default' in module ? module.default : undefined])
    if (isLinebreak(candidate)) return candidate;
  throw new Error('this tex-linebreak has no breakLines');
}

async function loadTools(lang: Language): Promise<Tools> {
  const [linebreak, language] = await Promise.all([
    import('tex-linebreak'),
    lang === 'de' ? import('hyphen/de-1996/index.js') : import('hyphen/en-us/index.js'),
  ]);
  const memo = new Map<string, readonly string[]>();
  const hyphenate = (word: string): readonly string[] => {
    const known = memo.get(word);
    if (known !== undefined) return known;
    if (memo.size > 10_000) memo.clear();
    const parts = language.default.hyphenateSync(word).split('\u00ad');
    memo.set(word, parts);
    return parts;
  };
  const { breakLines, MaxAdjustmentExceededError } = linebreakOf(linebreak);
  return {
    hyphenate,
    breakLines: (items, width, options) => {
      try {
        return breakLines(items, width, options);
      } catch (error) {
        if (error instanceof MaxAdjustmentExceededError) return undefined;
        throw error;
      }
    },
  };
}

/** Loads the line breaker and the patterns of a language once per process. */
export function typesettingTools(lang: Language): Promise<Tools> {
  let loading = tools.get(lang);
  if (loading === undefined) {
    loading = loadTools(lang);
    tools.set(lang, loading);
  }
  return loading;
}

/** Identity of a formula within a paragraph: its parts on two lines are one formula to a reader. */
export type PlacedFormula = { readonly formula: Formula; readonly index: number };
