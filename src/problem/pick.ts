/** Assembling an assignment from the catalogue: by topic, level, time and points. */
import { type Stream, stream } from '../base/random.ts';
import { failure, type Result, success } from '../base/result.ts';
import type { Template } from './template.ts';

export interface PickRequest {
  /** Empty: all topics. The order is that of the assignment. */
  readonly topics: readonly string[];
  /** Empty: all levels. */
  readonly levels: readonly number[];
  /** The time students have, in minutes; null where only the number of problems counts. */
  readonly minutes: number | null;
  /** How many problems; null where only the time counts. */
  readonly problems: number | null;
  /** Points of the whole assignment. */
  readonly points: number;
  /** Another seed picks other problems. */
  readonly seed: string;
}

export interface PickedProblem {
  readonly template: Template;
  readonly minutes: number;
  readonly points: number;
}

/** Minutes of one box where the author gave no time, by level. */
const MINUTES_OF_LEVEL: readonly number[] = [2, 3, 4, 5, 7];
/** Points are whole, and no problem is worth nothing. */
const LEAST_POINTS = 1;

/** What the author expects, else what boxes and level suggest. */
export function expectedMinutes(template: Template): number {
  return template.minutes ?? template.fields.length * (MINUTES_OF_LEVEL[template.level - 1] ?? 4);
}

/**
 * Problems that fill the time without exceeding it, topics in turn so that none is left out while there is room, easier
 * ones first within a topic. An error is a sentence for the person who asked.
 */
export function pickProblems(
  templates: readonly Template[],
  request: PickRequest,
): Result<readonly PickedProblem[], string> {
  const { topics, levels, minutes, problems } = request;
  const fitting = templates.filter(
    (t) => (topics.length === 0 || topics.includes(t.topic)) && (levels.length === 0 || levels.includes(t.level)),
  );
  if (fitting.length === 0) return failure('no template has this topic and level');
  if (problems !== null && fitting.length < problems)
    return failure(`${problems} problems were asked for, but there are ${fitting.length} such templates`);
  if (problems !== null && minutes !== null && reserve(fitting, problems) > minutes)
    return failure(
      `${problems} problems take ${reserve(fitting, problems)} minutes at least, more than the ${minutes} there are`,
    );
  const chosen = choose(fitting, request);
  if (chosen.length === 0) {
    const shortest = Math.min(...fitting.map(expectedMinutes));
    return failure(`the shortest of these problems takes ${shortest} minutes, more than the ${minutes ?? 0} there are`);
  }
  const order = topics.length > 0 ? topics : [...new Set(fitting.map((t) => t.topic))];
  const sorted = [...chosen].sort(
    (a, b) =>
      order.indexOf(a.topic) - order.indexOf(b.topic) || a.level - b.level || expectedMinutes(a) - expectedMinutes(b),
  );
  if (request.points < sorted.length * LEAST_POINTS)
    return failure(`${request.points} points are too few for ${sorted.length} problems`);
  const points = shares(sorted.map(expectedMinutes), request.points);
  return success(
    sorted.map((template, k) => ({ template, minutes: expectedMinutes(template), points: points[k] ?? LEAST_POINTS })),
  );
}

function choose(fitting: readonly Template[], request: PickRequest): readonly Template[] {
  const source = stream(`gradus pick ${request.seed}`);
  const byTopic = new Map<string, Template[]>();
  for (const t of inRandomOrder(fitting, source)) byTopic.set(t.topic, [...(byTopic.get(t.topic) ?? []), t]);
  const queues = [...byTopic.values()];
  const chosen: Template[] = [];
  let left = request.minutes ?? Number.POSITIVE_INFINITY;
  const most = request.problems ?? Number.POSITIVE_INFINITY;
  for (let took = true; took && chosen.length < most; ) {
    took = false;
    for (const queue of queues) {
      // With a number of problems each may take its share of what is left, so that the rest fit too.
      const share = request.problems === null ? left : left - reserve(fitting, most - chosen.length - 1);
      const at = queue.findIndex((t) => expectedMinutes(t) <= share);
      const [taken] = at < 0 || chosen.length >= most ? [] : queue.splice(at, 1);
      if (taken === undefined) continue;
      chosen.push(taken);
      left -= expectedMinutes(taken);
      took = true;
    }
  }
  return chosen;
}

/** The order of each template follows from its own id: new ones leave the others where they are. */
function inRandomOrder(templates: readonly Template[], source: Stream): readonly Template[] {
  const keyed = templates.map((t) => ({ t, key: source.fork(t.id).uniform() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ t }) => t);
}

/** The least time that so many further problems need. */
function reserve(templates: readonly Template[], count: number): number {
  const times = templates.map(expectedMinutes).sort((a, b) => a - b);
  return times.slice(0, Math.max(0, count)).reduce((a, b) => a + b, 0);
}

/** Whole points in proportion to the weights, by largest remainders; at least one each. */
export function shares(weights: readonly number[], total: number): readonly number[] {
  const spare = total - weights.length * LEAST_POINTS;
  const sum = weights.reduce((a, b) => a + b, 0);
  // What a problem should have beyond the point that it has anyhow.
  const wanted = weights.map((w) => Math.max(0, (w / sum) * total - LEAST_POINTS));
  const scale = wanted.reduce((a, b) => a + b, 0);
  const exact = wanted.map((w) => (scale === 0 ? spare / weights.length : (w / scale) * spare));
  const whole = exact.map(Math.floor);
  const missing = spare - whole.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((e, k) => ({ k, rest: e - Math.floor(e) }))
    .sort((a, b) => b.rest - a.rest || a.k - b.k);
  const bonus = new Set(byRemainder.slice(0, missing).map(({ k }) => k));
  return whole.map((w, k) => w + LEAST_POINTS + (bonus.has(k) ? 1 : 0));
}

export interface AssignmentHead {
  readonly id: string;
  readonly title: string;
  readonly locale: 'en' | 'de';
  readonly layout: 'numerator' | 'denominator';
}

/** The assignment as a file, with what it was picked for in a comment. */
export function assignmentText(head: AssignmentHead, picked: readonly PickedProblem[]): string {
  const minutes = picked.reduce((sum, p) => sum + p.minutes, 0);
  const points = picked.reduce((sum, p) => sum + p.points, 0);
  return [
    `# ${picked.length} problems, ${points} points, about ${minutes} minutes. Change what you like.`,
    `id: ${head.id}`,
    `title: ${JSON.stringify(head.title)}`,
    `locale: ${head.locale}`,
    `layout: ${head.layout}`,
    'problems:',
    ...picked.flatMap(({ template, minutes: m, points: p }) => [
      `  # ${template.topic}, level ${template.level}, ${m} minutes`,
      `  - { use: ${template.id}, points: ${p} }`,
    ]),
    'grading:',
    '  number: { relative: 0.005 }',
    '  expression: { rounded: 3 }',
    '  entries: per-entry',
    '  wrong_orientation: 0.5',
    '  follow_through: 1',
    '  feedback: full',
    '',
  ].join('\n');
}
