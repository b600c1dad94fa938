#!/usr/bin/env node
const program = () => {
  try {
    return require('../dist/cli.cjs');
  } catch (error) {
    if (error?.code !== 'MODULE_NOT_FOUND') throw error;
    process.stderr.write('watertight: not built: run npm ci and npm run build where it was installed from\n');
    return process.exit(2);
  }
};

program().run();
