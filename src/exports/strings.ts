/** What exports say to students beside a box, and the words of tables. */
export interface ExportStrings {
  readonly numberForm: string;
  readonly fourDigits: string;
  readonly exact: string;
  readonly formulaAt: string;
  readonly point: string;
  readonly valueThere: string;
  readonly slice: (index: number) => string;
  readonly node: string;
  readonly value: string;
  readonly adjoint: string;
  readonly contribution: (k: number) => string;
  readonly noLine: string;
  readonly notUsed: string;
  readonly position: string;
  readonly ascending: string;
  readonly signed: string;
  readonly scaled: string;
  readonly positiveScaled: string;
  readonly sizes: string;
  readonly notExisting: string;
  readonly shape: string;
  readonly rubric: string;
  readonly points: string;
  readonly sample: string;
  readonly length: string;
}

const en: ExportStrings = {
  numberForm:
    'Type numbers as decimals with a point (0.25, -1.5, 1.2e-3). Fractions, formulas, decimal commas and units are not understood: of 3/4 only the 3 would count.',
  fourDigits: 'Where a number does not end, give at least 4 significant digits.',
  exact: 'Give terminating decimals in full.',
  formulaAt: 'Find the formula, then give its value at these points to 4 significant digits.',
  point: 'Point',
  valueThere: 'Value of your formula',
  slice: (index) => `First index ${index}`,
  node: 'Node',
  value: 'Value',
  adjoint: 'Adjoint',
  contribution: (k) => `Contribution ${k}`,
  noLine: 'No line is wrong',
  notUsed: 'does not belong',
  position: 'Choose for each line its place in the right order.',
  ascending: 'Give the entries in ascending order.',
  signed: 'Choose the sign so that the first entry other than zero is positive.',
  scaled: 'Scale the answer so that its first entry other than zero is 1.',
  positiveScaled: 'Scale the answer so that its first entry other than zero is 1 or -1.',
  sizes: 'Sizes',
  notExisting: 'If it does not exist, type DNE.',
  shape: 'Type a shape as 2x3, mxn or scalar.',
  rubric: 'Rubric',
  points: 'Points',
  sample: 'Sample answer',
  length: 'Length',
};

const de: ExportStrings = {
  numberForm:
    'Zahlen als Dezimalzahlen mit Punkt eingeben (0.25, -1.5, 1.2e-3). Brüche, Formeln, Dezimalkommas und Einheiten werden nicht verstanden: Von 3/4 würde nur die 3 zählen.',
  fourDigits: 'Wo eine Zahl nicht abbricht, mindestens 4 gültige Ziffern angeben.',
  exact: 'Abbrechende Dezimalzahlen vollständig angeben.',
  formulaAt: 'Die Formel finden und ihren Wert an diesen Stellen mit 4 gültigen Ziffern angeben.',
  point: 'Stelle',
  valueThere: 'Wert Ihrer Formel',
  slice: (index) => `Erster Index ${index}`,
  node: 'Knoten',
  value: 'Wert',
  adjoint: 'Adjungierte',
  contribution: (k) => `Beitrag ${k}`,
  noLine: 'Keine Zeile ist falsch',
  notUsed: 'gehört nicht dazu',
  position: 'Für jede Zeile ihren Platz in der richtigen Reihenfolge wählen.',
  ascending: 'Die Einträge in aufsteigender Reihenfolge angeben.',
  signed: 'Das Vorzeichen so wählen, dass der erste von null verschiedene Eintrag positiv ist.',
  scaled: 'So skalieren, dass der erste von null verschiedene Eintrag 1 ist.',
  positiveScaled: 'So skalieren, dass der erste von null verschiedene Eintrag 1 oder -1 ist.',
  sizes: 'Größen',
  notExisting: 'Falls es nicht existiert: DNE eingeben.',
  shape: 'Eine Form als 2x3, mxn oder scalar eingeben.',
  rubric: 'Bewertungsraster',
  points: 'Punkte',
  sample: 'Beispielantwort',
  length: 'Umfang',
};

export const exportStrings = (locale: string): ExportStrings => (/^de\b/i.test(locale) ? de : en);
