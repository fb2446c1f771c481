/**
 * Author texts ready to print: words, and mathematics that carries both what is set and what is said. Every
 * renderer takes its alternative texts from here, so a formula and its speech cannot drift apart.
 */
export type RichText = readonly RichPiece[];

export type RichPiece =
  | { readonly kind: 'text'; readonly text: string }
  /** `latex` without its dollars; `display` for a formula on a line of its own. */
  | { readonly kind: 'math'; readonly latex: string; readonly speech: string; readonly display: boolean };

export const NO_TEXT: RichText = [];

/** A text without mathematics. */
export const plainText = (text: string): RichText => (text === '' ? NO_TEXT : [{ kind: 'text', text }]);

/** The text as an author writes it: `$…$` and `$$…$$` around mathematics. */
export function richSource(rich: RichText): string {
  return rich.map((piece) => (piece.kind === 'text' ? piece.text : dollars(piece.latex, piece.display))).join('');
}

const dollars = (latex: string, display: boolean): string => (display ? `$$${latex}$$` : `$${latex}$`);

/** The text as it is read aloud. */
export function richSpeech(rich: RichText): string {
  return rich.map((piece) => (piece.kind === 'text' ? piece.text : piece.speech)).join('');
}
