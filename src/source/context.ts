import type { SourceEvent } from '../types.ts';
import type { Exclusion } from './exclusion.ts';
import type { FileSystem } from './file-system.ts';
import type { Place } from './place.ts';
import type { RawPath } from './raw-path.ts';

/** Settings that apply to a whole run of a file source. */
export interface SourceContext {
  readonly fs: FileSystem;
  readonly exclusion: Exclusion;
  /** Words before the glob in the detail of an `excluded` skip. */
  readonly excludeLabel: string;
  readonly respectGitignore: boolean;
  /** The reason why a real path must not be opened. */
  readonly refuse: (real: RawPath) => string | undefined;
  /** Folders that are walked. */
  readonly folders: readonly Place[];
  /** Files that are targets themselves, by real path. */
  readonly files: ReadonlyMap<RawPath, Place>;
}

/** The event for one place. */
export interface Found {
  readonly event: SourceEvent;
  readonly real: RawPath;
}
