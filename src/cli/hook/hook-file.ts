import { accessSync, chmodSync, constants, lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../../make-folder.ts';
import { ScanError, systemReason } from '../../errors.ts';
import { printablePath } from '../../policy/quotation.ts';
import { type HookName, isOurs, KEPT } from './script.ts';
import { statsAt } from '../../stats.ts';

/** What stands in the place of a hook. */
export type HookState =
  | { readonly kind: 'none' }
  | { readonly kind: 'ours'; readonly text: string }
  /** `text`: undefined for a link and whatever else is no file. */
  | { readonly kind: 'other'; readonly text?: string };

/** One hook of a hooks folder. */
export class HookFile {
  readonly name: HookName;
  readonly path: string;
  readonly keptPath: string;

  /** @param folder absolute */
  constructor(folder: string, name: HookName) {
    this.name = name;
    this.path = join(folder, name);
    this.keptPath = `${this.path}${KEPT}`;
  }

  /** @throws {ScanError} `usage` for what cannot be read */
  state(): HookState {
    if (!exists(this.path)) return { kind: 'none' };
    try {
      // A link is somebody's own, whatever it leads to.
      if (!lstatSync(this.path).isFile()) return { kind: 'other' };
      const text = readFileSync(this.path, 'utf8');
      return isOurs(text) ? { kind: 'ours', text } : { kind: 'other', text };
    } catch (cause) {
      throw this.#failure('read', cause);
    }
  }

  /** Whether a hook that was there before is kept. */
  get hasKept(): boolean {
    return exists(this.keptPath);
  }

  /** Whether git may start the file: it passes by a hook that is not executable (githooks). */
  get isExecutable(): boolean {
    return isProgram(this.path);
  }

  /** Whether the hook that is kept is one that git would have started. */
  get runsKept(): boolean {
    return isProgram(this.keptPath);
  }

  /**
   * Puts a script of ours in the place, and what was there aside.
   *
   * @throws {ScanError} `usage` for a folder that cannot be written, and where a hook would be lost
   */
  install(folder: string, text: string): void {
    const other = this.state().kind === 'other';
    if (other && this.hasKept) {
      throw new ScanError(
        'usage',
        `Cannot install the hook ${this.name}: both ${this.name} and ${this.name}${KEPT} exist, and one would be lost. ` +
          `Merge them into one, then install again`,
      );
    }
    const fresh = `${this.path}.watertight-new`;
    try {
      makeFolder(folder);
      // A link that a work tree brings along in this place would lead elsewhere.
      rmSync(fresh, { force: true });
      writeFileSync(fresh, text, { flag: 'wx' });
      chmodSync(fresh, 0o755);
      if (other) renameSync(this.path, this.keptPath);
      renameSync(fresh, this.path);
    } catch (cause) {
      if (exists(fresh)) rmSync(fresh, { force: true });
      throw this.#failure('install', cause);
    }
  }

  /** Removes a script of ours and puts back what was there before it; false where there is none of ours. */
  uninstall(): boolean {
    if (this.state().kind !== 'ours') return false;
    try {
      if (this.hasKept) renameSync(this.keptPath, this.path);
      else rmSync(this.path);
      return true;
    } catch (cause) {
      throw this.#failure('uninstall', cause);
    }
  }

  #failure(verb: string, cause: unknown): ScanError {
    const reason = `${printablePath(this.path)}: ${systemReason(cause)}`;
    return new ScanError('usage', `Cannot ${verb} the hook ${this.name} at ${reason}`, { cause });
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function exists(path: string): boolean {
  return statsAt(path, 'keep') !== undefined;
}
