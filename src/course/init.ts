/**
 * A new course that runs as it is: settings, a template to start from, an assignment, a roster, a secret, and invented
 * submissions to try grading with.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Issue, issue } from '../base/issue.ts';
import { failure, type Result, success } from '../base/result.ts';
import { writeFile } from './files.ts';
import { writeSubmissions } from './init-submissions.ts';
import { shippedAssignments } from './resources.ts';

const COURSE = `# One course: its title and where its own problem templates lie.
# The catalogue that comes with Gradus is always there beside them (gradus list).
title: Vector calculus for machine learning
page: a4
problems: [problems]
# Whoever has this file can compute every student's numbers: it stays out of git.
secret: .secret
`;

const TEMPLATE = `# A problem template is a form: what is drawn, what is asked, what is right.
# Try it with:  gradus show slope-of-a-product --solution
id: slope-of-a-product
title: Slope of a product
topic: differentiation-rules
level: 2
source: lecture, Differentiation Rules
objectives: [product rule together with the chain rule]
minutes: 4
version: 1
variables: { x: real }
parameters:
  a: { integer: [2, 9] }
  b: { integer: [1, 9] }
  n: { integer: [2, 5] }
  f: { choice: [b*x^n*exp(a*x), b*x^n*sin(a*x), (x^n + b)*cos(a*x), x^n*exp(-a*x) + b*x] }
statement: |
  Let $f(x) = {{ f }}$.
fields:
  slope:
    question: Find the derivative.
    label: $f'(x)$
    type: expression
    answer: diff(f, x)
`;

const ASSIGNMENT = `id: hw1
title: "Homework 1: gradients"
locale: en
layout: numerator
problems:
  - { use: slope-of-a-product, points: 3 }
  - { use: partials-of-a-composition, points: 4 }
  - { use: jacobian-of-a-linear-map, points: 3 }
  - { use: least-squares-formula-and-value, points: 5 }
grading:
  number: { relative: 0.005 }
  entries: per-entry
  wrong_orientation: 0.5
  feedback: full
`;

const ROSTER = `id,name
s001,Ada Lovelace
s002,Emmy Noether
s003,Sofia Kovalevskaya
`;

const IGNORE = `.secret
out/
`;

const FILES: readonly (readonly [string, string])[] = [
  ['course.yaml', COURSE],
  ['problems/slope-of-a-product.yaml', TEMPLATE],
  ['assignments/hw1.yaml', ASSIGNMENT],
  ['roster.csv', ROSTER],
  ['.gitignore', IGNORE],
];

/** Writes a course into an empty or new folder. Refuses a folder that holds something already: nothing is overwritten. */
export async function initCourse(folder: string): Promise<Result<readonly string[], readonly Issue[]>> {
  await mkdir(folder, { recursive: true });
  const present = await readdir(folder);
  if (present.some((name) => !name.startsWith('.git'))) {
    return failure([
      issue('not-empty', 'this folder is not empty', { file: folder }, 'name a new folder; nothing was written'),
    ]);
  }
  for (const [path, text] of FILES) {
    const file = join(folder, path);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, text);
  }
  const shipped = await shippedAssignments();
  for (const { name, text } of shipped) await writeFile(join(folder, 'assignments', name), text);
  await writeFile(join(folder, '.secret'), `${randomBytes(32).toString('hex')}\n`);
  const submissions = await writeSubmissions(folder, 'assignments/hw1.yaml');
  if (!submissions.ok) return submissions;
  const assignments = shipped.map(({ name }) => `assignments/${name}`);
  return success([...FILES.map(([path]) => path), ...assignments, '.secret', ...submissions.value]);
}
