/** Texts that are no answer to anything: every one must be refused as unreadable, none judged as wrong or right. */
import type { Stream } from '../../base/random.ts';

const PIECES: readonly string[] = [
  '(',
  ')',
  '*/',
  '+*',
  '^^',
  '§',
  '¿',
  '\u0000',
  '%%',
  '{{',
  '\\frac{',
  '[1 -2]',
  '@',
  '#',
  '&',
  ';;',
  '"',
  '`',
  '$',
  '~',
  '?',
  '!',
  '=>',
  '🙂',
  'sin^-1',
  '__proto__(',
  'constructor[',
];

/** One garbage text: a sign that no formula takes, or brackets that never close. */
export function garbage(from: Stream): string {
  const words = Array.from({ length: from.integer(0, 4) }, () =>
    from.pick(['x', '2', 'sin(', '+', 'y^', 'qqq', '3.', ' ']),
  );
  const at = from.integer(0, words.length);
  return [...words.slice(0, at), from.pick(PIECES), ...words.slice(at), from.pick(['((', '§', '[[(', ')*)', '%'])].join(
    '',
  );
}
