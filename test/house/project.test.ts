import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bindings, commandOf, compareBindings, compareCommandOf } from '../../src/core/display/pageKeys.ts';
import { describedKeys, reviewActions, reviewCommandOf } from '../../src/core/display/reviewKeys.ts';
import { inProject, root } from '../../scripts/project.mjs';

interface Command {
  readonly command: string;
  readonly title?: string;
  readonly category?: string;
  readonly enablement?: string;
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly contributes?: {
    readonly commands?: readonly Command[];
    readonly menus?: Readonly<Record<string, readonly { readonly command?: string }[]>>;
    readonly keybindings?: readonly { readonly command: string }[];
    readonly configuration?: { readonly properties: Readonly<Record<string, { readonly propertyNames?: { readonly enum: readonly string[] }; readonly properties?: Readonly<Record<string, { readonly description: string }>> }>> };
  };
}

const manifest = JSON.parse(readFileSync(inProject('package.json'), 'utf8')) as Manifest;
const { dependencies = {}, devDependencies, optionalDependencies } = manifest;

describe('packages', () => {
  test('are bundled, so none is needed at run time', () => expect(Object.keys(dependencies)).toEqual([]));

  test('are pinned to one version', () => {
    const loose = Object.entries({ ...devDependencies, ...optionalDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    expect(loose).toEqual([]);
  });

  test('each have a line in CONTRIBUTING.md that says why', () => {
    const contributing = readFileSync(inProject('CONTRIBUTING.md'), 'utf8');
    const unexplained = Object.keys({ ...devDependencies, ...optionalDependencies }).filter((name) => !contributing.includes(`\`${name}\``));
    expect(unexplained).toEqual([]);
  });

  test('come from wherever the reader has a registry: the lock names no host', () => {
    expect(readFileSync(inProject('package-lock.json'), 'utf8')).not.toContain('"resolved"');
  });
});

describe('commands', () => {
  const commands = manifest.contributes?.commands ?? [];

  test('exist', () => expect(commands.length).toBeGreaterThan(0));

  test('have a title, and a category that groups them in the palette', () => {
    expect(commands.filter(({ title, category }) => !title || category !== 'Casebook').map(({ command }) => command)).toEqual([]);
  });

  test('are those of the key table, for all that the trajectory page can be told', () => {
    const ofPage = commands.filter(({ command }) => command.startsWith('casebook.trajectory.'));
    expect(ofPage.map(({ command, title }) => [command, title])).toEqual(bindings.flatMap(({ action, title }) => (title === undefined ? [] : [[commandOf(action), `Trajectory: ${title}`]])));
  });

  test('are those of the key table, for what a comparison can be told', () => {
    const ofPage = commands.filter(({ command }) => command.startsWith('casebook.compare.'));
    expect(ofPage.map(({ command, title }) => [command, title])).toEqual(compareBindings.flatMap(({ action, title }) => (title === undefined ? [] : [[compareCommandOf(action), `Comparison: ${title}`]])));
    expect(manifest.contributes?.configuration?.properties['casebook.compare.keys']?.propertyNames?.enum).toEqual(compareBindings.map(({ action }) => action));
  });

  test('are those of the key tables, for all that the review page can be told', () => {
    const ofPage = commands.filter(({ command }) => command.startsWith('casebook.review.'));
    const titled = reviewActions.filter(({ title }) => title !== undefined);
    expect(reviewActions.filter(({ title }) => title === undefined).map(({ action }) => action)).toEqual(['leave']);
    expect(ofPage.map(({ command, title }) => [command, title])).toEqual(titled.map(({ action, title }) => [reviewCommandOf(action), `Review: ${title}`]));
    // Only while the page is in front, on a tab that has it.
    for (const [at, { tabs }] of titled.entries()) expect(ofPage[at]!.enablement).toMatch(tabs === null ? /^activeWebviewPanelId == 'casebook\.review'$/u : new RegExp(`^activeWebviewPanelId == 'casebook\\.review' && casebook\\.reviewTab .*\\b${tabs.join('\\b.*\\b')}\\b`, 'u'));
    const described = manifest.contributes?.configuration?.properties['casebook.review.keys']?.properties ?? {};
    expect(Object.entries(described).map(([action, { description }]) => [action, description])).toEqual(reviewActions.filter(({ byDigit }) => !byDigit).map((each) => [each.action, describedKeys(each)]));
  });

  test('every action of the page with one key can have another', () => {
    const named = manifest.contributes?.configuration?.properties['casebook.trajectory.keys']?.propertyNames?.enum;
    expect(named).toEqual(bindings.filter(({ keys }) => keys.length === 1).map(({ action }) => action));
  });

  test('are declared where a menu or key names one', () => {
    const declared = new Set(commands.map(({ command }) => command));
    const { menus = {}, keybindings = [] } = manifest.contributes ?? {};
    const used = [...Object.values(menus).flat(), ...keybindings].flatMap(({ command }) => (command?.startsWith('casebook.') ? [command] : []));
    expect(used.filter((command) => !declared.has(command))).toEqual([]);
  });
});

test.runIf(existsSync(inProject('.git')))('no committed file names a folder of somebody\'s machine', () => {
  const files = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter((file) => file !== '' && existsSync(inProject(file)));
  expect(files.length).toBeGreaterThan(0);
  const homes = /(?<![\w.:-])(\/(?:work|home|Users)\/\w+|[A-Z]:\\\\?Users\\\\?\w+)/g;
  const found = files
    .filter((file) => !/\.(png|ttf|gif|ico|db)$/.test(file))
    .flatMap((file) => [...readFileSync(inProject(file), 'utf8').matchAll(homes)].map(([path]) => `${file}: ${path}`));
  expect(found).toEqual([]);
});
