/**
 * Dealing variants to a class: every student draws from streams of their own, and whose variant equals that of a
 * student dealt earlier takes the next attempt, so that no two share one while others are left.
 */
import type { Issue } from '../base/issue.ts';
import { issue } from '../base/issue.ts';
import { type Stream, stream } from '../base/random.ts';
import { failure, type Result, success } from '../base/result.ts';
import type { GradingSettings } from '../grading/grading-block.ts';
import { type FieldSettings, itemSettings } from '../grading/item-settings.ts';
import type { Assignment, Slot } from '../problem/assignment.ts';
import type { Catalogue } from '../problem/catalogue.ts';
import { fingerprint } from '../problem/fingerprint.ts';
import { instantiate } from '../problem/instantiate.ts';
import type { ProblemInstance } from '../problem/problem-instance.ts';
import { drawShared, type SharedData } from '../problem/shared-data.ts';
import type { SourceMap } from '../problem/source/source-node.ts';
import type { Template } from '../problem/template.ts';
import { variantCode } from '../problem/variant-code.ts';

/** One item of one student's paper. */
export interface DealtItem {
  readonly item: string;
  readonly template: Template;
  readonly points: number;
  /** The credit rules in force for each of its fields. */
  readonly settings: FieldSettings;
  /** Which draw of the student's stream this is, from 0; the manifest freezes it. */
  readonly draw: number;
  readonly instance: ProblemInstance;
}

export interface DealtPaper {
  readonly student: string;
  readonly variant: string;
  readonly items: readonly DealtItem[];
}

/** What a manifest froze for a student: of each item the template and the draw. */
export type FrozenDraws = ReadonlyMap<string, { readonly template: string; readonly draw: number }>;

export interface DealOptions {
  readonly assignment: Assignment;
  /** The assignment's own; each problem's block is laid over it. */
  readonly settings: GradingSettings;
  readonly catalogue: Catalogue;
  readonly secret: string;
  /** The papers were built before: their keys have been confirmed by independent ways, and are not again. */
  readonly confirmed?: boolean;
}

/** At most so many draws for one item: a build must end. */
const DRAWS = 600;
/** A variant that is left is missed with e^-12 when so many draws for each one taken were in vain. */
const PATIENCE = 12;

export class Dealer {
  readonly #options: DealOptions;
  readonly #root: Stream;
  /** Variants dealt so far, by template. */
  readonly #taken = new Map<string, Set<string>>();
  readonly #settings = new Map<string, FieldSettings>();

  constructor(options: DealOptions) {
    this.#options = options;
    this.#root = stream(options.secret).fork(`assignment ${options.assignment.id}`);
  }

  /** The next student's paper. With frozen draws exactly those; issues are mistakes of template authors. */
  deal(student: string, frozen: FrozenDraws | null = null): Result<DealtPaper, readonly Issue[]> {
    const own = this.#root.fork(`student ${student}`);
    const shared = new Map<string, SharedData>();
    const items: DealtItem[] = [];
    for (const place of places(this.#options.assignment, own, frozen, this.#options.catalogue)) {
      const dealt = this.#dealItem(place, own, shared, frozen?.get(place.item)?.draw ?? null);
      if (!dealt.ok) return dealt;
      items.push(dealt.value);
    }
    return success({ student, variant: variantCode(own), items });
  }

  #dealItem(
    place: Place,
    own: Stream,
    shared: Map<string, SharedData>,
    frozen: number | null,
  ): Result<DealtItem, readonly Issue[]> {
    const template = this.#options.catalogue.templates.get(place.template);
    if (template === undefined) return failure([issue('no-template', `there is no template ${place.template}`)]);
    const data = this.#sharedData(template, own, shared);
    if (!data.ok) return data;
    const { locale, layout } = this.#options.assignment;
    const settings = this.#settingsOf(place, template);
    if (!settings.ok) return settings;
    const options = {
      locale,
      layout,
      number: (field: string) => settings.value(field).number,
      ...(this.#options.confirmed === true ? { oraclePoints: 0 } : {}),
      ...(data.value === null ? {} : { data: data.value }),
    };
    const from = own.fork(`item ${place.item}`);
    const taken = this.#takenOf(template.id);
    // Shared data belongs to several problems: it is never redrawn for one of them.
    const fixed = frozen !== null || data.value !== null;
    const { item, points } = place;
    const draws = Math.min(DRAWS, PATIENCE * (taken.size + 1));
    let first: DealtItem | null = null;
    for (let draw = frozen ?? 0; ; draw += 1) {
      const result = instantiate(template, draw === 0 ? from : from.fork(`draw ${draw}`), options);
      if (!result.ok) return result;
      const dealt: DealtItem = { item, template, points, settings: settings.value, draw, instance: result.value };
      first ??= dealt;
      const print = fingerprint(result.value.public);
      if (fixed || !taken.has(print)) {
        taken.add(print);
        return success(dealt);
      }
      if (draw + 1 < draws) continue;
      // All variants are taken: a second round begins, in which they are spread evenly again.
      taken.clear();
      taken.add(fingerprint(first.instance.public));
      return success(first);
    }
  }

  /** Read once for each slot of the assignment, not for each student. */
  #settingsOf(place: Place, template: Template): Result<FieldSettings, readonly Issue[]> {
    const key = `${place.item} ${template.id}`;
    const known = this.#settings.get(key);
    if (known) return success(known);
    const read = itemSettings(
      place.grading,
      this.#options.settings,
      template.fields.map((f) => f.id),
    );
    if (read.ok) this.#settings.set(key, read.value);
    return read;
  }

  #takenOf(template: string): Set<string> {
    const known = this.#taken.get(template) ?? new Set<string>();
    this.#taken.set(template, known);
    return known;
  }

  #sharedData(
    template: Template,
    own: Stream,
    shared: Map<string, SharedData>,
  ): Result<SharedData | null, readonly Issue[]> {
    if (template.data === null) return success(null);
    const id = template.data.text;
    const known = shared.get(id);
    if (known) return success(known);
    const file = this.#options.catalogue.data.get(id);
    if (file === undefined) return failure([issue('no-data', `there is no data file ${id}`, template.data.place)]);
    const drawn = drawShared(file, own.fork(`data ${id}`));
    if (drawn.ok) shared.set(id, drawn.value);
    return drawn;
  }
}

interface Place {
  readonly item: string;
  readonly template: string;
  readonly points: number;
  readonly grading: SourceMap | null;
}

/**
 * The items of a student's paper. A pool is picked from by a stream of its own, templates that stand elsewhere on the
 * paper last; what a manifest froze stays, whatever has been added to the pool since.
 */
function places(
  assignment: Assignment,
  own: Stream,
  frozen: FrozenDraws | null,
  catalogue: Catalogue,
): readonly Place[] {
  const used = new Set(assignment.slots.flatMap((slot) => (slot.kind === 'use' ? [slot.template] : [])));
  return assignment.slots.flatMap((slot: Slot): readonly Place[] => {
    const { points, grading } = slot;
    if (slot.kind === 'use') return [{ item: slot.item, template: slot.template, points, grading }];
    const shuffled = own.fork(`pool ${slot.name}`).shuffle(slot.templates);
    const fresh = [...shuffled.filter((t) => !used.has(t)), ...shuffled.filter((t) => used.has(t))];
    return Array.from({ length: slot.pick }, (_, k): Place => {
      const item = `${slot.name}-${k + 1}`;
      const before = frozen?.get(item)?.template;
      const template = before !== undefined && catalogue.templates.has(before) ? before : (fresh[k] ?? '');
      used.add(template);
      return { item, template, points, grading };
    });
  });
}

/** In which order a class is dealt to: students who have their variants first, so that nobody new takes one of them. */
export function dealingOrder<T extends { readonly id: string }>(
  students: readonly T[],
  frozenOf: (student: string) => FrozenDraws | null,
): readonly { readonly student: T; readonly frozen: FrozenDraws | null }[] {
  const all = students.map((student) => ({ student, frozen: frozenOf(student.id) }));
  return [...all.filter((s) => s.frozen !== null), ...all.filter((s) => s.frozen === null)];
}
