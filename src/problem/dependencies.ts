/** Which names asked for which, while they were worked out: what rests on a draw, and what rests on nothing. */
export class Dependencies {
  readonly #underWay: string[] = [];
  /** Under '' stands what texts, answers and conditions asked for. */
  readonly #asked = new Map<string, Set<string>>();

  /** Notes that what is under way uses this name; a column of a table uses the table. */
  ask(name: string): void {
    const by = this.#underWay.at(-1)?.replace(/^drawing /, '') ?? '';
    const [table = name] = name.split('.');
    for (const n of [name, table]) {
      const list = this.#asked.get(by);
      if (list) list.add(n);
      else this.#asked.set(by, new Set([n]));
    }
  }

  /** Forgets what was asked for from outside: what conditions use is not what the problem uses. */
  forgetOutside(): void {
    this.#asked.delete('');
  }

  /** Everything that was asked for from outside rests on. */
  reached(): ReadonlySet<string> {
    const reached = new Set<string>();
    const visit = (name: string): void => {
      for (const next of this.#asked.get(name) ?? []) {
        if (reached.has(next)) continue;
        reached.add(next);
        visit(next);
      }
    };
    visit('');
    return reached;
  }

  /** Runs `make` for this name; `onCircle` is called with the way round when it is under way already. */
  during<T>(name: string, make: () => T, onCircle: (round: string) => never): T {
    if (this.#underWay.includes(name)) {
      return onCircle([...this.#underWay.slice(this.#underWay.indexOf(name)), name].join(' → '));
    }
    this.#underWay.push(name);
    try {
      return make();
    } finally {
      this.#underWay.pop();
    }
  }
}
