import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ExportBundle } from '../../src/exports/contract.ts';
import { moodleStack } from '../../src/exports/moodle-stack.ts';
import { castext, pick } from '../../src/exports/stack-question.ts';
import { printMaxima } from '../../src/expr/print/maxima.ts';
import { SCALAR, shapeOf } from '../../src/ir/shape.ts';
import { bundleOf, lectureCatalogue } from './support/bundles.ts';
import { child, children, readQuestions, textOf, type XmlNode } from './support/moodle-reader.ts';
import { expression, specimen } from './support/specimen.ts';
import { stackTrials } from './support/stack-trials.ts';

const POINTS = { expressions: 'points', strict: false } as const;
const lecture = bundleOf(lectureCatalogue(), 3);

async function stackQuestions(bundle: ExportBundle): Promise<readonly XmlNode[]> {
  const { files } = await moodleStack.write(bundle, POINTS);
  return readQuestions(`${files[0]?.content}`).map((q) => q.node);
}

const values = (node: XmlNode, name: string, inner: string): readonly string[] =>
  children(node, name).map((n) => child(n, inner)?.text ?? '');

describe.each([
  { name: 'specimen', made: specimen },
  { name: 'lecture templates', made: () => lecture },
])('STACK questions: $name', ({ made }) => {
  const ready = stackQuestions(made());

  it('show each input and its check once, and judge each by a tree of its own', async () => {
    const questions = await ready;
    expect(questions.length).toBeGreaterThan(8);
    for (const q of questions) {
      const names = values(q, 'input', 'name');
      expect(names.length).toBeGreaterThan(0);
      const shown = [...textOf(q, 'questiontext').matchAll(/\[\[(input|validation):(\w+)\]\]/g)];
      expect(shown.filter((m) => m[1] === 'input').map((m) => m[2])).toEqual(names);
      expect(shown.filter((m) => m[1] === 'validation').map((m) => m[2])).toEqual(names);
      expect(values(q, 'prt', 'name')).toEqual(names.map((n) => n.replace('ans', 'prt')));
    }
  });

  it('close every block and carry out nothing that stands in a text', async () => {
    for (const q of await ready) {
      for (const text of [textOf(q, 'questiontext'), textOf(q, 'generalfeedback')]) {
        const blocks = text.match(/\[\[.*?\]\]/g) ?? [];
        for (const b of blocks) expect(b).toMatch(/^\[\[(if test="gv=\d+"|\/if|input:ans\d+|validation:ans\d+)\]\]$/);
        expect(blocks.filter((b) => b.startsWith('[[if'))).toHaveLength(blocks.filter((b) => b === '[[/if]]').length);
        expect(text).not.toMatch(/\{[@#]/);
      }
    }
  });

  it('define every variable that inputs, trees and cases use', async () => {
    for (const q of await ready) {
      const defined = new Set(
        [textOf(q, 'questionvariables'), ...children(q, 'prt').map((p) => textOf(p, 'feedbackvariables'))].flatMap(
          (t) => [...t.matchAll(/^(\w+):/gm)].map((m) => m[1]),
        ),
      );
      const nodes = children(q, 'prt').flatMap((p) => children(p, 'node'));
      const used = [
        ...values(q, 'input', 'tans'),
        ...nodes.flatMap((n) => [child(n, 'tans')?.text ?? '', child(n, 'testoptions')?.text ?? '']),
        ...children(q, 'qtest').flatMap((t) => values(t, 'testinput', 'value')),
      ];
      for (const name of used.filter((u) => u !== '')) expect(defined).toContain(name);
    }
  });

  it('share the points of the question out among the trees', async () => {
    for (const q of await ready) {
      const sum = values(q, 'prt', 'value').reduce((s, v) => s + Number(v), 0);
      expect(sum).toBeCloseTo(Number(child(q, 'defaultgrade')?.text), 9);
    }
  });
});

it('has a seed for each variant, and lists as long as there are seeds', async () => {
  const many = (await stackQuestions(lecture)).filter((q) => children(q, 'deployedseed').length > 0);
  expect(many.length).toBeGreaterThan(8);
  for (const q of many) {
    const seeds = children(q, 'deployedseed').map((s) => s.text);
    expect(seeds).toEqual(seeds.map((_, k) => `${k + 1}`));
    expect(textOf(q, 'questionvariables')).toContain(`gv:mod(stack_seed-1,${seeds.length})+1;`);
  }
});

describe('texts', () => {
  it('lose what STACK would carry out', () => {
    expect(castext({ html: 'a [[if]] {@x@} \\([[x]] {@y@}\\)' })).toBe(
      'a [<span></span>[if]] {<span></span>@x@} \\([{}[x]] { @y@}\\)',
    );
  });

  it('are written once where all variants have the same', () => {
    expect(pick(['a', 'a'])).toBe('a');
    expect(pick(['a', '', 'b'])).toBe('[[if test="gv=1"]]a[[/if]][[if test="gv=3"]]b[[/if]]');
  });
});

describe('Maxima', () => {
  const XY = { x: SCALAR, y: SCALAR };
  it.each([
    ['2*x^2*y - 1/3', '2*x^2*y-1/3'],
    ['exp(-x)*sin(y)^2', 'exp(-x)*sin(y)^2'],
    ['x/(y*2)', 'x/(2*y)'],
    ['sqrt(x) + cbrt(y)', 'sqrt(x)+(y)^(1/3)'],
    ['-x^2', '-x^2'],
    ['x^(-y)', 'x^(-y)'],
    ['e^2 * pi', 'exp(2)*%pi'],
    ['[x, 0.5; 1, abs(y)]', 'matrix([x,(1/2)],[1,abs(y)])'],
    ['sigmoid(x)', '(1/(1+exp(-(x))))'],
  ])('writes %s as %s', (source, text) => {
    expect(printMaxima(expression(source, XY))).toBe(text);
  });

  it('has no word for products of symbolic matrices, nor for names that mean something else', () => {
    expect(printMaxima(expression('A*x', { A: shapeOf([2, 2]), x: shapeOf([2, 1]) }))).toBeNull();
    expect(printMaxima(expression('lambda + 1', { lambda: SCALAR }))).toBeNull();
  });
});

describe('answer tests of STACK itself', () => {
  const recorded: {
    readonly verdicts: readonly (readonly [answer: string, right: string, equal: boolean])[];
  } = JSON.parse(readFileSync(join(import.meta.dirname, '../data/stack-verdicts.json'), 'utf8'));

  it('judged the key, right answers in other notation and wrong ones as we do', () => {
    const stack = new Map(recorded.verdicts.map(([answer, right, equal]) => [JSON.stringify([answer, right]), equal]));
    const known = stackTrials(lecture).flatMap((t) => {
      const equal = stack.get(JSON.stringify([t.answer, t.right]));
      return equal === undefined ? [] : [{ ...t, stack: equal }];
    });
    // Templates and printers change: with fewer than these the recording is out of date.
    expect(known.filter((t) => t.ours).length).toBeGreaterThanOrEqual(100);
    expect(known.filter((t) => !t.ours).length).toBeGreaterThanOrEqual(100);
    expect(known.filter((t) => t.stack !== t.ours).map((t) => t.id)).toEqual([]);
  });
});
