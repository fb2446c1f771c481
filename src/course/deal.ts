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

/** What a manifest froze: the draw of each item. */
export type FrozenDraws = ReadonlyMap<string, number>;

export interface DealOptions {
  readonly assignment: Assignment;
  /** The assignment's own; each problem's block is laid over it. */
  readonly settings: GradingSettings;
  readonly catalogue: Catalogue;
  readonly secret: string;
}

/** Beyond so many draws all of a small space are taken, and students begin to share. */
const DRAWS = 24;

export class Dealer {
  readonly #options: DealOptions;
  readonly #root: Stream;
  readonly #taken = new Set<string>();
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
    for (const place of places(this.#options.assignment, own)) {
      const dealt = this.#dealItem(place, own, shared, frozen?.get(place.item) ?? null);
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
      ...(data.value === null ? {} : { data: data.value }),
    };
    const from = own.fork(`item ${place.item}`);
    let result: Result<ProblemInstance, readonly Issue[]> | null = null;
    let draw = frozen ?? 0;
    for (; ; draw += 1) {
      result = instantiate(template, draw === 0 ? from : from.fork(`draw ${draw}`), options);
      if (!result.ok) return result;
      const print = fingerprint(result.value.public);
      const free = !this.#taken.has(print);
      // Shared data belongs to several problems: it is never redrawn for one of them.
      if (free || frozen !== null || data.value !== null || draw + 1 >= DRAWS) {
        this.#taken.add(print);
        break;
      }
    }
    const { item, points } = place;
    return success({ item, template, points, settings: settings.value, draw, instance: result.value });
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

/** The items of a student's paper: pools are picked from by a stream of their own. */
function places(assignment: Assignment, own: Stream): readonly Place[] {
  return assignment.slots.flatMap((slot: Slot): readonly Place[] => {
    const { points, grading } = slot;
    if (slot.kind === 'use') return [{ item: slot.item, template: slot.template, points, grading }];
    const picked = own.fork(`pool ${slot.name}`).shuffle(slot.templates).slice(0, slot.pick);
    return picked.map((template, k) => ({ item: `${slot.name}-${k + 1}`, template, points, grading }));
  });
}
