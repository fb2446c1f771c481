import { mkdtemp, readdir, readFile, rm, writeFile as writeRaw } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileNames } from '../../src/course/file-names.ts';
import { ensureDir, readTextFile, writeFile } from '../../src/course/files.ts';

describe('files', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gradus-files-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are written with their folders, replaced whole, and nothing else is left behind', async () => {
    const path = join(folder, 'a', 'b', 'paper.html');
    await writeFile(path, 'one');
    await writeFile(path, Uint8Array.of(0xc3, 0xa9));
    await Promise.all(Array.from({ length: 20 }, (_, i) => writeFile(path, String(i).repeat(100_000))));
    const content = await readFile(path, 'utf8');
    expect(new Set(content.match(/^(\d\d?)\1*$/)?.[1]).size).toBeGreaterThan(0);
    expect(content.length % 100_000).toBe(0);
    expect(await readdir(join(folder, 'a', 'b'))).toEqual(['paper.html']);
    await ensureDir(join(folder, 'a', 'b'));
  });

  it('leave the old content alone when writing fails', async () => {
    const path = join(folder, 'kept.txt');
    await writeFile(path, 'old');
    await expect(writeFile(join(path, 'below-a-file.txt'), 'new')).rejects.toThrow();
    expect(await readFile(path, 'utf8')).toBe('old');
  });

  it.each([
    ['UTF-8', Buffer.from('é,ß')],
    ['UTF-8 with a mark', Buffer.from('\uFEFFé,ß')],
    ['UTF-16', Buffer.from('\uFEFFé,ß', 'utf16le')],
    ['UTF-16, big end first', Buffer.from('\uFEFFé,ß', 'utf16le').swap16()],
  ])('are read from %s', async (_, bytes) => {
    const path = join(folder, 'text.csv');
    await writeRaw(path, bytes);
    expect(await readTextFile(path)).toEqual({ ok: true, value: 'é,ß' });
  });

  it('say why they cannot be read', async () => {
    await writeRaw(join(folder, 'latin.csv'), Buffer.from('Müller', 'latin1'));
    const code = async (name: string) => {
      const result = await readTextFile(join(folder, name));
      return result.ok ? 'read' : [result.error.code, result.error.file === join(folder, name)];
    };
    expect(await code('latin.csv')).toEqual(['encoding', true]);
    expect(await code('nowhere.csv')).toEqual(['no-file', true]);
    expect(await code('latin.csv/x.csv')).toEqual(['no-file', true]);
    expect(await code('.')).toEqual(['folder', true]);
  });
});

describe('fileNames', () => {
  const names = (...ids: readonly string[]) => [...fileNames(ids).values()];

  it('are the ids themselves where those are file names', () => {
    expect(names('s001', 'U17_b-2', 'a.b')).toEqual(['s001', 'U17_b-2', 'a.b']);
  });

  it('never lead out of their folder or onto a device', () => {
    for (const id of [
      '..',
      '.',
      '../x',
      '/etc/passwd',
      'C:\\x',
      '',
      ' ',
      'nul',
      'CON',
      'com1.txt',
      '-rf',
      '.ssh',
      'a\0b',
      'a\nb',
    ]) {
      const [name = ''] = names(id);
      expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]*-[0-9a-f]{8}$/);
    }
    expect(names('Müller, Jörg')[0]).toMatch(/^Muller-Jorg-[0-9a-f]{8}$/);
  });

  it('do not depend on the other ids, unless letter case alone tells them apart', () => {
    expect(fileNames(['é', 'x']).get('é')).toBe(fileNames(['y', 'é']).get('é'));
    const [lower = '', upper = ''] = names('s1', 'S1');
    expect(lower.toLowerCase()).not.toBe(upper.toLowerCase());
  });

  it('all differ, also without letter case, whatever the ids', () => {
    const id = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'A', '/', '.', '-', 'é', ' '), maxLength: 4 }),
      fc.string({ unit: 'binary', maxLength: 200 }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(id), (ids) => {
        const all = [...fileNames(ids).values()].map((name) => name.toLowerCase());
        expect(new Set(all).size).toBe(ids.length);
        for (const name of all) expect(name).toMatch(/^(?![.-])[a-z0-9._-]{1,100}$/);
      }),
    );
  });

  it('keep apart an id and another’s name', () => {
    const [made = ''] = names('a/b');
    const [first, second] = names('a/b', made);
    expect(second).toBe(made);
    expect(first).not.toBe(made);
  });
});
