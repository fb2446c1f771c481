/**
 * A Gradescope autograder: the program, the course with its secret and the roster in a zip that Gradescope keeps to
 * itself. It grades what a student uploads (the answers that the HTML paper saves) and writes `results.json`.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { ExportFile } from '../exports/contract.ts';
import { zipFiles } from '../exports/zip.ts';
import { PACKAGE_ROOT } from './resources.ts';

/** Of the program; `npm ci` fetches the rest when Gradescope builds the image. */
const PROGRAM = ['bin', 'dist', 'templates', 'problems', 'package.json', 'package-lock.json'];

const SETUP = `#!/usr/bin/env bash
set -euo pipefail
apt-get update
apt-get install -y --no-install-recommends ca-certificates curl xz-utils
curl -fsSL https://nodejs.org/dist/latest-v20.x/SHASUMS256.txt -o /tmp/node.txt
archive=$(grep -o 'node-v20[^ ]*-linux-x64.tar.xz' /tmp/node.txt | head -n 1)
curl -fsSL "https://nodejs.org/dist/latest-v20.x/$archive" -o "/tmp/$archive"
(cd /tmp && grep " $archive\\$" node.txt | sha256sum -c -)
tar -xJf "/tmp/$archive" -C /usr/local --strip-components=1
cd /autograder/source/gradus
npm ci --omit=dev
`;

/** Shell words in single quotes. */
const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

function runScript(assignment: string, roster: string): string {
  return `#!/usr/bin/env bash
set -uo pipefail
source=/autograder/source
work=$(mktemp -d)
gradus="node $source/gradus/bin/gradus.js"
assignment=$source/course/${quoted(assignment)}
refused() {
  node -e 'process.stdout.write(JSON.stringify({ score: 0, output: process.argv[1], output_format: "text" }))' "$1" \\
    > /autograder/results/results.json
}
# Exit 1 says that others of the roster are missing, which is so for everybody but this student.
$gradus grade "$assignment" --roster $source/${quoted(roster)} --submissions /autograder/submission --out "$work" \\
  > "$work/log.txt" 2>&1
if [ ! -s "$work/results.jsonl" ]; then
  refused "No answers could be read. Upload the .json file that the page of the assignment saves."
  exit 0
fi
$gradus grades "$assignment" --results "$work/results.jsonl" --to gradescope --out /autograder/results/results.json \\
  >> "$work/log.txt" 2>&1 || refused "The answers could not be graded. Please tell the instructor."
`;
}

export interface HarnessJob {
  /** The folder with course.yaml. */
  readonly root: string;
  /** Files and folders that grading reads besides it: the secret, the course's own templates. */
  readonly parts: readonly string[];
  readonly assignment: string;
  readonly roster: string;
}

/** The bytes of the zip; the same for the same files. */
export async function gradescopeHarness(job: HarnessJob): Promise<Uint8Array> {
  const inside = within(job.root, job.assignment);
  const files: ExportFile[] = [
    { path: 'setup.sh', content: SETUP },
    { path: 'run_autograder', content: runScript(inside, 'roster.csv') },
    { path: 'roster.csv', content: await readFile(job.roster) },
    ...(await tree(PACKAGE_ROOT, PROGRAM, 'gradus')),
    ...(await tree(job.root, ['course.yaml', inside, ...job.parts.map((p) => within(job.root, p))], 'course')),
  ];
  return zipFiles(files);
}

const within = (root: string, file: string): string => relative(root, file).replaceAll('\\', '/');

/** Files and the files of folders in the order of their names. */
async function tree(root: string, names: readonly string[], under: string): Promise<readonly ExportFile[]> {
  const out: ExportFile[] = [];
  for (const name of [...names].sort()) {
    const path = join(root, name);
    const entries = await readdir(path, { withFileTypes: true }).catch(() => null);
    if (entries === null) out.push({ path: `${under}/${name}`, content: await readFile(path) });
    else
      out.push(
        ...(await tree(
          path,
          entries.filter((e) => e.isFile() || e.isDirectory()).map((e) => e.name),
          `${under}/${name}`,
        )),
      );
  }
  return out;
}
