import type { Trial } from '../core/model/trace.ts';

const labelFields: Readonly<Record<string, string>> = { wrongWords: 'wrong words', cause: 'root cause' };

/** `args.customer.email` is `customer.email`; empty for the whole. */
const inside = (path: string): string => path.replace(/^[^.[]+\.?/, '');

function placeInCall(call: Trial['calls'][number] | undefined, index: number, path: string): string {
  const where = call?.step ? `step ${call.step}` : `call ${index + 1}`;
  const field = inside(path);
  if (path.startsWith('args')) return field === '' ? `${where}, arguments` : `${where}, argument ${field}`;
  if (path.startsWith('result')) return field === '' ? `${where}, result` : `${where}, result ${field}`;
  return `${where}, ${path}`;
}

/** The path of a text in what a case is made of, in the words of the trajectory: `trial.calls[0].args.email` is "step 3, argument email". */
export function placeInWords(path: string, { calls, wrappers = [] }: Pick<Trial, 'calls' | 'wrappers'>): string {
  const call = /^trial\.calls\[(\d+)\]\.(.+)$/.exec(path);
  if (call) return placeInCall(calls[Number(call[1])], Number(call[1]), call[2] ?? '');
  const wrapper = /^trial\.wrappers\[(\d+)\]\.(.+)$/.exec(path);
  if (wrapper) return placeInCall(wrappers[Number(wrapper[1])], wrappers[Number(wrapper[1])]?.index ?? 0, wrapper[2] ?? '');
  if (path === 'trial.output') return 'answer';
  const message = /^messages\[(\d+)\]/.exec(path);
  if (message) return `message ${Number(message[1]) + 1}`;
  const document = /^trial\.(?:retrieved|citations)\[(\d+)\]/.exec(path);
  if (document) return `${path.startsWith('trial.r') ? 'document' : 'citation'} ${Number(document[1]) + 1}`;
  const [head = '', field = ''] = path.split('.');
  if (head === 'label') return `label, ${labelFields[field] ?? field}`;
  if (head === 'facts') return `fact ${inside(path)}`;
  if (path.startsWith('trial.facts.')) return `fact ${path.slice('trial.facts.'.length)}`;
  return path.replace(/^trial\./, '');
}
