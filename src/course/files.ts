import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeAtomically from 'write-file-atomic';
import type { Issue } from '../base/issue.ts';
import { issue } from '../base/issue.ts';
import type { Result } from '../base/result.ts';
import { failure, success } from '../base/result.ts';

/** Makes a folder and those above it, where they are missing. */
export async function ensureDir(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
}

/**
 * Writes a file so that its name holds the old content or the new, never a part of either, also when the program is
 * stopped meanwhile. Folders on the way are made.
 * @throws what the file system refuses
 */
export async function writeFile(path: string, data: string | Uint8Array): Promise<void> {
  await ensureDir(dirname(path));
  // Without waiting for the disk: after a power failure a file may be missing, and is built again.
  await writeAtomically(path, typeof data === 'string' ? data : Buffer.from(data), { fsync: false });
}

/**
 * Reads a text file in UTF-8, or in UTF-16 with a byte order mark as spreadsheets and Blackboard save it. The mark
 * itself is left out.
 */
export async function readTextFile(path: string): Promise<Result<string, Issue>> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    return failure(accessIssue(error, path));
  }
  try {
    return success(new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes));
  } catch {
    const hint = 'Save it as UTF-8 (in spreadsheets: “CSV UTF-8”).';
    return failure(issue('encoding', 'this is no text in UTF-8', { file: path }, hint));
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return 'utf-8';
}

/** @throws what is neither missing, a folder, nor forbidden */
function accessIssue(error: unknown, path: string): Issue {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const place = { file: path };
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return issue('no-file', 'there is no such file', place, 'Check its name and folder.');
  }
  if (code === 'EISDIR') return issue('folder', 'this is a folder, not a file', place, 'Name a file in it.');
  if (code === 'EACCES' || code === 'EPERM') {
    return issue('no-access', 'reading this file is not permitted', place, 'Change its permissions.');
  }
  throw error;
}
