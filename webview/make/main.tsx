import './make.css';
import { render } from 'preact';
import type { MakePageApi, MakePageEvents } from '../../src/protocol/makePage.ts';
import { connect, serve } from '../../src/protocol/rpc.ts';
import { failureOf } from '../shared/failure.ts';
import { showTextsVisibly } from '../shared/visiblePages.ts';
import { registerControls } from '../toolkit.ts';
import { hostPort, vscode } from '../vscodeApi.ts';
import { MakePage } from './MakePage.tsx';
import { createWalk } from './walk.ts';

registerControls();
showTextsVisibly();
document.documentElement.lang ||= 'en';
document.title = 'New case';

const { client } = connect<MakePageApi>(hostPort, 'page');
const walk = createWalk(client, vscode);
serve<MakePageEvents>(hostPort, 'pageEvents', walk.events, { beginAt: { parse: stepIn } }, (error) => failureOf(error));

const root = document.createElement('div');
root.id = 'page';
document.body.append(root);
render(<MakePage walk={walk} />, root);
void walk.begin();

function stepIn(value: unknown): { fromStep: number } {
  if (typeof value === 'object' && value !== null && 'fromStep' in value && typeof value.fromStep === 'number') return { fromStep: value.fromStep };
  throw new TypeError('beginAt needs the number of a step');
}
