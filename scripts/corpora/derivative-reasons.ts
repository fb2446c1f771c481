/** Why a derivative does not agree with the one recorded, or is refused. Ids only: the cases are other projects' data. */
export const derivativeReasons: ReadonlyMap<string, string> = new Map([]);
