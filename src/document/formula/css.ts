import { changeFace, type FontFace, type MathFontName } from './font-face.ts';
import type { KatexNode } from './katex-tree.ts';

/** Advance width of a code point in em, or undefined where the font lacks it. */
export type Advance = (font: MathFontName, codePoint: number) => number | undefined;

/** What CSS would hand down. `scale` is the font size in em of the formula. */
export type WalkState = {
  readonly face: FontFace;
  readonly scale: number;
  readonly align: 'left' | 'center' | 'right';
  readonly advance: Advance;
};

// \tiny … \Huge, as in KaTeX's style sheet.
const sizes = [0, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.44, 1.728, 2.074, 2.488];

const alignments: Readonly<Record<string, WalkState['align']>> = {
  mfrac: 'center',
  msupsub: 'left',
  'op-limits': 'center',
  'katex-accent': 'center',
  'col-align-c': 'center',
  'col-align-l': 'left',
  'col-align-r': 'right',
  'svg-align': 'left',
  'x-arrow': 'center',
  mover: 'center',
  munder: 'center',
};

/** Classes without an effect on positions. */
const neutral: ReadonlySet<string> = new Set([
  '',
  'mord',
  'mop',
  'mbin',
  'mrel',
  'mopen',
  'mclose',
  'mpunct',
  'minner',
  'mtight',
  'text',
  'katex-base',
  'op-symbol',
  'delimcenter',
  'delimsizing',
  'delimsizinginner',
  'mult',
  'mtable',
  'sqrt',
  'katex-overline',
  'katex-underline',
  'katex-sizing',
  'fontsize-ensurer',
  'nobreak',
  'allowbreak',
  'mspace',
  'katex-smash',
  'katex-vbox',
  'katex-inner',
  'katex-fix',
  'arraycolsep',
  'accent-full',
  'vcenter',
  'overlay',
  'katex-overlay',
  'svg-align',
  'nulldelimiter',
  'katex-root',
  'accent-body',
  'katex-rule',
  'boxpad',
  'x-arrow-pad',
  'vertical-separator',
  'katex-thinbox',
  'rlap',
  'llap',
  'clap',
  'katex-stretchy',
  'hide-tail',
  'fbox',
  'frac-line',
  'overline-line',
  'underline-line',
  'katex-hline',
  'vlist-t',
  'vlist-t2',
]);

const knownStyles: ReadonlySet<string> = new Set([
  'height',
  'width',
  'minWidth',
  'top',
  'left',
  'bottom',
  'marginLeft',
  'marginRight',
  'margin',
  'paddingLeft',
  'position',
  'verticalAlign',
  'borderBottomWidth',
  'borderRightWidth',
  'borderRightStyle',
  'borderTopWidth',
  'borderStyle',
  'borderWidth',
  'color',
]);

/** A length of KaTeX's inline styles, in em of the element. */
export function em(value: string | undefined): number {
  if (value === undefined || value === '0') return 0;
  const match = /^(-?[\d.]+(?:e-?\d+)?)em$/.exec(value);
  if (match === null) throw new Error(`length ${value} is not in em`);
  return Number(match[1]);
}

export function applyClasses(node: KatexNode, state: WalkState): WalkState {
  const classes = node.classes ?? [];
  let { face, scale, align } = state;
  let from: number | undefined;
  let to: number | undefined;
  for (const name of classes) {
    const changed = changeFace(face, name);
    const reset = /^reset-size(\d+)$/.exec(name)?.[1];
    const size = /^size(\d+)$/.exec(name)?.[1];
    const delim = /^delim-size([14])$/.exec(name)?.[1];
    if (changed !== undefined) face = changed;
    else if (Object.hasOwn(alignments, name)) align = alignments[name] ?? align;
    else if (reset !== undefined) from = sizes[Number(reset)];
    else if (size !== undefined && classes.includes('delimsizing')) face = { ...face, family: sizeFamily(size) };
    else if (size !== undefined) to = sizes[Number(size)];
    else if (delim !== undefined) face = { ...face, family: sizeFamily(delim) };
    else if (!neutral.has(name)) throw new Error(`KaTeX class "${name}" is not known to the formula layout`);
  }
  for (const name of Object.keys(node.style ?? {}))
    if (!knownStyles.has(name)) throw new Error(`KaTeX style "${name}" is not known to the formula layout`);
  const color = node.style?.color;
  if (color !== undefined && color !== 'transparent')
    throw new Error('colour in a formula is not known to the formula layout');
  if (from !== undefined && to !== undefined) scale *= to / from;
  return { face, scale, align, advance: state.advance };
}

function sizeFamily(size: string): FontFace['family'] {
  switch (size) {
    case '1':
      return 'Size1';
    case '2':
      return 'Size2';
    case '3':
      return 'Size3';
    case '4':
      return 'Size4';
    default:
      throw new Error(`delimiter size ${size} does not exist`);
  }
}
