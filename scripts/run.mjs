// `node scripts/run.mjs vitest …`: a tool of node_modules, or `node` itself, run with Node 24.
import { ensureInstalled } from './install.mjs';
import { run } from './child.mjs';
import { node24, toolEnvironment } from './node24.mjs';
import { inProject, main, Stop } from './project.mjs';

await main(import.meta.url, async () => {
  const [tool, ...args] = process.argv.slice(2);
  if (tool === undefined) throw new Stop('Say what to run: node scripts/run.mjs <tool> [arguments]');
  await ensureInstalled();
  const env = toolEnvironment();
  if (tool !== 'node') return (await run(tool, args, { env, show: true, shell: process.platform === 'win32' })).code;
  // The package has no "type", because the bundles VS Code loads are CommonJS; Node would say so for every .ts file.
  const flags = args.some((arg) => arg.endsWith('.ts')) ? ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON'] : [];
  return (await run(node24().binary, [...flags, ...args], { cwd: inProject(), env, show: true })).code;
});
