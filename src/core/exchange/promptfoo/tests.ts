import { setKey } from '../../formats/jsonText.ts';
import { isJsonMap } from '../../model/json.ts';
import type { Json, JsonMap } from '../../model/json.ts';
import { readAccount } from '../account.ts';
import { listIn } from '../documents.ts';
import type { ExchangeDocument } from '../documents.ts';
import type { ItemProblem, LeftOut, PeerItem, PeerItems } from '../peer.ts';
import { onlyVariable, plainPrompt } from '../templates.ts';
import { listOf } from './writeTrajectory.ts';

/** One variable of several values makes a test of each; so many at most. */
const mostCombinations = 200;

/** The tests of a configuration, or of a list of tests, each with the defaults of the file under it. */
export function testsOf(document: ExchangeDocument): PeerItems {
  const { root } = document;
  const listed = listIn(document, ['tests']);
  const config = isJsonMap(root) ? root : {};
  const problems: ItemProblem[] = [];
  const items: PeerItem[] = [];
  const prompt = promptOf(config);
  const single = !listed && isJsonMap(root) && !Object.hasOwn(root, 'tests') ? [root] : [];
  (listed?.list ?? single).forEach((test, index) => {
    const line = document.lineOf(listed?.key ?? null, index);
    const place = `test ${index + 1}`;
    if (!isJsonMap(test)) {
      const message = typeof test === 'string' && /^\w+:|[/*]|\.\w+$/.test(test) ? `The tests of ${test.slice(0, 200)} stand in a file of their own: import that file.` : 'This is no test: a test is a map with vars and assert.';
      problems.push({ place, line, message });
      return;
    }
    const whole = withDefaults(config['defaultTest'], test);
    const combinations = combine(whole);
    if (!combinations) problems.push({ place, line, message: `Its variables stand for more than ${mostCombinations} tests; it is read as one.` });
    (combinations ?? [whole]).forEach((value, n, all) => items.push({ value, place: all.length > 1 ? `${place}, combination ${n + 1}` : place, line, ...nameOf(value), ...questionOf(value, prompt) }));
  });
  if (typeof config['tests'] === 'string') problems.push({ place: 'tests', line: null, message: `The tests stand in ${config['tests'].slice(0, 200)}: import that file.` });
  else if (isJsonMap(config['tests'])) problems.push({ place: 'tests', line: null, message: 'The tests are made by a program; import what it makes.' });
  const { description } = config;
  const repeat = isJsonMap(config['evaluateOptions']) ? config['evaluateOptions']['repeat'] : undefined;
  return {
    items, problems, leftOut: listed?.key === 'tests' || !listed ? leftOutOf(config, listed !== undefined) : [],
    suite: { name: null, description: listed?.key === 'tests' && typeof description === 'string' ? description : null },
    ...(typeof repeat === 'number' && Number.isInteger(repeat) && repeat > 1 ? { repeat } : {}),
  };
}

const ofFile: Readonly<Record<string, string>> = {
  providers: 'which model or agent is asked is a target of config.yaml', targets: 'which model or agent is asked is a target of config.yaml',
  prompts: 'cases hold the question as it is asked', scenarios: 'scenarios are not read; write their tests out',
};

function leftOutOf(config: JsonMap, isConfig: boolean): readonly LeftOut[] {
  if (!isConfig) return [];
  return Object.keys(config).filter((key) => !['tests', 'description', 'defaultTest', '$schema'].includes(key) && !isOurs(key, config)).map((key) => ({ what: key, why: (Object.hasOwn(ofFile, key) ? ofFile[key] : undefined) ?? 'it is about the file, not about a case' }))
    .concat(typeof config['defaultTest'] === 'string' ? [{ what: 'defaultTest', why: 'it stands in a file of its own; its assertions are missing here' }] : []);
}

/** What an export of ours writes around the tests says nothing more. */
const isOurs = (key: string, config: JsonMap): boolean =>
  (key === 'prompts' && JSON.stringify(config['prompts']) === '["{{query}}"]') || (key === 'evaluateOptions' && isJsonMap(config[key]) && Object.keys(config[key]).every((each) => each === 'repeat'));

/** As promptfoo merges them: assertions are added, maps merged key by key, anything else is the test's. */
function withDefaults(defaults: Json | undefined, test: JsonMap): JsonMap {
  if (!isJsonMap(defaults)) return test;
  const merged: Record<string, Json> = { ...defaults };
  for (const [key, value] of Object.entries(test)) {
    const before = Object.hasOwn(merged, key) ? merged[key] : undefined;
    setKey(merged, key, key === 'assert' && Array.isArray(before) && Array.isArray(value) ? [...(before as readonly Json[]), ...(value as readonly Json[])] : isJsonMap(before) && isJsonMap(value) ? { ...before, ...value } : value);
  }
  return merged;
}

/** Each choice of one value for every variable that has several; undefined where there are too many. */
function combine(test: JsonMap): readonly JsonMap[] | undefined {
  const { vars, options } = test;
  if (!isJsonMap(vars) || (isJsonMap(options) && options['disableVarExpansion'] === true)) return [test];
  const several = Object.entries(vars).filter(([, value]) => Array.isArray(value) && value.length > 0);
  if (several.length === 0) return [test];
  if (several.reduce((product, [, value]) => product * listOf(value).length, 1) > mostCombinations) return undefined;
  return several
    .reduce<readonly JsonMap[]>((all, [key, value]) => all.flatMap((chosen) => listOf(value).map((each) => {
      const one: Record<string, Json> = { ...chosen };
      setKey(one, key, each);
      return one;
    })), [vars])
    .map((each) => ({ ...test, vars: each }));
}

function nameOf({ metadata, description }: JsonMap): { readonly name?: string } {
  const id = isJsonMap(metadata) ? metadata['id'] : undefined;
  const name = typeof id === 'string' ? id : description;
  return typeof name === 'string' && name !== '' ? { name } : {};
}

type Prompt = { readonly variable: string } | { readonly text: string } | undefined;

/** What the only prompt of the file says about the question. */
function promptOf({ prompts }: JsonMap): Prompt {
  const all = typeof prompts === 'string' ? [prompts] : listOf(prompts);
  const [first] = all;
  const raw = isJsonMap(first) ? (first['raw'] ?? first['id']) : first;
  if (all.length !== 1 || typeof raw !== 'string' || raw.startsWith('file:')) return undefined;
  const variable = onlyVariable(raw);
  if (variable !== undefined) return { variable };
  const text = plainPrompt(raw);
  return text === undefined ? undefined : { text };
}

function questionOf(test: JsonMap, prompt: Prompt): { readonly query?: string } {
  const { vars } = test;
  // An export of ours says the question under its own name.
  if (!prompt || !isJsonMap(vars) || readAccount(test)) return {};
  if ('text' in prompt) return { query: prompt.text };
  const said = Object.hasOwn(vars, prompt.variable) ? vars[prompt.variable] : undefined;
  // Without it nothing is asked, whatever else the test says.
  return { query: typeof said === 'string' ? said : '' };
}
