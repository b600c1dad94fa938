/**
 * npm runs this after it has installed the development tools, and where it installs the package from its repository
 * (`npm install git+…`, which pre-commit does): what was not built yet is built. A global installation does not bring the
 * tools, so they are installed here; nothing of them runs a script.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const { npm_config_global: _, npm_config_prefix: __, ...env } = process.env;

/** Everything goes to standard error: on standard output `npm pack` names the package. */
function npm(...args) {
  execFileSync('npm', args, { env, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
}

if (!existsSync('dist/cli.cjs')) {
  if (!existsSync('node_modules/esbuild')) npm('ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund');
  npm('run', '--silent', 'build');
}
