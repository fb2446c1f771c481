/** Author texts with their formulas printed in: what is set, and what is said. */
import { NO_TEXT, type RichPiece, type RichText } from '../answers/rich-text.ts';
import { printLatex, printShapeLatex } from '../expr/print/latex.ts';
import { latexName } from '../expr/print/names.ts';
import { printSpeech } from '../expr/print/speech.ts';
import { printText } from '../expr/print/text.ts';
import type { Node } from '../ir/node.ts';
import { readAuthorText, type TextPart, type TextSpan } from './author-text.ts';
import type { Context } from './context.ts';
import type { SourceText } from './source/source-node.ts';
import { inLocale, type LocalText } from './template.ts';
import { speakTex } from './tex-speech.ts';

export interface Wording {
  readonly locale: string;
  readonly layout: 'numerator' | 'denominator';
}

/** Prints author texts in one draw. */
export interface TextPrinter {
  readonly context: Context;
  readonly wording: Wording;
  /** Names that occur in this variant, for `{{ symbols }}` and `{{ values }}`; the variables in their order. */
  readonly occurring: ReadonlySet<string>;
  /** What a formula in a text stands for, turned for the layout. */
  readonly read: (formula: SourceText) => Node;
}

export type MathPiece = Extract<RichPiece, { readonly kind: 'math' }>;

/** Inserts that are no formulas. */
const SENTENCES = new Set(['symbols', 'values', 'orientation']);

export const isSentence = (formula: SourceText): boolean => SENTENCES.has(formula.text);

const isGerman = (w: Wording): boolean => w.locale.startsWith('de');
const languageOf = (w: Wording): 'en' | 'de' => (isGerman(w) ? 'de' : 'en');

export function printLocal(text: LocalText | null, printer: TextPrinter): RichText {
  const source = text === null ? undefined : inLocale(text, printer.wording.locale);
  return source === undefined ? NO_TEXT : printRich(source, printer);
}

/** @throws AuthorFault for what cannot be read or printed */
export function printRich(source: SourceText, printer: TextPrinter): RichText {
  return joined(readAuthorText(source).flatMap((span) => printSpan(span, printer)));
}

function printSpan(span: TextSpan, printer: TextPrinter): RichText {
  if (span.kind === 'text')
    return span.parts.flatMap((part) =>
      part.kind === 'literal' ? textPiece(part.text) : printInsert(part.formula, printer),
    );
  return [mathPiece(span.parts, span.kind === 'display', printer)];
}

/** A formula inside words: sentences bring their own mathematics, everything else is text. */
function printInsert(formula: SourceText, printer: TextPrinter): RichText {
  const sentence = printSentence(formula.text, printer);
  if (sentence !== null) return sentence;
  const words = wordsOf(formula.text, printer);
  if (words !== null) return printRich(words, printer);
  const node = printer.read(formula);
  return textPiece(printText(node, { decimalComma: isGerman(printer.wording) }).replace(/^-(?=[\d.])/, '−'));
}

const wordsOf = (name: string, printer: TextPrinter): SourceText | null => {
  const words = printer.context.wordsOf(name);
  return words === null ? null : (inLocale(words, printer.wording.locale) ?? null);
};

const textPiece = (text: string): RichText => (text === '' ? NO_TEXT : [{ kind: 'text', text }]);

function mathPiece(parts: readonly TextPart[], display: boolean, printer: TextPrinter): RichPiece {
  const lang = languageOf(printer.wording);
  let latex = '';
  let skeleton = '';
  const spoken: string[] = [];
  const insert = (tex: string, speech: string) => {
    latex += tex;
    skeleton += String.fromCharCode(0xe000 + spoken.length);
    spoken.push(speech);
  };
  for (const part of parts) {
    if (part.kind === 'literal') {
      latex += part.text;
      skeleton += part.text;
      continue;
    }
    const sentence = printSentence(part.formula.text, printer);
    const words = sentence === null ? wordsOf(part.formula.text, printer) : null;
    if (sentence !== null) {
      insert(
        sentence.map((p) => (p.kind === 'math' ? p.latex : `\\text{${p.text}}`)).join(''),
        sentence.map((p) => (p.kind === 'math' ? p.speech : p.text)).join(''),
      );
    } else if (words !== null) insert(words.text, speakTex(words.text, [], lang));
    else {
      const node = printer.read(part.formula);
      insert(latexOf(node, printer), printSpeech(node, lang));
    }
  }
  return { kind: 'math', latex: latex.trim(), speech: speakTex(skeleton, spoken, lang), display };
}

export function latexOf(node: Node, printer: Pick<TextPrinter, 'context' | 'wording'>): string {
  return printLatex(node, { latexNames: latexNames(printer.context), decimalComma: isGerman(printer.wording) });
}

function latexNames(context: Context): ReadonlyMap<string, string> {
  return new Map([...context.variables].flatMap(([name, v]) => (v.latex === null ? [] : [[name, v.latex] as const])));
}

/** A formula as a piece of its own. */
export const formulaPiece = (node: Node, printer: Pick<TextPrinter, 'context' | 'wording'>): MathPiece => ({
  kind: 'math',
  latex: latexOf(node, printer),
  speech: printSpeech(node, languageOf(printer.wording)),
  display: false,
});

function printSentence(name: string, printer: TextPrinter): RichText | null {
  const { context, wording, occurring } = printer;
  const german = isGerman(wording);
  switch (name) {
    case 'orientation':
      return textPiece(wording.layout === 'numerator' ? (german ? 'Zeilen' : 'row') : german ? 'Spalten' : 'column');
    case 'symbols': {
      const shown = [...context.variables.values()].filter(
        (v) => v.space.text !== 'index' && occurring.has(normal(v.name, context)),
      );
      return listed(
        shown.map((v) => declaration(normal(v.name, context), printer)),
        ', ',
        ', ',
      );
    }
    case 'values': {
      const shown = [...context.variables.keys()].filter((n) => occurring.has(n));
      const pieces = shown.flatMap((n): RichText[] => {
        const value = context.valueOf(n);
        return value === null ? [] : [[equationPiece(n, value, printer)]];
      });
      return listed(pieces, ', ', german ? ' und ' : ' and ');
    }
    default:
      return null;
  }
}

function normal(name: string, context: Context): string {
  for (const [key, v] of context.variables) if (v.name === name) return key;
  return name;
}

const symbolLatex = (name: string, context: Context): string => context.variables.get(name)?.latex ?? latexName(name);

/** `x = 0.3` */
export function equationPiece(name: string, value: Node, printer: TextPrinter): MathPiece {
  const symbol = symbolLatex(name, printer.context);
  const lang = languageOf(printer.wording);
  return {
    kind: 'math',
    latex: `${symbol} = ${latexOf(value, printer)}`,
    speech: speakTex(`${symbol} = \uE000`, [printSpeech(value, lang)], lang),
    display: false,
  };
}

const STRUCTURE_WORDS: ReadonlyMap<string, { readonly en: string; readonly de: string }> = new Map([
  ['symmetric', { en: 'symmetric', de: 'symmetrisch' }],
  ['diagonal', { en: 'diagonal', de: 'diagonal' }],
  ['positive-definite', { en: 'symmetric positive definite', de: 'symmetrisch positiv definit' }],
  ['orthogonal', { en: 'orthogonal', de: 'orthogonal' }],
  ['invertible', { en: 'invertible', de: 'invertierbar' }],
]);

/** `θ ∈ ℝ^D`, `λ > 0`, `S ∈ ℝ^{n×n} symmetric`. */
function declaration(name: string, printer: TextPrinter): RichText {
  const { context, wording } = printer;
  const variable = context.variables.get(name);
  const symbol = symbolLatex(name, context);
  const math = (latex: string): RichPiece => ({
    kind: 'math',
    latex,
    speech: speakTex(latex, [], languageOf(wording)),
    display: false,
  });
  const range = variable?.range ?? null;
  if (range !== null) {
    const [lo, hi] = range;
    if (lo === Number.NEGATIVE_INFINITY) return [math(`${symbol} < ${hi}`)];
    return [math(hi === Number.POSITIVE_INFINITY ? `${symbol} > ${lo}` : `${lo} < ${symbol} < ${hi}`)];
  }
  const shape = context.declarations.get(name)?.shape ?? [];
  const structure = STRUCTURE_WORDS.get(variable?.structure ?? '');
  const pieces = [math(`${symbol} \\in ${printShapeLatex(shape)}`)];
  return structure === undefined
    ? pieces
    : [...pieces, { kind: 'text', text: ` ${isGerman(wording) ? structure.de : structure.en}` }];
}

function listed(items: readonly RichText[], between: string, last: string): RichText {
  return items.flatMap((item, k) =>
    k === 0 ? item : [{ kind: 'text' as const, text: k === items.length - 1 ? last : between }, ...item],
  );
}

/** Neighbouring words as one piece, ends trimmed. */
function joined(pieces: readonly RichPiece[]): RichText {
  const out: RichPiece[] = [];
  for (const piece of pieces) {
    const before = out.at(-1);
    if (piece.kind === 'text' && before?.kind === 'text')
      out[out.length - 1] = { kind: 'text', text: before.text + piece.text };
    else out.push(piece);
  }
  return out.flatMap((piece, k): readonly RichPiece[] => {
    if (piece.kind === 'math') return [piece];
    const fromStart = k === 0 ? piece.text.trimStart() : piece.text;
    const text = k === out.length - 1 ? fromStart.trimEnd() : fromStart;
    return text === '' ? [] : [{ kind: 'text', text }];
  });
}
