/** Every file of every package against the schemas of the formats, and against rules of our own where they lie elsewhere. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ExportBundle } from '../../src/exports/contract.ts';
import { exportTarget, exportTargets } from '../../src/exports/table.ts';
import { TARGET_NAMES } from '../../src/exports/target-names.ts';
import { bundleOf, lectureCatalogue, shippedCatalogue } from './support/bundles.ts';
import { readXml, type XmlNode } from './support/moodle-reader.ts';
import { specimen } from './support/specimen.ts';
import { textFile, unpacked } from './support/unzip.ts';

/** The official schemas may not be passed on; a folder beside the project, or one that the environment names. */
const SCHEMAS = process.env.GRADUS_LMS_SCHEMAS ?? join(import.meta.dirname, '../../../shared/lms/schemas');
const POINTS = { expressions: 'points', strict: false } as const;

interface Package {
  readonly target: string;
  /** Schema by file; undefined for files that are no documents of a format. */
  readonly schema: (file: string) => string | undefined;
}

const PLAIN_MANIFEST = 'qti-sdk/imscp_v1p1.xsd';
const PACKAGES: readonly Package[] = [
  {
    target: 'canvas',
    schema: (f) =>
      f === 'imsmanifest.xml'
        ? PLAIN_MANIFEST
        : f.endsWith('.xml')
          ? 'moodle-cc/schemas/domainProfile_4/ims_qtiasiv1p2.xsd'
          : undefined,
  },
  {
    target: 'qti22',
    schema: (f) =>
      f === 'imsmanifest.xml' ? PLAIN_MANIFEST : f.endsWith('.xml') ? 'qti-sdk/qtiv2p2/imsqti_v2p2.xsd' : undefined,
  },
  {
    target: 'qti3',
    schema: (f) =>
      f === 'imsmanifest.xml'
        ? 'qti3/imsqtiv3p0_imscpv1p2_v1p0.xsd'
        : f.endsWith('.xml')
          ? 'qti3/imsqti_asiv3p0_sbacv1p0_v1p0.xsd'
          : undefined,
  },
  // Its format has no public schema: our own rules alone.
  { target: 'blackboard', schema: () => undefined },
];

/** Drawn when first asked for, then kept. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Some thousand documents through a validator, beside other tests. */
const LONG = 180_000;

const BUNDLES: readonly { readonly name: string; readonly bundle: () => ExportBundle }[] = [
  { name: 'specimen', bundle: once(specimen) },
  { name: 'lecture templates', bundle: once(() => bundleOf(lectureCatalogue(), 3)) },
  { name: 'shipped problems', bundle: once(() => bundleOf(shippedCatalogue(), 3)) },
];

async function archiveOf(target: string, bundle: ExportBundle): Promise<Uint8Array> {
  const content = (await exportTarget(target)?.write(bundle, POINTS))?.files[0]?.content;
  if (!(content instanceof Uint8Array)) throw new Error(`${target} writes no archive`);
  return content;
}

describe.each(PACKAGES)('$target', ({ target, schema }) => {
  it.each(BUNDLES)(
    '$name validates',
    async ({ bundle }) => {
      const archive = await archiveOf(target, bundle());
      unpacked(archive, (folder, files) => {
        const bySchema = new Map<string, string[]>();
        for (const file of files) {
          const path = schema(file);
          if (path !== undefined) bySchema.set(path, [...(bySchema.get(path) ?? []), file]);
        }
        for (const [path, some] of bySchema) {
          if (!existsSync(join(SCHEMAS, path))) {
            process.stderr.write(`not checked against ${path}: set GRADUS_LMS_SCHEMAS to the folder of the schemas\n`);
            continue;
          }
          const ran = spawnSync('xmllint', ['--nonet', '--noout', '--huge', '--schema', join(SCHEMAS, path), ...some], {
            cwd: folder,
            encoding: 'utf8',
          });
          expect(ran.stderr.split('\n').filter((l) => l !== '' && !l.endsWith(' validates'))).toEqual([]);
        }
        structure(folder, files);
      });
    },
    LONG,
  );

  it(
    'has the same bytes every time, in any time zone',
    async () => {
      const zone = process.env.TZ;
      const first = await archiveOf(target, specimen());
      process.env.TZ = 'Pacific/Kiritimati';
      try {
        expect(Buffer.compare(await archiveOf(target, specimen()), first)).toBe(0);
      } finally {
        if (zone === undefined) delete process.env.TZ;
        else process.env.TZ = zone;
      }
    },
    LONG,
  );
});

/** What importers need and a validator may not see: files listed, identifiers unique, references that lead somewhere. */
function structure(folder: string, files: readonly string[]): void {
  const resources = all(readXml(textFile(folder, 'imsmanifest.xml')), 'resource');
  expect(resources.length).toBeGreaterThan(0);
  const listed = resources.flatMap((r) => [
    ...all(r, 'file').map((f) => f.attributes.href ?? ''),
    ...(r.attributes['bb:file'] === undefined ? [] : [r.attributes['bb:file']]),
  ]);
  expect([...listed].sort()).toEqual(files.filter((f) => f !== 'imsmanifest.xml' && !f.startsWith('.')));
  const ids = resources.map((r) => r.attributes.identifier ?? '');
  expect(new Set(ids).size).toBe(ids.length);
  for (const file of listed.filter((f) => /\.(xml|dat)$/.test(f))) {
    const root = readXml(textFile(folder, file));
    const own = all(root, 'item').flatMap((i) => (i.attributes.ident === undefined ? [] : [i.attributes.ident]));
    expect(new Set(own).size).toBe(own.length);
    for (const reference of [...all(root, 'assessmentItemRef'), ...all(root, 'qti-assessment-item-ref')])
      expect(listed).toContain(reference.attributes.href);
  }
}

function all(node: XmlNode, name: string): readonly XmlNode[] {
  return [...(node.name === name ? [node] : []), ...node.children.flatMap((c) => all(c, name))];
}

it('lists every target by name', () => {
  expect(exportTargets.map((t) => t.name).sort()).toEqual(TARGET_NAMES.filter((n) => n !== 'gradescope').sort());
});
