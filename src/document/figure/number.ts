/** Numbers of figures: short, in LaTeX and in words. */
import type { Formula, Language } from '../doc.ts';

/** At most `digits` significant digits, never in powers of ten where plain digits do. */
export function shortNumber(v: number, lang: Language, digits = 4): string {
  const text = `${Number(v.toPrecision(digits))}`;
  const signed = text.replace(/^-/, '−').replace('e-', 'e−');
  return lang === 'de' ? signed.replace('.', ',') : signed;
}

export function numberFormula(v: number, lang: Language, digits = 4): Formula {
  const said = shortNumber(v, lang, digits);
  const [mantissa = said, exponent] = said.replaceAll('−', '-').split('e');
  const plain = mantissa.replace(',', '{,}');
  return {
    latex: exponent === undefined ? plain : `${plain}\\cdot 10^{${Number(exponent)}}`,
    speech: said.replaceAll('−', 'minus '),
  };
}

/** A coordinate on the page, to a tenth of a point. */
export const tenth = (v: number): number => Math.round(v * 10) / 10 + 0;
