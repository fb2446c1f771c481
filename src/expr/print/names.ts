/** Names as LaTeX and as words: `theta1` → `\theta_{1}`, "theta 1". */
import { greekNames } from '../parse/names.ts';

/** Letters, digits and a subscript of a name. */
export function nameParts(name: string): { readonly head: string; readonly sub: string } {
  const m = /^(\p{L}+?)(?:_(.+)|(\d+))?$/u.exec(name);
  return m ? { head: m[1] ?? name, sub: m[2] ?? m[3] ?? '' } : { head: name, sub: '' };
}

function latexWord(word: string): string {
  if (greekNames.has(word)) return greekCommand(word);
  if (word === 'eps') return '\\varepsilon';
  return [...word].length === 1 ? word : `\\mathrm{${word}}`;
}

/** Greek capitals that look Latin have no command of their own in TeX. */
const LATIN_CAPITALS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    Alpha: 'A',
    Beta: 'B',
    Epsilon: 'E',
    Zeta: 'Z',
    Eta: 'H',
    Iota: 'I',
    Kappa: 'K',
    Mu: 'M',
    Nu: 'N',
    Omicron: 'O',
    Rho: 'P',
    Tau: 'T',
    Chi: 'X',
  }),
);
const greekCommand = (word: string): string => {
  const latin = LATIN_CAPITALS.get(word);
  return latin === undefined ? (word === 'omicron' ? 'o' : `\\${word}`) : `\\mathrm{${latin}}`;
};

/** The name in LaTeX, subscripts and Greek letters as they should look. */
export function latexName(name: string): string {
  const { head, sub } = nameParts(name);
  if (sub === '') return latexWord(head);
  const inner = /^\d+$/.test(sub) ? sub : latexWord(sub);
  return `${latexWord(head)}_{${inner}}`;
}

/** The name as it is said; capitals are said, since X and x are different things. */
export function spokenName(name: string): string {
  const { head, sub } = nameParts(name);
  const word = greekNames.has(head)
    ? /^[A-Z]/.test(head)
      ? `capital ${head.toLowerCase()}`
      : head
    : /^[A-Z]$/.test(head)
      ? `capital ${head.toLowerCase()}`
      : head;
  return sub === '' ? word : `${word} sub ${sub}`;
}
