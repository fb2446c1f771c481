/** Names and sizes as authors write them. */
import type { Reader } from './schema.ts';
import type { SourceText } from './source/source-node.ts';

/** A name of the language: letters, then an optional subscript. */
const NAME = /^\p{L}+(_?[\p{L}\d₀-₉]+|_\{[\p{L}\d]+\})?$/u;

export function readName(key: SourceText, what: string, reader: Reader): boolean {
  if (NAME.test(key.text)) return true;
  const bare = /^(\p{L}+\d*)\s*\(/u.exec(key.text)?.[1];
  const hint =
    bare === undefined
      ? 'A name is letters with an optional subscript: x, x1, theta, W_1.'
      : `There are no functions with arguments: name the formula \`${bare}\` and put values in with at(${bare}, x = …).`;
  reader.fail('bad-name', `\`${key.text}\` is no name for a ${what}`, key, hint);
  return false;
}

/** A space without dimensions. */
export const isPlainSpace = (written: string): boolean => /^(real|scalar|index)$/.test(written.trim());

/** `N x D`, `NxD`, `3`: the dimensions as written. Where spaces stand round an x, only those divide. */
export function dimensionsOf(written: string): readonly string[] {
  const text = written.trim();
  if (isPlainSpace(text)) return [text];
  return /\sx\s/.test(text) ? text.split(/\s+x\s+/) : text.replace(/\s+/g, '').split(/[x×]/);
}
