import { describe, expect, it } from 'vitest';
import {
  cycleViolations,
  determinismViolations,
  formViolations,
  layerViolations,
  outsideWorldViolations,
  startUpViolations,
} from './rules.ts';
import { readSource } from './source-tree.ts';

/** A source tree written down as path → text. */
const tree = (texts: Readonly<Record<string, string>>) =>
  Object.entries(texts).map(([path, text]) => readSource(path, text));

describe('the rules find what they forbid', () => {
  it('an import from a later layer, however it is written', () => {
    const later = [
      "import { a } from '../expr/a.ts';",
      "import type { A } from '../expr/a.ts';",
      "export { a } from '../expr/a.ts';",
      "export type * from '../expr/a.ts';",
      "const a = await import('../expr/a.ts');",
      "let a: import('../expr/a.ts').A;",
      "import '../expr/a.ts';",
    ];
    for (const text of later) {
      expect(layerViolations(tree({ 'ir/node.ts': text }))).toEqual(['ir/node.ts imports expr/a.ts, a later layer']);
    }
  });

  it('a folder that is no layer', () => {
    expect(layerViolations(tree({ 'util/a.ts': '', 'cli/b.ts': "import '../util/a.ts';", 'c.ts': '' }))).toEqual([
      'util/a.ts lies in no layer',
      'cli/b.ts imports util/a.ts, which lies in no layer',
      'c.ts lies in no layer',
    ]);
  });

  it('a cycle, also over dynamic imports, but not one of types', () => {
    const files = tree({
      'ir/a.ts': "import { b } from './b.ts';",
      'ir/b.ts': "export const c = () => import('./c.ts');",
      'ir/c.ts': "import { a } from './a.ts';",
      'ir/d.ts': "import './a.ts'; import { e } from './e.ts';",
      'ir/e.ts': "import type { D } from './d.ts';",
    });
    expect(cycleViolations(files)).toEqual(['import cycle: ir/a.ts → ir/b.ts → ir/c.ts → ir/a.ts']);
  });

  it('long files, odd names, default exports, imports without ending', () => {
    const long = '\n'.repeat(401);
    expect(formViolations(tree({ 'ir/a.ts': long, 'ir/aNode.ts': '', 'Ir/b.ts': '' }))).toEqual([
      'ir/a.ts has 401 lines, more than 400',
      'ir/aNode.ts is not named in kebab-case',
      'Ir/b.ts is not named in kebab-case',
    ]);
    expect(formViolations(tree({ 'ir/a.ts': 'export default 1;' }))).toEqual(['ir/a.ts has a default export']);
    expect(formViolations(tree({ 'ir/a.ts': 'const a = 1; export { a as default };' }))).toHaveLength(1);
    expect(formViolations(tree({ 'ir/a.ts': "import './b.js';" }))).toHaveLength(1);
    expect(formViolations(tree({ 'ir/a.d.ts': "declare module 'a' { export default 1; }" }))).toEqual([]);
  });

  it('clock, chance and locale', () => {
    const uses: readonly [string, string][] = [
      ['Math.random()', 'Math.random'],
      ["Math['random']()", 'Math.random'],
      ['new Date()', 'Date'],
      ['Date.now()', 'Date'],
      ['Date()', 'Date'],
      ['new Date(2020, 1)', 'Date'],
      ['new Date(0).getHours()', '.getHours'],
      ['performance.now()', 'performance'],
      ["(1.5).toLocaleString('de')", '.toLocaleString'],
      ["'a'.localeCompare('b')", '.localeCompare'],
      ['new Intl.NumberFormat()', 'Intl'],
      ['crypto.randomUUID()', 'crypto.randomUUID'],
    ];
    for (const [use, what] of uses) {
      expect(determinismViolations(tree({ 'ops/a.ts': `export const a = ${use};` }))).toEqual([
        `ops/a.ts uses ${what}`,
      ]);
    }
    const given = 'export const a = [new Date(0), Date.UTC(2020, 1)];';
    expect(determinismViolations(tree({ 'document/a.ts': given }))).toEqual([]);
    expect(determinismViolations(tree({ 'cli/a.ts': 'export const now = Date.now();' }))).toEqual([]);
  });

  it('files, processes and the network below course', () => {
    const text = "import { readFileSync } from 'node:fs';";
    const files = tree({
      'document/a.ts': text,
      'base/package-files.ts': text,
      'base/a.ts': text,
      'course/a.ts': text,
    });
    expect(outsideWorldViolations(files)).toEqual(['document/a.ts imports node:fs', 'base/a.ts imports node:fs']);
  });

  it('a heavy package behind the first command', () => {
    const files = tree({
      'cli/main.ts':
        "import { b } from './b.ts'; const later = () => import('./c.ts'); import type { Argv } from 'yargs';",
      'cli/b.ts': "import { create } from 'mathjs/number';",
      'cli/c.ts': "import PDFDocument from 'pdfkit';",
    });
    expect(startUpViolations(files, 'cli/main.ts')).toEqual(['cli/b.ts loads mathjs/number when cli/main.ts starts']);
  });
});

describe('the rules accept what is allowed', () => {
  it('earlier layers, the own layer, packages', () => {
    const files = tree({
      'ir/node.ts': "import { ok } from '../base/result.ts'; import { Op } from './op.ts'; import 'yaml';",
      'ir/op.ts': "import type { Result } from '../base/result.ts';",
      'base/result.ts': "export const text = \"import '../cli/main.ts' and Math.random()\"; // import '../cli/main.ts'",
    });
    expect(
      [layerViolations, cycleViolations, formViolations, determinismViolations].flatMap((rule) => rule(files)),
    ).toEqual([]);
  });
});
