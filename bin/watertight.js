#!/usr/bin/env node
const { run } = await import('../dist/cli.js').catch((error) => {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write('watertight: not built: run npm ci and npm run build where it was installed from\n');
  process.exit(2);
});

await run();
