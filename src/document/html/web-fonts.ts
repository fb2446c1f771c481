import type { Blocks, Inlines } from '../doc.ts';
import type { FontLibrary, FontName, TextFontName } from '../fonts/library.ts';
import type { MathFontName } from '../formula/font-face.ts';
import { mathFace } from './label.ts';
import { eachFormula } from './view.ts';

/** Without hinting and without the small capitals and old-style figures that substitution could reach: a third of the bytes. */
const lean = { targetFormat: 'woff2', noHinting: true, noLayoutClosure: true } as const;

type Subset = (font: Uint8Array, text: string, options: typeof lean) => Promise<Uint8Array>;

/** What most pages of a course use: one subset serves them all, made once per process. */
const latin =
  ' !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~ §«»°·×÷ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿ–—‘’“”„…−•ﬀﬁﬂﬃﬄ';
const common: Readonly<Partial<Record<MathFontName, string>>> = {
  'Main-Regular': `${latin.slice(0, 95)}ΓΔΘΛΞΠΣΥΦΨΩ∂∇∈∉∑∏∫√∞±∓∘∙·⋅×÷≤≥≠≈≡∼→←↦⇒⇔⊤⊥∥∣∀∃¬∧∨∩∪⊂⊆⊗⊕⊙⋯…⋮⋱′−⟨⟩⌊⌋⌈⌉ˉˆ˜˙∅ℓℜ\u00a0\u0338`,
  'Math-Italic': 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyzαβγδεζηθικλμνξοπρστυφχψωϑϕϖϱϵΓΔΘΛΞΠΣΥΦΨΩ',
  'AMS-Regular': 'ABCDEFGHIJKLMNOPQRSTUVWXYZ⊙≜',
};
const commonText = latin;

const families: Readonly<
  Record<TextFontName, { readonly family: string; readonly weight: number; readonly style: string }>
> = {
  serif: { family: 'CMU Serif', weight: 400, style: 'normal' },
  'serif-bold': { family: 'CMU Serif', weight: 700, style: 'normal' },
  'serif-italic': { family: 'CMU Serif', weight: 400, style: 'italic' },
  'serif-bold-italic': { family: 'CMU Serif', weight: 700, style: 'italic' },
  mono: { family: 'CMU Typewriter', weight: 400, style: 'normal' },
};

function isText(name: FontName): name is TextFontName {
  return Object.hasOwn(families, name);
}

function faceRule(name: FontName, base64: string): string {
  const face = isText(name) ? families[name] : mathFace(name);
  return `@font-face{font-family:"${face.family}";font-weight:${face.weight};font-style:${face.style};src:url(data:font/woff2;base64,${base64}) format("woff2")}`;
}

/** Characters by font that a document needs. */
function neededCharacters(
  blocks: Blocks,
  extraText: readonly string[],
  library: FontLibrary,
): ReadonlyMap<FontName, ReadonlySet<string>> {
  const needed = new Map<FontName, Set<string>>();
  const add = (name: FontName, text: string): void => {
    const set = needed.get(name) ?? new Set();
    for (const character of text) set.add(character);
    needed.set(name, set);
  };
  const inlines = (content: Inlines, name: TextFontName): void => {
    for (const inline of content) {
      if (inline.kind === 'text') add(name, inline.text);
      else if (inline.kind === 'code') add('mono', inline.text);
      else if (inline.kind === 'strong')
        inlines(inline.inlines, name.includes('italic') ? 'serif-bold-italic' : 'serif-bold');
      else if (inline.kind === 'emphasis')
        inlines(inline.inlines, name.includes('bold') ? 'serif-bold-italic' : 'serif-italic');
    }
  };
  eachFormula(blocks, (formula, display) => {
    for (const piece of library.setFormula(formula.latex, display ? 'display' : 'inline').pieces)
      for (const item of piece.items) if (item.kind === 'glyphs') add(item.font, item.text);
  });
  const visit = (content: Blocks): void => {
    for (const block of content) {
      switch (block.kind) {
        case 'heading':
          inlines(block.inlines, 'serif-bold');
          break;
        case 'paragraph':
          inlines(block.inlines, 'serif');
          break;
        case 'derivation':
          for (const row of block.rows) inlines(row.note, 'serif');
          break;
        case 'list':
          block.items.forEach(visit);
          break;
        case 'table':
          for (const cell of block.header) inlines(cell, 'serif-bold');
          for (const cell of [block.caption, ...block.rows.flat()]) inlines(cell, 'serif');
          break;
        case 'figure':
          inlines(block.caption, 'serif');
          break;
        case 'group':
          visit(block.blocks);
          break;
        case 'answer': {
          inlines(block.answer.label, 'serif');
          inlines(block.answer.hint, 'serif-italic');
          const { input } = block.answer;
          if (input.kind === 'choice') for (const option of input.options) visit(option.blocks);
          else if (input.kind === 'ordering') for (const line of input.lines) visit(line.blocks);
          else if (input.kind === 'find-error') input.lines.forEach(visit);
          break;
        }
        case 'marks':
          for (const row of block.rows) add('serif', row.label);
          break;
        case 'display':
        case 'rule':
        case 'pageBreak':
          break;
      }
    }
  };
  visit(blocks);
  for (const text of extraText) for (const name of ['serif', 'serif-bold'] as const) add(name, text);
  return needed;
}

export type WebFonts = (blocks: Blocks, extraText: readonly string[]) => Promise<string>;

/** A maker of @font-face rules with the fonts a document needs, subset and inlined; memoised by font and characters. */
export function webFonts(library: FontLibrary, subset: Subset): WebFonts {
  const memo = new Map<string, Promise<string>>();
  return async (blocks, extraText) => {
    const needed = neededCharacters(blocks, extraText, library);
    const rules = [...needed]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, characters]) => {
        const base = isText(name) ? commonText : (common[name] ?? '');
        const extra = [...characters].filter((character) => !base.includes(character)).sort();
        const text = base + extra.join('');
        const key = `${name}\n${extra.join('')}`;
        let rule = memo.get(key);
        if (rule === undefined) {
          if (memo.size > 400) memo.clear();
          rule = subset(library.bytes(name), text, lean).then((bytes) =>
            faceRule(name, Buffer.from(bytes).toString('base64')),
          );
          memo.set(key, rule);
        }
        return rule;
      });
    return (await Promise.all(rules)).join('\n');
  };
}
