import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { npmEnvironment } from '../../scripts/node24.mjs';
import { inProject } from '../../scripts/project.mjs';
import { elements, parseXml } from '../core/runs/xml.ts';
import { environment, TemporaryFolder } from './casebook.ts';

const windows = process.platform === 'win32';
/** What CI installs: `npm pack`, installed as the examples say, without a network, with nothing else around it. */
const machine = new TemporaryFolder();
const installed = machine.file('npm', ...(windows ? [] : ['lib']), 'node_modules', 'casebook');
const cli = join(installed, 'dist', 'cli.js');
const npm = npmEnvironment({ npm_config_prefix: machine.file('npm'), npm_config_cache: machine.file('cache'), npm_config_offline: 'true', npm_config_update_notifier: 'false' });

beforeAll(() => {
  const run = (...args: readonly string[]) => execFileSync('npm', args, { cwd: inProject(), env: npm, shell: windows, stdio: 'pipe' });
  run('pack', '--ignore-scripts', '--pack-destination', machine.path);
  const [archive = ''] = readdirSync(machine.path).filter((name) => name.endsWith('.tgz'));
  copyFileSync(machine.file(archive), machine.file('casebook.tgz'));
  run('install', '--global', '--omit=optional', machine.file('casebook.tgz'));
  return () => machine[Symbol.asyncDispose]();
}, 120_000);

test('the package holds what it needs, and no sources', () => {
  const names = readdirSync(installed, { recursive: true }).map(String);
  expect(names).toEqual(expect.arrayContaining(['package.json', 'README.md', 'LICENSE', join('media', 'ci', 'github-actions.yml'), join('media', 'ci', 'gitlab-ci.yml')]));
  expect(names.filter((name) => /(^|[/\\])(src|test|examples|node_modules)([/\\]|$)/.test(name))).toEqual([]);
});

test('it reads formats and imports from an empty folder', async () => {
  await using empty = new TemporaryFolder();
  const formats = await empty.run(['formats'], { cli });
  expect(formats).toMatchObject({ code: 0, stderr: '' });
  expect(formats.stdout).toContain('otlp');

  copyFileSync(inProject('examples', 'support-agent', 'traces', 'support-2026-11.otlp.jsonl'), empty.file('traces.jsonl'));
  const imported = await empty.run(['import', 'traces.jsonl'], { cli });
  expect(imported).toMatchObject({ code: 0, stderr: '' });
  expect(imported.stdout).toMatch(/^24 traces, 6 failing$/m);
  expect(readdirSync(empty.path).sort()).toEqual(['.casebook', 'traces.jsonl']);
});

test('it runs cases from a folder that was empty, and says by its exit code what came of them', async () => {
  await using empty = new TemporaryFolder();
  const write = (name: string, text: string): void => {
    mkdirSync(empty.file('casebook', 'cases'), { recursive: true });
    writeFileSync(empty.file(name), text);
  };
  write('agent.mjs', 'console.log("in transit")');
  write('casebook/config.yaml', 'targets: {agent: {type: command, command: [node, agent.mjs]}, gone: {type: command, command: [node, gone.mjs]}}\ndefaultTarget: agent\n');
  write('casebook/cases/a.case.yaml', 'id: a\nkind: capability\nquery: q\ngroundTruth: in transit\n');
  const run = (...args: readonly string[]) => empty.run(['run', '--junit', 'casebook.xml', ...args], { cli });
  expect((await run()).code).toBe(0);
  expect((await run('--target', 'gone')).code).toBe(2);
  expect(elements(parseXml(empty.read('casebook.xml')), 'error')).toHaveLength(1);
  expect((await run('--target', 'missing')).code).toBe(3);
  write('casebook/cases/b.case.yaml', 'id: b\nkind: capability\nquery: q\ngroundTruth: lost\n');
  expect((await run()).code).toBe(1);
  expect(parseXml(empty.read('casebook.xml')).attributes).toMatchObject({ tests: '2', failures: '1' });
});

/** What people copy: jobs by name, with the lines they hand to a shell. */
const scripts: Readonly<Record<string, (job: string) => readonly string[]>> = {
  'github-actions.yml': (job) => {
    const { jobs } = parse(readFileSync(join(installed, 'media', 'ci', 'github-actions.yml'), 'utf8')) as { readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>> };
    return jobs[job]?.steps.flatMap(({ run }) => run ?? []) ?? [];
  },
  'gitlab-ci.yml': (job) => {
    const jobs = parse(readFileSync(join(installed, 'media', 'ci', 'gitlab-ci.yml'), 'utf8')) as Readonly<Record<string, { readonly before_script?: readonly string[]; readonly script?: readonly string[] }>>;
    return [...(jobs['.casebook']?.before_script ?? []), ...(jobs[job]?.script ?? [])];
  },
};

const installing = new Set<string>();

describe.skipIf(windows).each(Object.keys(scripts))('the example %s', (name) => {
  test('does what it says when its lines are run', async () => {
    await using checkout = new TemporaryFolder();
    cpSync(inProject('examples', 'support-agent'), checkout.path, { recursive: true, filter: (from) => !/[/\\](\.casebook|recordings|labels)$/.test(from) });
    rmSync(checkout.file('traces', 'support-2026-11.chat.jsonl'));
    mkdirSync(checkout.file('tools'));
    copyFileSync(machine.file('casebook.tgz'), checkout.file('tools', 'casebook.tgz'));
    const env = { ...npm, ...environment(checkout.path, { GITHUB_STEP_SUMMARY: checkout.file('summary.md'), CI: 'true' }) };
    const shell = (line: string) => spawnSync('bash', ['-eo', 'pipefail', '-c', line], { cwd: checkout.path, env: { ...env, PATH: `${machine.file('npm', 'bin')}:${env.PATH ?? ''}` }, encoding: 'utf8' });
    const lines = [...(scripts[name]?.('cases') ?? []), ...(scripts[name]?.('replay') ?? [])];
    expect(lines.filter((line) => line.startsWith('casebook ')).map((line) => line.split(' ')[1])).toEqual(['validate', 'run', 'import', 'replay']);
    // Both install with the same line, which takes npm some seconds: once is enough.
    for (const line of new Set(lines)) if (!line.startsWith('npm ') || !installing.has(line)) expect(shell(line), line).toMatchObject({ status: 0 });
    for (const line of lines) installing.add(line);
    expect(parseXml(checkout.read('casebook.xml')).attributes).toMatchObject({ name: 'casebook', failures: '0', errors: '0' });
    const summaries = name === 'github-actions.yml' ? checkout.read('summary.md') : `${checkout.read('casebook.md')}${checkout.read('replay.md')}`;
    expect(summaries.split('\n').filter((line) => line.startsWith('# '))).toEqual(['# Passed: 4 of 4 cases against faulty', expect.stringMatching(/^# \d+ of \d+ traces changed against faulty$/) as string]);
  }, 60_000);
});
