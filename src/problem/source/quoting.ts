/** Where a text stands: inside `{ }` or `[ ]` YAML reserves more characters than on a line of its own. */
export type Context = 'block' | 'flow';

/** Why YAML would refuse or change a text that stands without quotes. */
export interface Trap {
  readonly code: string;
  readonly message: string;
}

const trap = (code: string, message: string): Trap => ({ code, message });

/**
 * What would go wrong with a text written without quotes, or undefined when YAML reads it as it stands.
 * Source: YAML 1.2.2, 7.3.3 (plain style).
 */
export function findTrap(text: string, context: Context): Trap | undefined {
  const [first = ''] = text;
  if (/^[[{]/.test(text)) {
    return trap('bracket-at-start', `YAML reads the \`${first}\` at the start as the beginning of a list or map`);
  }
  if (/^[&*!|>%@`'"#,\]}]/.test(text) || /^[-?:]($|[ \t\n])/.test(text)) {
    return trap('sign-at-start', `YAML does not read a text that starts with \`${first}\` as it stands`);
  }
  if (/:([ \t\n]|$)/.test(text)) return trap('colon-in-text', 'YAML reads a colon inside a text as the end of a name');
  if (/[ \t\n]#/.test(text)) return trap('hash-in-text', 'YAML reads `#` after a space as the start of a comment');
  if (context === 'flow') {
    if (/[,]/.test(text)) return trap('comma-in-text', 'YAML reads a comma inside brackets as the end of an entry');
    if (/[[\]{}]/.test(text)) return trap('bracket-in-text', 'YAML reads brackets inside brackets as lists and maps');
    if (/^[-?:][,[\]{}]|:[,[\]{}]/.test(text))
      return trap('colon-in-text', 'YAML reads this colon as the end of a name');
  }
  return undefined;
}

/** The text in quotes that YAML reads back unchanged; double quotes unless they would need escapes. */
export function quote(text: string): string {
  return /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}

/** A text that runs over several lines, as YAML reads it: a line break is a space, an empty line a line break. */
export function fold(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/^[ \t\r]+|[ \t\r]+$/g, ''))
    .join('\n')
    .replace(/\n+/g, (breaks) => (breaks.length === 1 ? ' ' : '\n'.repeat(breaks.length - 1)));
}
