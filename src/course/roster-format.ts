/** Where a roster comes from, told by its headings. */
export type RosterFormat = 'plain' | 'canvas' | 'moodle' | 'blackboard';

/** What the headings of a roster mean: positions of columns. */
export interface RosterLayout {
  readonly format: RosterFormat;
  /** Columns that may hold the id, the best first: the university's own before the platform's. */
  readonly ids: readonly number[];
  /** Columns that make up the name, in reading order. */
  readonly names: readonly number[];
}

/** One kind of roster; each entry of `names` and `ids` lists the headings that one column may have. */
interface Headings {
  readonly format: RosterFormat;
  readonly names: readonly (readonly string[])[];
  readonly ids: readonly (readonly string[])[];
  /** Further headings, of which one must be there. */
  readonly mark: readonly string[];
}

// Moodle translates the headings of its exports; Canvas and Blackboard write the English ones.
const FIRST_NAME = ['first name', 'vorname', 'prénom', 'nombre', 'nome'];
const LAST_NAME = ['last name', 'surname', 'nachname', 'nom de famille', 'nom', 'apellido(s)', 'apellidos', 'cognome'];
const ID_NUMBER = [
  'id number',
  'id-nummer',
  'numéro d’identification',
  "numéro d'identification",
  'número de id',
  'codice identificativo',
];
const USERNAME = ['username', 'anmeldename', 'nom d’utilisateur', "nom d'utilisateur", 'nombre de usuario'];
const EMAIL = [
  'email address',
  'e-mail-adresse',
  'e-mail',
  'adresse de courriel',
  'dirección de correo',
  'indirizzo email',
  'email',
];

const FORMATS: readonly Headings[] = [
  { format: 'canvas', names: [['student']], ids: [['sis user id'], ['sis login id'], ['id']], mark: ['section'] },
  { format: 'plain', names: [['name']], ids: [['id']], mark: ['name'] },
  {
    format: 'blackboard',
    names: [['first name'], ['last name']],
    ids: [['student id'], ['username']],
    mark: ['student id'],
  },
  {
    format: 'moodle',
    names: [FIRST_NAME, LAST_NAME],
    ids: [ID_NUMBER, USERNAME, EMAIL],
    mark: [...ID_NUMBER, ...EMAIL],
  },
  { format: 'blackboard', names: [['first name'], ['last name']], ids: [['username']], mark: ['username'] },
];

/** Recognises a roster by its headings, in any order and letter case; undefined when none of the formats fits. */
export function findLayout(columns: readonly string[]): RosterLayout | undefined {
  const headings = columns.map((column) => column.trim().toLowerCase());
  const find = (candidates: readonly string[]) => headings.findIndex((heading) => candidates.includes(heading));
  for (const { format, names, ids, mark } of FORMATS) {
    const nameColumns = names.map(find);
    const idColumns = ids.map(find).filter((column) => column >= 0);
    if (find(mark) >= 0 && idColumns.length > 0 && nameColumns.every((column) => column >= 0)) {
      return { format, ids: idColumns, names: nameColumns };
    }
  }
  return undefined;
}
