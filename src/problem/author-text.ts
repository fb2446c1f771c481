/** The pieces of an author's text: words, and mathematics, each with the formulas that are printed into it. */

import { issue } from '../base/issue.ts';
import { AuthorFault } from './fault.ts';
import { placeAt, type SourceText } from './source/source-node.ts';

/** What stands between: characters, or `{{ … }}`. */
export type TextPart =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'insert'; readonly formula: SourceText };

export interface TextSpan {
  readonly kind: 'text' | 'math' | 'display';
  readonly parts: readonly TextPart[];
}

/**
 * Divides a text into spans. `$…$` is mathematics, `$$…$$` on a line of its own, `\$` a dollar; `{{ … }}` prints a
 * formula and `{{{ n }}}` is a brace around one. Throws AuthorFault for what is not closed.
 */
export function readAuthorText(at: SourceText): readonly TextSpan[] {
  const { text } = at;
  const spans: TextSpan[] = [];
  let parts: TextPart[] = [];
  let literal = '';
  const open: { kind: TextSpan['kind'] } = { kind: 'text' };
  let opened = 0;
  const endLiteral = () => {
    if (literal !== '') parts.push({ kind: 'literal', text: literal });
    literal = '';
  };
  const endSpan = (next: TextSpan['kind']) => {
    endLiteral();
    if (parts.length > 0) spans.push({ kind: open.kind, parts });
    parts = [];
    open.kind = next;
  };
  for (let i = 0; i < text.length; ) {
    if (text.startsWith('\\$', i)) {
      literal += open.kind === 'text' ? '$' : '\\$';
      i += 2;
    } else if (text[i] === '$') {
      const width = text[i + 1] === '$' && open.kind !== 'math' ? 2 : 1;
      if (open.kind === 'text') opened = i;
      endSpan(open.kind !== 'text' ? 'text' : width === 2 ? 'display' : 'math');
      i += width;
    } else if (text.startsWith('{{{', i)) {
      // The outer brace is the author's, the inner two are the insert's.
      literal += '{';
      i += 1;
    } else if (text.startsWith('{{', i)) {
      const end = endOfInsert(text, i + 2);
      if (end < 0) throw unclosed(at, i, '`{{` is not closed', 'Write {{ f }}.');
      endLiteral();
      parts.push({ kind: 'insert', formula: part(at, i + 2, end) });
      i = end + 2;
    } else {
      literal += text[i];
      i += 1;
    }
  }
  if (open.kind !== 'text')
    throw unclosed(
      at,
      opened,
      'the `$` that opens this formula is not closed',
      'Write $…$ around mathematics, \\$ for a dollar.',
    );
  endSpan('text');
  return spans;
}

function unclosed(at: SourceText, index: number, message: string, hint: string): AuthorFault {
  return new AuthorFault(issue('unclosed', message, placeAt(at, index), hint));
}

/** The first `}}` outside the formula's own braces. */
function endOfInsert(text: string, from: number): number {
  let depth = 0;
  for (let i = from; i < text.length; i += 1) {
    if (text[i] === '{') depth += 1;
    else if (text[i] === '}') {
      if (depth === 0) return text[i + 1] === '}' ? i : -1;
      depth -= 1;
    }
  }
  return -1;
}

/** A stretch of a text with its own place, so that a mistake in it is shown where it stands. */
function part(at: SourceText, from: number, to: number): SourceText {
  const written = at.text.slice(from, to);
  const lead = written.length - written.trimStart().length;
  const place = placeAt(at, from + lead);
  const text = written.trim();
  return { kind: 'text', text, source: text, place, quoted: false };
}
