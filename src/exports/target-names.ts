/** The names of all targets, apart from their code: the help needs them on every start. */
export const TARGET_NAMES = [
  'moodle-xml',
  'moodle-stack',
  'canvas',
  'qti22',
  'qti3',
  'blackboard',
  'gradescope',
] as const;
