import { describe, expect, it } from 'vitest';
import { readRoster } from '../../src/course/roster.ts';

function roster(text: string) {
  const result = readRoster(text, 'roster.csv');
  if (!result.ok) throw new Error(result.error.map(({ message }) => message).join());
  return result.value;
}

const people = (text: string) => roster(text).students.map(({ id, name }) => [id, name]);
const issues = (text: string) => {
  const result = readRoster(text, 'roster.csv');
  return result.ok ? [] : result.error;
};

const CANVAS = [
  'Student,ID,SIS User ID,SIS Login ID,Section,Homework 0 (4711),Homework 0 Final Score',
  '    Points Possible,,,,,10,(read only)',
  '"Noether, Emmy",1001,u17,enoether,ML 101,9,90',
  '"Gauß, Carl Friedrich",1002,u18,cgauss,ML 101,,',
  'Plato,1003,u19,plato,"ML 101, ML 102",EX,',
  '"Student, Test",1004,,8f3a,ML 101,,',
  '',
].join('\n');

describe('readRoster', () => {
  it('reads id and name, in any order and among others', () => {
    const read = roster('group,Name,ID\nA,Ada Lovelace,007\n');
    expect(read).toMatchObject({ format: 'plain', idColumn: 'ID', columns: ['group', 'Name', 'ID'] });
    expect(read.students).toEqual([{ id: '007', name: 'Ada Lovelace', cells: ['A', 'Ada Lovelace', '007'] }]);
  });

  it('reads Canvas’s gradebook: names turned round, no points row, no test student', () => {
    const read = roster(CANVAS);
    expect(read).toMatchObject({ format: 'canvas', idColumn: 'SIS User ID' });
    expect(people(CANVAS)).toEqual([
      ['u17', 'Emmy Noether'],
      ['u18', 'Carl Friedrich Gauß'],
      ['u19', 'Plato'],
    ]);
    expect(read.warnings).toMatchObject([{ code: 'test-student', line: 6, severity: 'warning' }]);
    expect(read.students[2]?.cells).toEqual(['Plato', '1003', 'u19', 'plato', 'ML 101, ML 102', 'EX', '']);
  });

  it('falls back to the login, then to Canvas’s own number, where ids are missing', () => {
    const without = CANVAS.replace('u18', '');
    expect(roster(without).idColumn).toBe('SIS Login ID');
    expect(roster(without.replace('plato,"', ',"')).idColumn).toBe('ID');
    expect(people('Student,ID,Section\n"Noether, Emmy",1001,ML')).toEqual([['1001', 'Emmy Noether']]);
  });

  it('leaves out Canvas’s row about posting', () => {
    const text = CANVAS.replace('    Points', ',,,,,Manual Posting,\n    Points');
    expect(people(text)).toHaveLength(3);
  });

  it('reads Moodle’s exports, in several languages', () => {
    const english = 'First name,Last name,ID number,Institution,Department,Email address\nEmmy,Noether,u17,,,e@x.edu\n';
    expect(roster(english)).toMatchObject({ format: 'moodle', idColumn: 'ID number' });
    expect(people(english)).toEqual([['u17', 'Emmy Noether']]);
    expect(people(english.replace('u17', ''))).toEqual([['e@x.edu', 'Emmy Noether']]);
    expect(people('Vorname;Nachname;ID-Nummer;E-Mail-Adresse\nEmmy;Noether;u17;e@x.edu')).toEqual([
      ['u17', 'Emmy Noether'],
    ]);
    expect(people('Prénom,Nom de famille,Adresse de courriel\nÉmilie,du Châtelet,e@x.fr')).toEqual([
      ['e@x.fr', 'Émilie du Châtelet'],
    ]);
    expect(roster('First name,Surname,Email address\nEmmy,Noether,e@x.edu')).toMatchObject({ format: 'moodle' });
  });

  it('reads Blackboard’s grade centre', () => {
    const text =
      '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"HW [Total Pts: 2 Score] |534283"\n"Noether"\t"Emmy"\t"en"\t"M17"\t"2.00"\n';
    expect(roster(text)).toMatchObject({ format: 'blackboard', idColumn: 'Student ID' });
    expect(people(text)).toEqual([['M17', 'Emmy Noether']]);
    expect(people('Last Name,First Name,Username\nNoether,Emmy,en')).toEqual([['en', 'Emmy Noether']]);
  });

  it.each([
    ['id,name\ns1,Ada\ns2,Emmy\ns1,Max\n', 'duplicate-id', 4, 1, 'line 2'],
    ['name,id\nAda,s1\nEmmy,\n', 'empty-id', 3, 6, '`id` is empty'],
    ['id,name\ns1,\n', 'empty-name', 2, 4, 'no name'],
    ['id,name\n', 'no-students', 1, 1, 'no student'],
    ['id,fullname\ns1,Ada\n', 'missing-column', 1, 1, 'no column `name`'],
    ['a,b\n1,2\n', 'missing-column', 1, 1, 'no column `id` and no column `name`'],
    ['id,name\ns1,"Ada\n', 'quote', 2, 4, 'never closed'],
    [
      CANVAS.replace('1002,u18,cgauss', ',,').replace('u19', '').replace('plato', ''),
      'empty-id',
      4,
      24,
      'is empty here',
    ],
  ])('refuses %j at its place', (text, code, line, column, message) => {
    expect(issues(text)[0]).toMatchObject({ code, severity: 'error', file: 'roster.csv', line, column });
    expect(issues(text)[0]?.message).toContain(message);
    expect(issues(text)[0]?.hint).toMatch(/\w+ \w+/);
  });

  it('guesses a misspelt heading and lists every double at once', () => {
    expect(issues('id,nmae\ns1,Ada')[0]?.hint).toContain('rename `nmae` to `name`');
    expect(issues('id,name\na,A\na,B\nb,C\nb,D\n').map(({ line }) => line)).toEqual([3, 5]);
  });
});
