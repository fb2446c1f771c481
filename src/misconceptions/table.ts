/** Every misconception, in the order of the contract (section 5): the one list that all else is held against. */
import type { Misconception } from './misconception.ts';
import { arrayRecords } from './records/arrays.ts';
import { chainRecords } from './records/chain.ts';
import { ruleRecords } from './records/rules.ts';
import { stepRecords } from './records/steps.ts';

const records = [...chainRecords, ...ruleRecords, ...arrayRecords, ...stepRecords] as const;

export type MisconceptionId = (typeof records)[number]['id'];

export const misconceptions: readonly Misconception[] = records;

const byId: ReadonlyMap<string, Misconception> = new Map(records.map((m) => [m.id, m]));

/** Whether a misconception overlaps with specific ones by nature (contract, section 5, marked *). */
export const isGeneric = (id: string): boolean => byId.get(id)?.generic ?? false;
