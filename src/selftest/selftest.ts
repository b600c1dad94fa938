import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { audit } from '../audit.ts';
import { builtinExamples } from '../detect/builtin.ts';
import { Detector } from '../detect/detector.ts';
import type { CompiledRule } from '../detect/rule.ts';
import { ScanError } from '../errors.ts';
import { evaluate } from '../policy/evaluate.ts';
import type { Packet } from '../policy/packet.ts';
import { scan } from '../scan.ts';
import { planOf, type ScanOptions, toolInfo } from '../scan/plan.ts';
import { documentPaths } from '../policy/governed.ts';
import { compileSurfaceGlobs, type SurfaceGlobs } from '../surface/globs.ts';
import { Secret } from '../secret.ts';
import type { Surface, ToolInfo } from '../types.ts';
import { type Canary, isFound, stacked } from './canary.ts';
import { namedFiles } from './names.ts';
import { beside, type SurfacePath, surfacePaths } from './paths.ts';
import { KNOWN_FORMS } from './known-forms.ts';
import { writeRepository } from './repository.ts';
import { sampleOf } from './rules.ts';
import { VIEWS } from './views.ts';

/** What to test: the packet, rules and key of a scan. */
export interface SelftestOptions extends Pick<
  ScanOptions,
  'packet' | 'packetOrigin' | 'rules' | 'key' | 'env' | 'signal'
> {
  /** Templates of the rules other than the built-in ones, by rule id. */
  readonly examples?: Readonly<Record<string, readonly (readonly string[])[]>>;
}

/** What was planted, and what was not found. */
export interface SelftestResult {
  readonly tool: ToolInfo;
  readonly planted: number;
  /** What each canary that was not found tests. */
  readonly missing: readonly string[];
  /** What nothing was planted for, and why. */
  readonly notPlanted: readonly string[];
  readonly exitCode: 0 | 1;
}

/**
 * Plants random values for each rule, surface and view that the packet covers in a separate folder, scans it as the
 * packet says, and names what was not found: a scanner that says "clean" because it is blind fails here.
 *
 * @throws {ScanError} `interrupted` if its signal ends it: what was not scanned is not missing. The folder is removed
 * then as well
 */
export async function selftest(options: SelftestOptions): Promise<SelftestResult> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'watertight-selftest-')));
  try {
    const test = new Selftest(options, folder);
    await test.plant();
    return await test.result();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

class Selftest {
  readonly #options: ScanOptions & SelftestOptions;
  readonly #folder: string;
  readonly #seed: string = randomBytes(16).toString('hex');
  readonly #canaries: Canary[] = [];
  readonly #notPlanted: string[] = [];
  /** A declared value from one alphabet: what precedes a hyphen would be taken for a public prefix. */
  readonly #known: string = randomBytes(48).toString('base64').replaceAll(/\W/g, '').slice(0, 32);
  #commitMessage: string | undefined;
  #tool: ToolInfo | undefined;

  constructor(options: SelftestOptions, folder: string) {
    // Only git needs part of the environment: other variables may name folders that the packet refuses to open.
    const env = { PATH: options.env['PATH'], HOME: folder };
    const known = { values: [{ name: 'WATERTIGHT_SELFTEST', secret: new Secret(this.#known) }] };
    this.#options = { ...options, paths: ['.'], cwd: folder, packetRoot: folder, env, known };
    this.#folder = folder;
  }

  async plant(): Promise<void> {
    const plan = await planOf(this.#options);
    this.#tool = toolInfo(this.#options, plan);
    const { packet, rules } = plan;
    const detector = new Detector(rules);
    const examples = { ...builtinExamples(), ...this.#options.examples };
    const isHit = (text: string): boolean => detector.detectWhole(Buffer.from(text, 'latin1')).length > 0;
    const samples = new Map(
      rules.map((rule) => [rule, sampleOf({ rule, examples: examples[rule.id] ?? [] }, this.#seed, isHit)]),
    );
    const probe = rules.find(({ id }) => id === PROBE) as CompiledRule;
    const value = samples.get(probe) ?? '';
    const globs = await compileSurfaceGlobs(packet.surfaces, documentPaths(packet.governed));
    const paths = surfacePaths(packet, globs);
    this.#plantRules(samples, paths, packet);
    const forbidden = (surface: Surface): boolean => isForbidden(probe, surface, packet);
    this.#plantSurfaces(paths, value, forbidden);
    const place = placesOf(paths, globs, forbidden);
    this.#plantViews(value, place);
    this.#plantNames(value, forbidden('other'));
    this.#plantKnown(place);
    if (forbidden('commit')) this.#commitMessage = value;
    for (const { path, bytes } of this.#canaries) {
      this.#goOn();
      await mkdir(join(this.#folder, dirname(path)), { recursive: true });
      await writeFile(join(this.#folder, path), bytes);
    }
  }

  /** Each rule in its own file; if the packet forbids it only on some surface, together with others in a file on that surface. */
  #plantRules(
    samples: ReadonlyMap<CompiledRule, string | undefined>,
    paths: readonly SurfacePath[],
    packet: Packet,
  ): void {
    const onSurface = new Map<SurfacePath, (readonly [string, string])[]>();
    for (const [rule, text] of samples) {
      const what = `rule ${rule.id}`;
      const place = paths.find(({ surface, path }) => path !== undefined && isForbidden(rule, surface, packet));
      if (text === undefined) this.#notPlanted.push(`${what}: it has no example`);
      else if (isForbidden(rule, 'other', packet))
        this.#canaries.push({ what, path: `rules/${rule.id}.txt`, bytes: Buffer.from(`${text}\n`, 'latin1') });
      else if (place === undefined) this.#notPlanted.push(`${what}: the packet forbids it on no surface of files`);
      else onSurface.set(place, [...(onSurface.get(place) ?? []), [what, text]]);
    }
    for (const [{ surface, path }, texts] of onSurface)
      if (path !== undefined) this.#canaries.push(...stacked(path, texts, surface));
  }

  #plantSurfaces(paths: readonly SurfacePath[], value: string, forbidden: (surface: Surface) => boolean): void {
    for (const { surface, glob, path } of paths) {
      const what = `surface ${surface}${glob === undefined ? '' : ` by ${glob}`}`;
      if (path === undefined) this.#notPlanted.push(`${what}: no name could be made that fits`);
      else if (!forbidden(surface)) this.#notPlanted.push(`${what}: the packet forbids no secret there`);
      else if (!this.#canaries.some((one) => one.path === path))
        this.#canaries.push({ what, path, bytes: Buffer.from(`${value}\n`, 'latin1'), surface });
    }
  }

  /** Views are searched alike on every surface: they are planted where a secret is forbidden. */
  #plantViews(value: string, placeOf: PlaceOf): void {
    for (const { name, ending, write } of VIEWS)
      this.#plantIn(`view ${name}`, placeOf('views', name.replaceAll(/[ >]+/g, '-'), ending), write(value));
  }

  /** Names are scanned everywhere; a separate folder is on no surface of the packet. */
  #plantNames(value: string, isForbiddenThere: boolean): void {
    for (const { name, path, bytes } of namedFiles(value)) {
      const [what, below] = [`name of a ${name}`, `names/${name.replaceAll(' ', '-')}/`];
      if (isForbiddenThere) this.#canaries.push({ what, path: below + path, below, bytes });
      else this.#notPlanted.push(`${what}: the packet forbids no secret in other files`);
    }
  }

  /** A value that no rule matches, declared only for this test. */
  #plantKnown(placeOf: PlaceOf): void {
    for (const { name, write } of KNOWN_FORMS)
      this.#plantIn(`known value ${name}`, placeOf('known', name.replaceAll(' ', '-'), 'log'), write(this.#known));
  }

  #plantIn(what: string, path: string | undefined, bytes: Buffer): void {
    if (path === undefined) this.#notPlanted.push(`${what}: the packet forbids no secret on a surface of files`);
    else this.#canaries.push({ what, path, bytes });
  }

  async result(): Promise<SelftestResult> {
    const { result } = await scan(this.#options);
    this.#goOn();
    const missing = this.#canaries.filter((canary) => !isFound(canary, result.findings)).map(({ what }) => what);
    if (this.#commitMessage !== undefined && !(await this.#isInCommit(this.#commitMessage)))
      missing.push('surface commit');
    const planted = this.#canaries.length + (this.#commitMessage === undefined ? 0 : 1);
    const tool = this.#tool ?? result.tool;
    return { tool, planted, missing, notPlanted: this.#notPlanted, exitCode: missing.length === 0 ? 0 : 1 };
  }

  #goOn(): void {
    if (this.#options.signal?.aborted === true)
      throw new ScanError('interrupted', 'Cannot test: it was ended before its end, and nothing was proved');
  }

  async #isInCommit(message: string): Promise<boolean> {
    const repository = join(this.#folder, 'repository');
    await writeRepository(repository, message);
    const { result } = await audit({ ...this.#options, cwd: repository, repositories: [repository], remember: false });
    this.#goOn();
    return result.findings.some(({ surface }) => surface === 'commit');
  }
}

/** Where a file with a folder, name and extension is planted; undefined if a secret is forbidden on no surface of files. */
type PlaceOf = (folder: string, name: string, ending: string) => string | undefined;

function placesOf(
  paths: readonly SurfacePath[],
  globs: SurfaceGlobs,
  forbidden: (surface: Surface) => boolean,
): PlaceOf {
  const places = paths.filter(({ surface }) => forbidden(surface));
  return (folder, name, ending) =>
    forbidden('other')
      ? `${folder}/${name}.${ending}`
      : places.map((place) => beside(place, name, globs)).find((one) => one !== undefined);
}

/** The rule whose values represent all others in surfaces and views: they have a checksum, so that none is a sample by chance. */
const PROBE = 'github-classic-pat';

function isForbidden(rule: CompiledRule, surface: Surface, packet: Packet): boolean {
  const isLookedFor = rule.surfaces?.includes(surface) !== false;
  return isLookedFor && evaluate({ rule, confidence: rule.confidence, surface }, packet).kind === 'forbidden';
}
