import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  cycleViolations,
  determinismViolations,
  formViolations,
  LAYERS,
  layerViolations,
  outsideWorldViolations,
  startUpViolations,
} from './rules.ts';
import { folderOf, readSourceTree } from './source-tree.ts';

describe('the source tree', () => {
  const files = readSourceTree(fileURLToPath(new URL('../../src', import.meta.url)));

  it('is there', () => {
    expect(files.length).toBeGreaterThan(5);
    expect(files.map((file) => folderOf(file.path))).toContain('base');
  });

  it(`imports only from earlier layers: ${LAYERS.join(', ')}`, () => {
    expect(layerViolations(files)).toEqual([]);
  });

  it('has no import cycles', () => {
    expect(cycleViolations(files)).toEqual([]);
  });

  it('has short kebab-case files without default exports', () => {
    expect(formViolations(files)).toEqual([]);
  });

  it('keeps clock, chance and locale out of everything below course', () => {
    expect(determinismViolations(files)).toEqual([]);
  });

  it('touches files, processes and the network only in course, cli and the file helpers of base', () => {
    expect(outsideWorldViolations(files)).toEqual([]);
  });

  it('starts without loading heavy packages', () => {
    expect(startUpViolations(files, 'cli/main.ts')).toEqual([]);
  });
});
