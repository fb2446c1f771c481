import { describe, expect, it } from 'vitest';
import { richSource, richSpeech } from '../../src/answers/rich-text.ts';
import { speakTex } from '../../src/problem/tex-speech.ts';
import { sampleTemplate, variantOf } from './support/templates.ts';

const HEAD = `
variables: { x: real, y: real, A: m x n, theta: { shape: n, latex: "\\\\boldsymbol\\\\theta" }, lambda: { range: [0, inf] }, S: { shape: n x n, is: positive definite } }
`;

/** The statement of a template with these blocks. */
function statementOf(blocks: string, text: string, options: Parameters<typeof variantOf>[2] = {}) {
  const t = sampleTemplate(`${HEAD}${blocks}\nstatement: |\n  ${text}\nfields: { d: { type: number, answer: "2" } }\n`);
  return variantOf(t, 1, options).public.statement;
}

/** As source; x^{2} and x^2 are the same TeX. */
const printed = (blocks: string, text: string, options?: Parameters<typeof variantOf>[2]) =>
  richSource(statementOf(blocks, text, options)).replace(/\^\{(\w)\}/g, '^$1');

describe('author texts', () => {
  it('print formulas as mathematics inside dollars and as text outside', () => {
    expect(printed('define: { f: x^2 + 2*y }', 'Let $f = {{ f }}$, that is {{ f }}.')).toBe(
      'Let $f = x^2 + 2 y$, that is x^2 + 2*y.',
    );
  });

  it('keep what the author wrote, with parameters put in as a textbook would', () => {
    const blocks = (a: number, b: number, n: number) =>
      `parameters:\n  a: { choice: [${a}] }\n  b: { choice: [${b}] }\n  k: { choice: [${n}] }\n`;
    expect(printed(blocks(1, -3, 1), '$ {{ (a*x + b*y^k)^2 }}$')).toBe('$(x - 3 y)^2$');
    expect(printed(blocks(-1, 1, 2), '$ {{ a*x + b*y^k }}$')).toBe('$-x + y^2$');
    expect(printed(blocks(2, 0, 3), '$ {{ a*x + b*y^k }}$')).toBe('$2 x$');
    expect(printed(blocks(6, 4, 0), '$ {{ a/b*x + (a - b)*y^k }}$')).toBe('$\\frac{3 x}{2} + 2$');
    expect(printed(blocks(2, 3, 2), '$ {{ [a*b, a + b; 1, a^k] * x }}$')).toMatch(/6 & 5 \\\\ 1 & 4/);
  });

  it('carry out derivatives and work out numbers', () => {
    expect(printed('', '$ {{ diff(x^3*y, x) }}$ and $ {{ 2/4 + sqrt(9) }}$')).toBe('$3 x^2 y$ and $\\frac{7}{2}$');
  });

  it('{{{ n }}} is a brace around a formula', () => {
    expect(printed('parameters: { k: { choice: [12] } }', '$\\mathbb R^{{{ k }}}$')).toBe('$\\mathbb R^{12}$');
  });

  it('displayed formulas and escaped dollars', () => {
    const statement = statementOf('', 'For 5 \\$: $$x^2$$ and $y$.');
    expect(statement.map((p) => (p.kind === 'math' ? [p.latex, p.display] : p.text))).toEqual([
      'For 5 $: ',
      ['x^2', true],
      ' and ',
      ['y', false],
      '.',
    ]);
  });

  it('symbols: only those that occur, with range, structure and the LaTeX the author chose', () => {
    expect(printed('define: { f: norm(A*theta)^2 + lambda*x }', 'Let $ {{ f }}$ with {{ symbols }}.')).toMatch(
      /with \$x \\in \\mathbb\{R\}\$, \$A \\in \\mathbb\{R\}\^\{m \\times n\}\$, \$\\boldsymbol\\theta \\in \\mathbb\{R\}\^n\$, \$\\lambda > 0\$\.$/,
    );
    expect(printed("define: { f: theta'*S*theta }", 'Let $ {{ f }}$ with {{ symbols }}.', { locale: 'de' })).toMatch(
      /symmetrisch positiv definit\.$/,
    );
  });

  it('values: those of the variables that occur, as equations', () => {
    const values =
      'values: { x: { choice: [-3] }, y: { choice: [1/2] }, theta: { vector: 2, integer: [1, 1] } }\ndefine: { f: x^2*y }';
    expect(printed(values, 'Take $ {{ f }}$ at {{ values }}.')).toBe(
      'Take $x^2 y$ at $x = -3$ and $y = \\frac{1}{2}$.',
    );
    expect(printed(values, 'Nimm $ {{ f }}$ bei {{ values }}.', { locale: 'de' })).toBe(
      'Nimm $x^2 y$ bei $x = -3$ und $y = \\frac{1}{2}$.',
    );
  });

  it('the decimal comma follows the locale, in mathematics and in text', () => {
    const values = 'calculator: yes\nvalues: { x: { choice: [0.25] } }';
    expect(printed(values, 'Bei $x = {{ value(x) }}$, also {{ value(x) }}.', { locale: 'de' })).toBe(
      'Bei $x = 0{,}25$, also 0,25.',
    );
  });

  it('orientation follows the layout', () => {
    expect(printed('', 'a {{ orientation }} vector')).toBe('a row vector');
    expect(printed('', 'a {{ orientation }} vector', { layout: 'denominator' })).toBe('a column vector');
  });

  it('words are printed as they are, inside mathematics too', () => {
    expect(printed('parameters: { M: { words: [B] } }', 'the matrix {{ M }}, that is ${{ M }}_{ij}$')).toBe(
      'the matrix B, that is $B_{ij}$',
    );
  });

  it('named(f) keeps the names a formula is built from; numbers are put in all the same', () => {
    const blocks = 'parameters: { k: { choice: [3] } }\ndefine:\n  u: k*x + y\n  f: u^2 + k\n';
    expect(printed(blocks, '$ {{ named(f) }}$ with $u = {{ u }}$')).toBe('$u^2 + 3$ with $u = 3 x + y$');
  });

  it('one of several wordings is drawn, the k-th in each language for the k-th', () => {
    const t = sampleTemplate(
      'statement:\n  en: [one, two]\n  de: [eins, zwei]\nfields: { d: { type: number, answer: "2" } }\n',
    );
    const pairs = Array.from({ length: 40 }, (_, seed) =>
      (['en', 'de'] as const).map((locale) => richSource(variantOf(t, seed, { locale }).public.statement)).join(),
    );
    expect([...new Set(pairs)].sort()).toEqual(['one,eins', 'two,zwei']);
  });
});

describe('speech of author texts', () => {
  it.each([
    ['\\partial f / \\partial x', 'partial f over partial x'],
    ['\\frac{\\partial L}{\\partial \\theta}', 'partial capital L over partial theta'],
    ['\\nabla f', 'nabla f'],
    ['\\nabla^2 L', 'nabla squared capital L'],
    ["f'(x)", 'f prime of x'],
    ['f(x, y)', 'f of x, y'],
    ['(x + y)^2', 'open parenthesis x plus y close parenthesis squared'],
    ['x \\in \\mathbb R^3', 'x in R 3'],
    ['\\Phi \\in \\mathbb{R}^{N \\times D}', 'capital phi in R capital N by capital D'],
    ['h = f \\circ g', 'h equals f composed with g'],
    ['\\hat y - y', 'y hat minus y'],
    ['\\mathrm dh / \\mathrm dt', 'd h over d t'],
    ['e^\\top e', 'e transpose e'],
    ['A^{-1}', 'capital A inverse'],
    ['\\lambda_{\\max}', 'lambda sub maximum'],
    ['\\|y - \\Phi\\theta\\|^2', 'the norm of y minus capital phi theta end norm squared'],
  ])('%s', (tex, words) => expect(speakTex(tex)).toBe(words));

  it('in German', () => {
    expect(speakTex('\\partial f(x) / \\partial x = A^{-1}', [], 'de')).toBe(
      'partiell f von x durch partiell x gleich groß A invers',
    );
    const [, math] = statementOf('', 'Sei $x + {{ y^2 }}$', { locale: 'de' });
    expect(math?.kind === 'math' ? math.speech : '').toMatch(/^x plus y (hoch 2|Quadrat|zum Quadrat)$/);
  });

  it('formulas printed into TeX bring their own words', () => {
    const statement = statementOf('define: { f: x^2 }', 'Let $g(x) = {{ f }} + c$.');
    expect(richSpeech(statement)).toBe('Let g of x equals x squared plus c.');
  });

  it('never fails, whatever is written', () => {
    for (const tex of ['', '{', '}', '\\', '^', '_', '\\frac{', '$', '\\unknown{x}', '(()', '\uE005'])
      expect(typeof speakTex(tex)).toBe('string');
  });
});
