// Imports the example workspace's recorded traces with the built command line, as a person would.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runOrStop } from './child.mjs';
import { node24, toolEnvironment } from './node24.mjs';
import { inProject, Stop } from './project.mjs';

export const exampleWorkspace = inProject('examples', 'support-agent');

/** @param {readonly string[]} args @returns {Promise<string>} */
async function casebook(...args) {
  const command = [inProject('dist', 'cli.js'), ...args, '--workspace', exampleWorkspace, '--json'];
  const { stdout } = await runOrStop('The example could not be read:', node24().binary, command, { cwd: exampleWorkspace, env: toolEnvironment() });
  return stdout;
}

const count = (/** @type {number} */ n, /** @type {string} */ what) => `${n.toLocaleString('en-US')} ${what}`;

/** @returns {Promise<string>} what is in the example now, as "24 traces, 6 failing, 24 not reviewed" */
export async function importExample() {
  const folder = join(exampleWorkspace, 'traces');
  const files = readdirSync(folder).filter((name) => name.endsWith('.otlp.jsonl')).sort().map((name) => join('traces', name));
  if (files.length === 0) throw new Stop(`${folder} holds no *.otlp.jsonl export to import.`);
  await casebook('import', ...files);
  const rows = (await casebook('list', '--limit', '1000')).split('\n').filter((line) => line.trim() !== '');
  const outcomes = rows.map((line) => /** @type {{ outcome: string }} */ (JSON.parse(line)).outcome);
  const having = (/** @type {readonly string[]} */ ...wanted) => outcomes.filter((outcome) => wanted.includes(outcome)).length;
  // `failing` and `unreviewed` are what the run itself shows; the others are a person's verdict.
  const parts = [
    count(rows.length, 'traces'),
    count(having('failing', 'failed'), 'failing'),
    count(having('failing', 'unreviewed'), 'not reviewed'),
  ];
  return parts.join(', ');
}
