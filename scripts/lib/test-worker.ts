/** Runs the test files that the parent process names, one message each, and answers with what became of them. */
import { configureGlobal } from 'fast-check';
import { SEED_VARIABLE, type TestAnswer, type TestFile } from './test-files.ts';

/** What uvu keeps while test files register and run their suites. */
interface Uvu {
  UVU_DEFER?: number;
  UVU_INDEX?: number;
  UVU_QUEUE?: unknown[][];
}

const shared = globalThis as Uvu;
shared.UVU_DEFER = 1;
configureGlobal({ seed: Number(process.env[SEED_VARIABLE]) });
const { exec } = await import('uvu');
const write = process.stdout.write.bind(process.stdout);

async function runFile({ name, file }: TestFile): Promise<TestAnswer> {
  let output = '';
  process.stdout.write = (chunk: string | Uint8Array, ...rest: never[]): boolean => {
    output += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    const done = rest.at(-1) as unknown;
    if (typeof done === 'function') done();
    return true;
  };
  const started = performance.now();
  try {
    const queue = (shared.UVU_QUEUE ??= []);
    queue.length = 0;
    queue.push([name]);
    shared.UVU_INDEX = 0;
    await import(`file://${file}`);
    const suites = (queue[0]?.length ?? 1) - 1;
    await exec();
    return { name, output, suites, seconds: (performance.now() - started) / 1000 };
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { name, output: `${output}${text}\n`, suites: 0, seconds: (performance.now() - started) / 1000 };
  } finally {
    process.stdout.write = write;
  }
}

process.on('message', (file: TestFile) => {
  void runFile(file).then((answer) => process.send?.(answer));
});
