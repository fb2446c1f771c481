// Sees to it that the programs which the tests call from outside exist. On Debian as root missing ones are
// installed; elsewhere this fails and says what to install.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian package → the program in it that tests call, and what they need it for. */
const NEEDED = [
  { package: 'chromium', program: 'chromium', reason: 'opens the HTML papers as a student would' },
  {
    package: 'poppler-utils',
    program: 'pdftotext',
    reason: 'reads text, fonts and structure of PDF papers from outside',
  },
  { package: 'qpdf', program: 'qpdf', reason: 'checks that PDF files are well formed' },
  { package: 'ghostscript', program: 'gs', reason: 'reads PDF files and stops at the first warning' },
  { package: 'mupdf-tools', program: 'mutool', reason: 'draws PDF files, as a second reader' },
  { package: 'libxml2-utils', program: 'xmllint', reason: 'validates exports against XML schemas' },
  { package: 'texlive-latex-base', program: 'pdflatex', reason: 'compiles the LaTeX source of papers and keys' },
];

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isInstalled(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, program)));
}

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', ['-qq', '-o', 'Dpkg::Use-Pty=0', ...args], { stdio: 'inherit', env }).status === 0;
}

const missing = () => NEEDED.filter(({ program }) => !isInstalled(program));
const packages = missing().map((tool) => tool.package);

if (packages.length > 0 && existsSync('/etc/debian_version') && process.getuid?.() === 0) {
  process.stdout.write(`Installing what the tests need: ${packages.join(', ')}\n`);
  const install = () => apt('install', '-y', '--no-install-recommends', ...packages);
  // The package lists may be absent or too old; they are fetched only when the first try fails.
  if (!install() && apt('update')) install();
}

const stillMissing = missing();
if (stillMissing.length > 0) {
  const lines = stillMissing.map((tool) => `  ${tool.program} (Debian package ${tool.package}): ${tool.reason}`);
  process.stderr.write(`The tests need programs that are not installed:\n${lines.join('\n')}\n`);
  process.stderr.write(
    `On Debian or Ubuntu: sudo apt-get install ${stillMissing.map((tool) => tool.package).join(' ')}\n`,
  );
  process.exitCode = 2;
}
