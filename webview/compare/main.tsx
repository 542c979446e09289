import './compare.css';
import { render } from 'preact';
import type { ComparePageApi, ComparePageEvents } from '../../src/protocol/comparePage.ts';
import { connect, serve } from '../../src/protocol/rpc.ts';
import type { Handlers } from '../../src/protocol/rpc.ts';
import { failureOf } from '../shared/failure.ts';
import { showTextsVisibly } from '../shared/visiblePages.ts';
import { registerControls } from '../toolkit.ts';
import { hostPort, vscode } from '../vscodeApi.ts';
import { act } from './actions.ts';
import { ComparePage } from './ComparePage.tsx';
import { compareEventParsers } from './events.ts';
import { compareKeys } from './keys.ts';
import { createCompareModel } from './model.ts';

registerControls();
showTextsVisibly();
document.documentElement.lang ||= 'en';
document.title = 'Comparison';

const api = connect<ComparePageApi>(hostPort, 'page').client;
const model = createCompareModel(api, vscode);
const events: Handlers<ComparePageEvents> = {
  ...model.events,
  act({ action }) {
    act(model, action);
    return null;
  },
  keysChanged({ keys }) {
    compareKeys.bind(keys);
    return null;
  },
};
serve<ComparePageEvents>(hostPort, 'pageEvents', events, compareEventParsers, (error) => failureOf(error));

const root = document.createElement('div');
root.id = 'page';
document.body.append(root);
render(<ComparePage model={model} />, root);
void model.open();
// The keys in the table do until one's own are known.
api.keys({}).then(({ keys }) => compareKeys.bind(keys), (error: unknown) => console.error(`Own keys are not known: ${failureOf(error).message}`));
