import { createRequire } from 'node:module';

export type Node = { readonly name: string; readonly attributes: Readonly<Record<string, string>>; readonly children: Node[]; text: string };

type Handlers = { onopentag(tag: { readonly name: string; readonly attributes: Readonly<Record<string, string>> }): void; onclosetag(): void; ontext(text: string): void; oncdata(text: string): void; onerror(error: Error): void };
type Parser = { write(text: string): Parser; close(): void };
const { parser } = createRequire(import.meta.url)('sax') as { parser(strict: boolean): Parser };

/** Throws where a strict parser would: tags that do not match, entities that are not there, characters that XML 1.0 forbids. */
export function parseXml(text: string): Node {
  const forbidden = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.exec(text);
  if (forbidden) throw new Error(`character ${forbidden[0].charCodeAt(0).toString(16)} at ${forbidden.index}`);
  const root: Node = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const said = (words: string): void => {
    const node = open.at(-1);
    if (node) node.text += words;
  };
  const handlers: Handlers = {
    onopentag({ name, attributes }) {
      const node: Node = { name, attributes, children: [], text: '' };
      open.at(-1)?.children.push(node);
      open.push(node);
    },
    onclosetag: () => void open.pop(),
    ontext: said, oncdata: said,
    onerror(error) {
      throw error;
    },
  };
  Object.assign(parser(true), handlers).write(text).close();
  const [first] = root.children;
  if (!first || root.children.length !== 1) throw new Error('one element was expected');
  return first;
}

/** All elements of this name below. */
export const elements = (node: Node, name: string): readonly Node[] => node.children.flatMap((child) => [...(child.name === name ? [child] : []), ...elements(child, name)]);
