/** Plain text in LaTeX's own fonts: every character is written with commands that any installation has. */

const SIGNS: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  $: '\\$',
  '&': '\\&',
  '#': '\\#',
  '%': '\\%',
  _: '\\_',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
  '<': '$<$',
  '>': '$>$',
  '|': '$|$',
  '"': "''",
  '\u00a0': '~',
  '–': '--',
  '—': '---',
  '‘': '`',
  '’': "'",
  '“': '``',
  '”': "''",
  '„': ',,',
  '«': '$\\ll$',
  '»': '$\\gg$',
  '…': '\\dots{}',
  '•': '$\\bullet$',
  '§': '\\S{}',
  '°': '$^\\circ$',
  '·': '$\\cdot$',
  '×': '$\\times$',
  '÷': '$\\div$',
  '±': '$\\pm$',
  '−': '$-$',
  '≤': '$\\le$',
  '≥': '$\\ge$',
  '≠': '$\\ne$',
  '≈': '$\\approx$',
  '∈': '$\\in$',
  '∞': '$\\infty$',
  '→': '$\\to$',
  '←': '$\\leftarrow$',
  '⇒': '$\\Rightarrow$',
  '∂': '$\\partial$',
  '∇': '$\\nabla$',
  '√': '$\\surd$',
  '‖': '$\\Vert$',
  ᵀ: '$^\\top$',
  ℝ: '$\\mathbb{R}$',
  '²': '$^2$',
  '³': '$^3$',
  ß: '\\ss{}',
  æ: '\\ae{}',
  Æ: '\\AE{}',
  œ: '\\oe{}',
  Œ: '\\OE{}',
  ø: '\\o{}',
  Ø: '\\O{}',
  ł: '\\l{}',
  Ł: '\\L{}',
  ı: '\\i{}',
  đ: 'd',
  Đ: 'D',
};

/** Combining marks and the accents they stand for. */
const ACCENTS: Readonly<Record<string, string>> = {
  '\u0300': '`',
  '\u0301': "'",
  '\u0302': '^',
  '\u0303': '~',
  '\u0304': '=',
  '\u0306': 'u',
  '\u0307': '.',
  '\u0308': '"',
  '\u030a': 'r',
  '\u030b': 'H',
  '\u030c': 'v',
  '\u0323': 'd',
  '\u0327': 'c',
  '\u0328': 'c',
  '\u031b': '',
  '\u0309': '',
};

const GREEK = new Map(
  'α alpha β beta γ gamma δ delta ε varepsilon ϵ epsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho σ sigma τ tau υ upsilon φ varphi ϕ phi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Φ Phi Ψ Psi Ω Omega'
    .match(/\S+ \S+/g)
    ?.map((pair): readonly [string, string] => [pair.slice(0, 1), pair.slice(2)]),
);

/** Text between formulas. A character that LaTeX's first fonts have not becomes a question mark. */
export function latexWords(text: string): string {
  return [...text.normalize('NFC')].map(latexCharacter).join('');
}

function latexCharacter(character: string): string {
  const sign = SIGNS[character];
  if (sign !== undefined) return sign;
  if (/[\n\t\x20-\x7e]/.test(character)) return character;
  const greek = GREEK.get(character);
  if (greek !== undefined) return `$\\${greek}$`;
  const [base = '', ...marks] = [...character.normalize('NFD')];
  if (!/[A-Za-z]/.test(base) || marks.length === 0) return '?';
  return marks.reduce((inner, mark) => {
    const accent = ACCENTS[mark];
    return accent === undefined || accent === '' ? inner : `\\${accent}{${dotless(inner)}}`;
  }, base);
}

/** An i under an accent has no dot. */
const dotless = (base: string): string => (base === 'i' || base === 'j' ? `\\${base}` : base);
