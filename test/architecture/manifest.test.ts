import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly engines?: Readonly<Record<string, string>>;
}

const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
  readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'),
);

/** Where Node looks for a package that the one at `from` asks for: beside it, then in each folder above. */
function isLocked(from: string, name: string): boolean {
  const within = `${from === '' ? '' : `${from}/`}node_modules/${name}`;
  if (within in lock.packages) return true;
  const above = from.lastIndexOf('/node_modules/');
  if (from === '') return false;
  return isLocked(above < 0 ? '' : from.slice(0, above), name);
}

describe('the lock file', () => {
  it('names every package, those for other systems too: without them `npm ci` refuses to install anything', () => {
    const missing = Object.entries(lock.packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => !isLocked(path, name))
        .map((name) => `${path} → ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('holds nothing that asks for a newer Node than the program does', () => {
    const newer = Object.entries(lock.packages).filter(([, { engines }]) =>
      /^>=\s*(2[1-9]|[3-9]\d)/.test(engines?.node ?? ''),
    );
    expect(newer.map(([path]) => path)).toEqual([]);
  });
});
