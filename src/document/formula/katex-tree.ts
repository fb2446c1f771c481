/**
 * The part of KaTeX's box tree that the walker reads. `__renderToHTMLTree` is
 * not a public interface of KaTeX: the exact version is pinned, the walker
 * throws on anything it does not know, and a test compares positions with
 * KaTeX's own HTML in a browser.
 */
export type KatexNode = {
  readonly classes?: readonly string[];
  readonly style?: Readonly<Record<string, string | undefined>>;
  readonly children?: readonly KatexNode[];
  readonly attributes?: Readonly<Record<string, string>>;
  readonly height?: number;
  readonly depth?: number;
  /** Italic correction, a right margin in em; only on symbols counted. */
  readonly italic?: number;
  /** Present on symbols only. */
  readonly text?: string;
  /** Present on SVG paths only. */
  readonly pathName?: string;
  toMarkup(): string;
};

/** The functions of KaTeX that this folder uses. */
export type Katex = {
  __renderToHTMLTree(tex: string, options: KatexOptions): KatexNode;
  renderToString(tex: string, options: KatexOptions): string;
};

export type KatexOptions = {
  readonly displayMode: boolean;
  readonly throwOnError: true;
  readonly strict: 'ignore';
  readonly output?: 'htmlAndMathml';
};

function isKatex(value: unknown): value is Katex {
  return (
    typeof value === 'object' &&
    value !== null &&
    '__renderToHTMLTree' in value &&
    typeof value.__renderToHTMLTree === 'function' &&
    'renderToString' in value &&
    typeof value.renderToString === 'function'
  );
}

/** Loads KaTeX on first use (it costs tens of milliseconds). */
export async function loadKatex(): Promise<Katex> {
  const module: unknown = (await import('katex')).default;
  if (!isKatex(module)) throw new Error('this KaTeX has no __renderToHTMLTree: pin the version in package.json');
  return module;
}
